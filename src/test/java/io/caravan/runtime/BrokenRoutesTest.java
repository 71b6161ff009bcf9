package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.Counted;
import io.caravan.engine.LogStore;
import io.caravan.engine.LogStore.StoredEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An engineer's route may hold back, lose or throw: nothing goes lost or green, nothing is made twice, and the job is free again. */
class BrokenRoutesTest {

    private static final Pattern STEP = Pattern.compile("(?m)^( *)- to: (?:caravan:|direct:)[a-z:]+$");
    private static final String THROW = "- throwException: {exceptionType: java.lang.IllegalStateException, message: the disk is full}";

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + "caravan.dispatch.wait = PT0.05S\n");
        Files.createDirectories(folder.resolve("routes"));
    }

    @AfterEach
    void stop() {
        company.close();
    }

    @Test
    void whatARouteFiltersOutBeforeDeliveryIsHeldBackAndPlannedAgain() throws IOException {
        company.route("dispatch.camel.yaml", "          - to: caravan:deliver\n", "          - filter: {constant: \"false\", steps: [{to: \"caravan:deliver\"}]}\n          - stop: {}\n");
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).isEqualTo("partly");
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
        assertThat(log("E1")).anySatisfy(entry -> {
            assertThat(entry.entry().status().word()).isEqualTo("held");
            assertThat(entry.entry().reason()).startsWith("held back by a route");
        });
        assertThat(company.sync().getCycle().counted("planned-create")).as("planned again").isEqualTo(2);

        company.close();
        Files.delete(folder.resolve("routes/dispatch.camel.yaml"));
        assertThat(company.sync().getCycle().status()).isEqualTo("done");
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
    }

    @Test
    void whatComesToRecordUnsentIsHeldBackToo() throws IOException {
        company.route("dispatch.camel.yaml", "          - to: caravan:deliver\n", "");
        CycleRun run = company.sync();
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(run.getCycle().status()).isEqualTo("partly");
    }

    @Test
    void whatWasSentIsRecordedThoughARouteLosesTheAnswer() throws IOException {
        company.route("dispatch.camel.yaml", "\n          - to: caravan:record\n", "\n");
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).isEqualTo("partly");
        assertThat(run.getCycle().counted(Counted.LOST_BY_ROUTE)).isEqualTo(2);
        assertThat(company.rows("select count(*) from users")).containsExactly("2");

        assertThat(company.sync().getCycle().counts()).as("nothing is made twice").doesNotContainKey("planned-create").doesNotContainKey("planned-link");
    }

    static Stream<Arguments> everyStep() throws IOException {
        List<Arguments> places = new ArrayList<>();
        for (String file : List.of("cycle.camel.yaml", "dispatch.camel.yaml")) {
            Matcher step = STEP.matcher(SmallCompany.shippedRoute(file));
            for (int place = 0; step.find(); place++) {
                if (!step.group().contains("caravan:end") && !step.group().contains("direct:probe") && !isOtherwiseUnused(file, step.start())) {
                    places.add(Arguments.of(file, step.group().strip() + " (" + place + ")", place));
                }
            }
        }
        return places.stream();
    }

    @ParameterizedTest(name = "{0}: above {1}")
    @MethodSource("everyStep")
    void aRouteThatThrowsEndsTheCycleAsFailedAndFreesTheJob(String file, String step, int place) throws IOException {
        Matcher steps = STEP.matcher(SmallCompany.shippedRoute(file));
        for (int i = 0; i <= place; i++) {
            assertThat(steps.find()).isTrue();
        }
        String text = SmallCompany.shippedRoute(file);
        company.write("routes/" + file, text.substring(0, steps.start()) + steps.group(1) + THROW + "\n" + text.substring(steps.start()));
        CycleRun hr = company.sync("hr", false);
        CycleRun app = company.sync("app", false);
        assertThat(List.of(hr.getCycle().status(), app.getCycle().status())).contains("failed");
        CycleRun failed = hr.getCycle().status().equals("failed") ? hr : app;
        assertThat(failed.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("the disk is full"));

        company.close();
        Files.delete(folder.resolve("routes/" + file));
        assertThat(company.sync("hr", false).getCycle().status()).isEqualTo("done");
        assertThat(company.sync("app", false).getCycle().status()).as("its next cycle goes on").isEqualTo("done");
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
    }

    @Test
    void whatFailsInATapIsItsOwnAffair() throws IOException {
        company.route("dispatch.camel.yaml", "\n          - to: caravan:deliver\n", "\n          - wireTap: {uri: direct:audit}\n          - to: caravan:deliver\n");
        company.write("routes/audit.camel.yaml", """
                - route:
                    from:
                      uri: direct:audit
                      steps:
                        %s
                """.formatted(THROW));
        assertThat(company.sync().getCycle().status()).isEqualTo("done");
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
    }

    @Test
    void aRouteThatNeverComesToTheEndFreesTheJobAllTheSame() throws IOException {
        company.route("cycle.camel.yaml", "                    - to: caravan:end\n", "                    - log: {message: the end}\n");
        assertThat(company.sync("hr", false).getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("never came to caravan:end"));
        assertThat(company.sync("hr", false).getCycle().id()).as("it is free").isPositive();
    }

    private List<StoredEntry> log(String identity) {
        return company.caravan().store().log().read(LogStore.Filter.latest(100)).stream().filter(entry -> entry.entry().identityKey().equals(identity)).toList();
    }

    /** Only for a target that does not answer, or that has a declared rate. */
    private static boolean isOtherwiseUnused(String file, int place) throws IOException {
        return file.equals("dispatch.camel.yaml") && (place < SmallCompany.shippedRoute(file).indexOf("- routeTemplate:") || place > SmallCompany.shippedRoute(file).indexOf("id: deliver-throttled"));
    }
}
