package io.caravan.runtime;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * One service, at every step of whose routes something breaks for a while: above it throws, stops, or empties the body, or the step itself is filtered out. Each
 * is told, frees the job, and the service goes on from there by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryStepInServiceTest {

    private static final Pattern STEP = Pattern.compile("( *)- (to|toD|throttle|split|loop|filter|setVariable|setHeader|setBody|choice|doTry|delay):.*");
    private static final String SWITCH = "caravan.everystep";
    private static final List<String> FILES = List.of("cycle.camel.yaml", "dispatch.camel.yaml", "quarantine.camel.yaml", "schedule.camel.yaml");

    /** So long nothing is done where nothing begins. */
    private static final Duration QUIET = Duration.ofMillis(1300);

    private SmallCompany company;
    private ProducerTemplate asking;
    private String route = "";
    private final List<Break> breaks = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** @param line of the step that breaks */
    record Break(String kind, String file, String route, String step, int line) {

        @Override
        public String toString() {
            return kind + " at " + file + ":" + line + " " + step;
        }

        String on() {
            return kind + " " + file + ":" + line;
        }

        /** Where what is left out leaves no cycle that could tell it. */
        boolean isBeforeACycle() {
            return file.startsWith("schedule") || step.equals("- to: caravan:begin");
        }

        /** Else it is in the loop that waits for another process, or about a file that is offered again only a minute after its route broke. */
        boolean isReached() {
            return !(route.equals("file-arrived") && kind.equals("throws") && !step.contains("seda:")) && !step.startsWith("- delay:") && !(step.startsWith("- to: \"direct:cycle") && !step.contains("#"));
        }

        boolean isOfAProbe() {
            return file.startsWith("quarantine") || step.contains("direct:probe");
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        System.setProperty(SWITCH, "none");
        company = new SmallCompany(folder);
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + "caravan.dispatch.wait = PT0.05S\n");
        company.write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")) + "schedule: {every: 1s}\n");
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "schedule: {every: 1s}\n");
        Files.createDirectories(folder.resolve("routes"));
        for (String file : FILES) {
            List<String> lines = new ArrayList<>();
            breakable(file, SmallCompany.shippedRoute(file).lines().toList(), "", lines, !file.equals("dispatch.camel.yaml"));
            company.write("routes/" + file, String.join("\n", lines) + "\n");
        }
        joins();
        log.start();
        service().addAppender(log);
        company.caravan().startSchedules();
        asking = company.caravan().context().createProducerTemplate();
        await().atMost(ofSeconds(30)).until(this::isAsItShouldBe);
    }

    @AfterAll
    void stop() {
        System.clearProperty(SWITCH);
        service().detachAppender(log);
        company.close();
    }

    private static Logger service() {
        return (Logger) LoggerFactory.getLogger(CycleLog.NAME);
    }

    /** @param in what the lines are moved to the right by */
    private void breakable(String file, List<String> lines, String in, List<String> into, boolean fromTheStart) {
        boolean reached = fromTheStart;
        for (int i = 0; i < lines.size(); i++) {
            route = lines.get(i).startsWith("    id: ") ? lines.get(i).replaceFirst(" +id: +", "") : route;
            reached = reached && !lines.get(i).contains("id: deliver-throttled") || lines.get(i).startsWith("- routeTemplate:");
            Matcher step = STEP.matcher(lines.get(i));
            if (!reached || !step.matches()) {
                into.add(lines.get(i).isBlank() ? "" : in + lines.get(i));
                continue;
            }
            int to = i + 1;
            while (to < lines.size() && !lines.get(to).isBlank() && lines.get(to).startsWith(step.group(1) + "  ")) {
                to++;
            }
            String indent = in + step.group(1);
            String called = lines.get(i).strip();
            above(file, called, indent, "throws", "throwException: {exceptionType: java.lang.IllegalStateException, message: the disk is full}", into);
            above(file, called, indent, "stops", "stop: {}", into);
            above(file, called, indent, "empties", "setBody: {constant: \"\"}", into);
            Break around = new Break("filters", file, route, called, into.size() + 1);
            breaks.add(around);
            into.add(indent + "- filter:");
            into.add(indent + "    simple: \"${sys." + SWITCH + "} != '" + around.on() + "'\"");
            into.add(indent + "    steps:");
            into.add(in + "      " + lines.get(i));
            breakable(file, lines.subList(i + 1, to), in + "      ", into, true);
            i = to - 1;
        }
    }

    private void above(String file, String step, String indent, String kind, String what, List<String> into) {
        Break above = new Break(kind, file, route, step, into.size() + 1);
        breaks.add(above);
        into.add(indent + "- filter: {simple: \"${sys." + SWITCH + "} == '" + above.on() + "'\", steps: [{" + what + "}]}");
    }

    private void joins() throws IOException {
        int number = people.size() + 1;
        people.add("E" + number + ",Person" + number + ",D1,,");
        company.hr(people.toArray(String[]::new));
    }

    private boolean isAsItShouldBe() {
        return company.rows("select count(*) from users").equals(List.of(String.valueOf(people.size()))) && Stream.of("hr", "app").allMatch(job -> newest(job).equals("done"))
                && Stream.of("hr", "app").allMatch(job -> company.caravan().store().cycles().leaseOf(job).isEmpty());
    }

    private String newest(String job) {
        return company.caravan().store().cycles().recent(job, 1).stream().map(row -> row.status().word()).findFirst().orElse("");
    }

    private List<CycleRow> since(long cycle) {
        return Stream.of("hr", "app").flatMap(job -> company.caravan().store().cycles().recent(job, 50).stream()).filter(row -> row.id() > cycle && !row.status().word().equals("running")).toList();
    }

    private boolean nothingBegan(long cycle) {
        return Stream.of("hr", "app").anyMatch(job -> since(cycle).stream().noneMatch(row -> row.job().equals(job)));
    }

    Stream<Break> everyBreak() {
        return breaks.stream().filter(Break::isReached).filter(one -> List.of("throws", "filters").contains(one.kind()) || one.step().startsWith("- to: caravan:"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyBreak")
    void isToldAndTheServiceGoesOnByItself(Break one) throws IOException {
        await().atMost(ofSeconds(20)).pollInterval(ofMillis(20)).until(this::isAsItShouldBe);
        long cycle = Stream.of("hr", "app").flatMap(job -> company.caravan().store().cycles().recent(job, 1).stream()).mapToLong(CycleRow::id).max().orElse(0);
        log.list.clear();
        if (one.isOfAProbe()) {
            Stream.of("hr", "app").forEach(job -> company.caravan().store().services().quarantine(new Quarantine(job, job, new Quarantine.Why(Quarantine.Cause.CHANGES, "2 of 2 changes failed", ""),
                    new Quarantine.Probes(company.now(), company.now(), 1, company.now(), Duration.ZERO), "")));
        }
        System.setProperty(SWITCH, one.on());
        try {
            joins();
            ask();
            if (one.kind().equals("throws")) {
                await().atMost(ofSeconds(10)).pollInterval(ofMillis(20)).untilAsserted(() -> assertThat(told()).anySatisfy(line -> assertThat(line)
                        .contains("routes/" + one.file() + ":" + one.line() + " (throwException): IllegalStateException: the disk is full\"").contains(" next=\"mend ")));
            } else {
                long until = System.nanoTime() + QUIET.toNanos();
                await("told, or done all the same, or nothing began, which is told when it is overdue").atMost(ofSeconds(10)).pollInterval(ofMillis(20)).until(() ->
                        !told().isEmpty() || isAsItShouldBe() || one.isBeforeACycle() && System.nanoTime() > until && nothingBegan(cycle));
                assertThat(told()).allSatisfy(line -> assertThat(line).containsPattern(" reason=\"| held-back-by-route=\"| lost-by-route=\"").contains(" next=\""));
            }
        } finally {
            System.setProperty(SWITCH, "none");
        }
        if (one.isOfAProbe()) {
            company.passesTo(company.now().plus(Duration.ofHours(1)));
        }
        ask();
        await().atMost(ofSeconds(20)).pollInterval(ofMillis(20)).until(this::isAsItShouldBe);
    }

    /** As the appointed times do, and at once. */
    private void ask() {
        Stream.of("hr", "app").forEach(job -> asking.sendBodyAndHeaders("seda:job-" + job + "?size=2&discardWhenFull=true", "", Map.of("full", false, "initiatedBy", "test")));
    }

    /** What the service log has from WARN on, of failures. */
    private List<String> told() {
        return List.copyOf(log.list).stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).map(event -> event.getMessage() + " " + event.getKeyValuePairs().stream()
                .map(Object::toString).collect(Collectors.joining(" "))).toList();
    }

    @Test
    void aFilterAroundWhatChangedMakesNoJobAskForItself() throws IOException {
        await().atMost(ofSeconds(20)).pollInterval(ofMillis(20)).until(this::isAsItShouldBe);
        System.setProperty(SWITCH, breaks.stream().filter(one -> one.kind().equals("filters") && one.file().startsWith("schedule") && one.step().equals("- to:")).findFirst().orElseThrow().on());
        long began = company.caravan().store().cycles().recent("hr", 1).get(0).id();
        joins();
        ask();
        await().pollDelay(ofSeconds(2)).until(() -> true);
        assertThat(since(began).stream().filter(row -> row.job().equals("hr"))).as("once a second, and when it is asked for").hasSizeLessThan(8);
        System.setProperty(SWITCH, "none");
        await().atMost(ofSeconds(20)).pollInterval(ofMillis(20)).until(this::isAsItShouldBe);
    }
}
