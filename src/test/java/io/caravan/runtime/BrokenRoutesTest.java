package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogStore;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.engine.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engineer's route may hold back, lose or throw: nothing goes lost or green, nothing is made twice, and the job is free again. */
class BrokenRoutesTest {

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
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
        assertThat(log("E1")).anySatisfy(entry -> {
            assertThat(entry.entry().status().word()).isEqualTo("held");
            assertThat(entry.entry().reason()).startsWith("held back by a route");
        });
        assertThat(company.sync().getCycle().counted("planned-create")).as("planned again").isEqualTo(2);

        company.close();
        Files.delete(folder.resolve("routes/dispatch.camel.yaml"));
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
    }

    @Test
    void whatComesToRecordUnsentIsHeldBackToo() throws IOException {
        company.route("dispatch.camel.yaml", "          - to: caravan:deliver\n", "");
        CycleRun run = company.sync();
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
    }

    @Test
    void whatWasSentIsRecordedThoughARouteLosesTheAnswer() throws IOException {
        company.route("dispatch.camel.yaml", "\n          - to: caravan:record\n", "\n");
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(run.getCycle().counted(Counted.LOST_BY_ROUTE)).isEqualTo(2);
        assertThat(company.rows("select count(*) from users")).containsExactly("2");

        assertThat(company.sync().getCycle().counts()).as("nothing is made twice").doesNotContainKey("planned-create").doesNotContainKey("planned-link");
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
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
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

    @Test
    void aRouteThatTakesNoBatchIsNotAskedForEver() throws IOException {
        company.route("dispatch.camel.yaml", "        - to: caravan:batches\n", "        - to: caravan:batches\n        - setBody: {constant: \"\"}\n");
        CycleRun run = assertTimeoutPreemptively(ofSeconds(20), () -> company.sync());
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
    }

    @Test
    void aFilterAroundTheWholeLoopEndsItToo() throws IOException {
        String text = SmallCompany.shippedRoute("cycle.camel.yaml");
        int from = text.indexOf("              - toD:");
        company.write("routes/cycle.camel.yaml", text.substring(0, from) + "              - filter:\n                  constant: \"false\"\n                  steps:\n" + text.substring(from).indent(6));
        assertThat(assertTimeoutPreemptively(ofSeconds(20), () -> company.sync()).getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
    }

    @Test
    void aCycleWithoutTheGuardSendsNothing() throws IOException {
        company.route("cycle.camel.yaml", "        - to: caravan:guard\n", "");
        assertThat(company.sync().getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("never came to caravan:guard"));
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
    }

    @Test
    void aProbeThatAsksNothingDoesNotEndTheQuarantine() throws IOException {
        company.route("quarantine.camel.yaml", "                - to: direct:plan\n", "");
        company.sync("hr", false);
        company.caravan().store().services().quarantine(new Quarantine("app", "app", new Quarantine.Why(Quarantine.Cause.CHANGES, "2 of 2 changes failed", ""),
                new Quarantine.Probes(company.now(), company.now(), 1, company.now(), Duration.ZERO), ""));
        assertThat(company.sync("app", false).getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(company.caravan().store().services().quarantine("app")).isPresent();
    }

    @Test
    void whatARouteForRecordsThrowsIsToldWithItsOwnLine() throws IOException {
        company.write("routes/records.camel.yaml", """
                - route:
                    from:
                      uri: direct:records-hr
                      steps:
                        - to: direct:enrich
                - route:
                    from:
                      uri: direct:enrich
                      steps:
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: "https://ada:pw@hr.example.com/people?key=s3cret is down"}
                """);
        assertThat(company.sync("hr", false).getCycle().failure()).hasValueSatisfying(why ->
                assertThat(why).endsWith("routes/records.camel.yaml:10 (throwException): IllegalStateException: https://hr.example.com is down"));
    }

    @Test
    void aStepThatThrowsBehindTheEndOfACycleDoesNotLeaveItGreen() throws IOException {
        String text = SmallCompany.shippedRoute("cycle.camel.yaml");
        int end = text.indexOf("- route:\n    id: inbound");
        company.write("routes/cycle.camel.yaml", text.substring(0, end).stripTrailing() + "\n        " + THROW + "\n\n" + text.substring(end));
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(run.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("follows its end", "the disk is full"));
        assertThat(company.caravan().store().cycles().recent("app", 1)).singleElement().satisfies(row -> assertThat(row.status()).isEqualTo(CycleStatus.FAILED));
        assertThat(company.rows("select count(*) from users")).as("what it did stands").containsExactly("2");
    }
}
