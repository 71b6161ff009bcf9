package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Above and below every step of the routes that carry a cycle: what throws there is told, what is filtered out there is not green, what only looks changes nothing. */
class EveryStepTest {

    private static final Pattern STEP = Pattern.compile("(?m)^( *)- (to|toD|throttle|split|loop|filter|setVariable|choice|doTry):.*\\n");
    private static final String THROW = "- throwException: {exceptionType: java.lang.IllegalStateException, message: the disk is full}\n";
    private static final List<String> LOOKS = List.of(
            "- enrich: {constant: \"direct:elsewhere\", aggregationStrategy: \"#class:org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy\"}\n",
            "- wireTap: {uri: \"direct:elsewhere\"}\n",
            "- delay: {constant: \"1\"}\n",
            "- split: {simple: \"${body}\", steps: [{log: {message: one, loggingLevel: DEBUG}}]}\n");

    @TempDir
    private Path folder;
    private SmallCompany company;

    /**
     * A place in a file.
     *
     * @param from where its step begins, and {@code to} where it ends
     */
    record Place(String file, int line, String step, int from, int to) {
        @Override
        public String toString() {
            return file + ":" + line + " " + step;
        }

        String indent() throws IOException {
            String text = SmallCompany.shippedRoute(file);
            return text.substring(from, text.indexOf('-', from));
        }

        /** Whether it is there only for a connector that declares a rate. */
        boolean isThrottled() throws IOException {
            return file.equals("dispatch.camel.yaml") && from > SmallCompany.shippedRoute(file).indexOf("id: deliver-throttled");
        }

        boolean isOfAProbe() {
            return file.equals("quarantine.camel.yaml") || step.contains("direct:probe");
        }

        String before() throws IOException {
            return SmallCompany.shippedRoute(file).substring(0, from);
        }

        String inside() throws IOException {
            return SmallCompany.shippedRoute(file).substring(from, to);
        }

        String after() throws IOException {
            return SmallCompany.shippedRoute(file).substring(to);
        }
    }

    /** What follows a target that did not answer is in {@link DeliveryTest}. */
    static List<Place> places(String file) throws IOException {
        String text = SmallCompany.shippedRoute(file);
        List<Place> places = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            int to = step.end();
            while (to < text.length() && (text.charAt(to) == '\n' || text.startsWith(step.group(1) + "  ", to))) {
                to = text.indexOf('\n', to) + 1;
            }
            Place place = new Place(file, (int) text.substring(0, step.start()).lines().count() + 1, step.group().strip(), step.start(), to);
            if (place.isThrottled() || !file.equals("dispatch.camel.yaml") || step.start() > text.indexOf("- routeTemplate:")) {
                places.add(place);
            }
        }
        return places;
    }

    static Stream<Place> everyPlace() throws IOException {
        return Stream.of(places("cycle.camel.yaml"), places("dispatch.camel.yaml"), places("quarantine.camel.yaml")).flatMap(List::stream);
    }

    static Stream<Arguments> everyFileAndLook() {
        return Stream.of("cycle.camel.yaml", "dispatch.camel.yaml", "quarantine.camel.yaml", "schedule.camel.yaml").flatMap(file -> LOOKS.stream().map(look -> Arguments.of(file, look)));
    }

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + "caravan.dispatch.wait = PT0.05S\n");
        Files.createDirectories(folder.resolve("routes"));
        Files.createDirectories(folder.resolve("connectors"));
        company.write("routes/elsewhere.camel.yaml", "- route: {from: {uri: \"direct:elsewhere\", steps: [{setBody: {constant: \"other\"}}]}}\n");
    }

    @AfterEach
    void stop() {
        company.close();
    }

    @ParameterizedTest(name = "above {0}")
    @MethodSource("everyPlace")
    void whatThrowsAboveAStepEndsTheCycleAsFailedWithItsLineAndFreesTheJob(Place place) throws IOException {
        throwsAt(place, place.before() + place.indent() + THROW + place.inside() + place.after(), place.line());
    }

    @ParameterizedTest(name = "below {0}")
    @MethodSource("everyPlace")
    void whatThrowsBelowAStepDoesToo(Place place) throws IOException {
        String inside = place.inside().stripTrailing() + "\n";
        throwsAt(place, place.before() + inside + place.indent() + THROW + "\n" + place.after(), place.line() + (int) inside.lines().count());
    }

    private void throwsAt(Place place, String routes, int line) throws IOException {
        company.write("routes/" + place.file(), routes);
        List<CycleRun> runs = sync(place);
        assertThat(runs).filteredOn(run -> run.getCycle().status().equals(CycleStatus.FAILED)).isNotEmpty().allSatisfy(run -> assertThat(run.getCycle().failure().orElseThrow())
                .endsWith("routes/" + place.file() + ":" + line + " (throwException): IllegalStateException: the disk is full"));
        goesOnWithout(place);
    }

    @ParameterizedTest(name = "around {0}")
    @MethodSource("everyPlace")
    void aFilterAroundAStepNeverMakesACycleGreenThatDidNotDoItsWork(Place place) throws IOException {
        company.write("routes/" + place.file(), place.before() + place.indent() + "- filter:\n" + place.indent() + "    constant: \"false\"\n" + place.indent() + "    steps:\n"
                + place.inside().indent(6) + "\n" + place.after());
        List<CycleRun> runs = sync(place);
        if (!company.rows("select count(*) from users").equals(List.of("2"))) {
            assertThat(runs).anySatisfy(run -> assertThat(run.getCycle().status()).isIn(CycleStatus.FAILED, CycleStatus.PARTLY));
        }
        goesOnWithout(place);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyFileAndLook")
    void whatOnlyLooksChangesNothing(String file, String look) throws IOException {
        StringBuilder routes = new StringBuilder();
        int from = 0;
        for (Place place : places(file)) {
            routes.append(SmallCompany.shippedRoute(file), from, place.from());
            boolean takesTheBatches = look.contains("split") && place.step().equals("- split:"); // an iterator is gone through once
            routes.append(takesTheBatches ? "" : place.indent() + look);
            from = place.from();
        }
        company.write("routes/" + file, routes + SmallCompany.shippedRoute(file).substring(from));
        company.caravan().startSchedules();
        await().atMost(ofSeconds(20)).until(() -> company.rows("select worker from users order by worker"), List.of("E1", "E2")::equals);
        await().atMost(ofSeconds(20)).until(() -> newest("app"), Optional.of(CycleStatus.DONE)::equals);
        assertThat(company.caravan().store().cycles().recent("hr", 20)).extracting(CycleRow::status).containsOnly(CycleStatus.DONE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneOfEachRoute")
    void inAServiceToo(Place place) throws IOException {
        String inside = place.inside().stripTrailing() + "\n";
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "schedule: {every: 1s}\n");
        company.write("routes/" + place.file(), place.before() + inside + place.indent() + THROW + "\n" + place.after());
        company.caravan().startSchedules();
        await().atMost(ofSeconds(20)).until(() -> Stream.of("hr", "app").flatMap(job -> company.caravan().store().cycles().recent(job, 20).stream())
                .anyMatch(row -> row.status().equals(CycleStatus.FAILED) && row.message().contains("routes/" + place.file() + ":" + (place.line() + inside.lines().count()) + " (throwException)")));
        await().atMost(ofSeconds(20)).until(() -> company.caravan().store().cycles().recent("app", 20).size() + company.caravan().store().cycles().recent("hr", 20).size() > 2);
        assertThat(company.caravan().store().cycles().recent("hr", 100)).as("what breaks is not tried again without a pause").hasSizeLessThan(3);
    }

    static Stream<Place> oneOfEachRoute() throws IOException {
        return Stream.concat(Stream.concat(places("cycle.camel.yaml").stream(), places("dispatch.camel.yaml").stream()), places("schedule.camel.yaml").stream())
                .filter(place -> List.of("- to: caravan:begin", "- to: caravan:read", "- to: caravan:guard", "- to: caravan:replan", "- to: caravan:batches", "- to: caravan:deliver",
                        "- to: \"direct:cycle?synchronous=true\"   # until it has ended: who asks meanwhile waits in the queue").contains(place.step()))
                .filter(place -> place.line() < 60 || !place.file().equals("dispatch.camel.yaml"));
    }

    private Optional<CycleStatus> newest(String job) {
        return company.caravan().store().cycles().recent(job, 1).stream().map(CycleRow::status).findFirst();
    }

    /** In a way in which both branches of the file are taken. */
    private List<CycleRun> sync(Place place) throws IOException {
        if (place.isThrottled()) {
            String jdbc = Files.readString(SmallCompany.INSTALLATION.resolve("connectors/jdbc.kamelet.yaml"));
            company.write("connectors/jdbc.kamelet.yaml", jdbc.replace("  provisioning:\n", "  provisioning:\n    rate: {requests: 900, per: 1m, concurrency: 4}\n"));
        }
        List<CycleRun> runs = new ArrayList<>();
        for (String job : List.of("hr", "app")) {
            if (place.isOfAProbe()) {
                company.caravan().store().services().quarantine(new Quarantine(job, job, new Quarantine.Why(Quarantine.Cause.CHANGES, "2 of 2 changes failed", ""),
                        new Quarantine.Probes(company.now(), company.now(), 1, company.now(), Duration.ZERO), ""));
            }
            runs.add(company.sync(job, false));
            assertThat(company.caravan().store().cycles().leaseOf(job)).isEqualTo(Optional.empty());
        }
        return runs;
    }

    private void goesOnWithout(Place place) throws IOException {
        company.close();
        Files.delete(folder.resolve("routes/" + place.file()));
        for (String job : List.of("hr", "app")) {
            company.caravan().askAgain(job);
            assertThat(company.sync(job, false).getCycle().status()).as("its next cycle goes on").isEqualTo(CycleStatus.DONE);
        }
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
    }
}
