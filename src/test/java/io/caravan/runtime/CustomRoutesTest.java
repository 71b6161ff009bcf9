package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.Quarantine;
import io.caravan.engine.Cycle;
import io.caravan.engine.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/reference/routes.md shows can be done with the shipped routes, done. */
class CustomRoutesTest {

    /** Before this step of the shipped file … */
    static final String DELIVER = "          - to: caravan:deliver\n";
    /** … this one is inserted. */
    static final String TAP = "          - wireTap:\n              uri: direct:sent\n";
    static final String SENT = """
            - route:
                id: sent
                from:
                  uri: direct:sent
                  steps:
                    - split:
                        simple: "${body}"
                        steps:
                          - marshal:
                              json: {}
                          - to: "file:sent?fileName=sent.jsonl&fileExist=Append&appendChars=\\\\n"
            """;
    static final String HOLD = """
            - split:
                simple: "${body}"
                steps:
                  - filter:
                      simple: "'Shop' == ${body[account][dept]} || 'Shop' == ${body[attributes]?[dept]?[to]}"
                      steps:
                        - filter:
                            simple: "${date:now:HH} >= ${properties:night:20} && ${body[operation]} !in 'disable,delete'"
                            steps:
                              - to: caravan:hold
            """.indent(10);
    static final String ENRICH = """
            - split:
                simple: "${body}"
                steps:
                  - script:
                      simple: "${body[attributes].put('dept', ${date:now:HH})}"
            """.indent(10);
    static final String RECORDS = """
            - route:
                from:
                  uri: direct:records-hr
                  steps:
                    - split:
                        simple: "${body}"
                        aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
                        steps:
                          - script:
                              simple: "${body.put('dept', ${body[dept].toUpperCase()})}"
            """;
    static final String TO_QUEUE = """
            - marshal:
                json: {}
            - to: "seda:changes-{{target}}?waitForTaskToComplete=Never"
            """.indent(14);
    static final String FROM_QUEUE = """
            - route:
                from:
                  uri: seda:changes-app
                  steps:
                    - to: direct:deliver-app
            """;
    static final String DEAD_LETTERS = """
            - route:
                id: dead-letter
                from:
                  uri: direct:dead-letter
                  steps:
                    - marshal:
                        json: {}
                    - to: "file:letters?fileName=letters.jsonl&fileExist=Append&appendChars=\\\\n"
            """;
    static final String TEN = """
            - setVariable:
                name: atMost              # how many changes; whoever is to lose access goes first
                constant: "10"
            """.indent(16);
    static final String ONE = """
            - setVariable:
                name: atMost
                constant: "1"
            """.indent(16);
    /** What the shipped file calls the way to the target, and what a copy calls it, so that something can stand before it. */
    static final String DISPATCH = "uri: direct:dispatch\n";
    static final String UNFROZEN = "uri: direct:dispatch-unfrozen\n";
    static final String FREEZE = """
            - route:
                id: freeze
                from:
                  uri: direct:dispatch
                  steps:
                    - filter:
                        simple: "${properties:freeze:false} != 'true'"
                        steps:
                          - to: direct:dispatch-unfrozen
            """;

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        Files.createDirectories(folder.resolve("routes"));
    }

    @AfterEach
    void stop() {
        company.close();
    }

    @Test
    void everyDeliveryIsTappedIntoAFile() throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, TAP + DELIVER);
        company.write("routes/sent.camel.yaml", here(SENT)).sync();
        await().atMost(ofSeconds(10)).until(() -> lines("sent/sent.jsonl").size() == 2);
        assertThat(lines("sent/sent.jsonl")).first().asString().contains("\"job\":\"app\"", "\"operation\":\"create\"", "\"key\":\"E1\"", "\"name\":{\"to\":\"Ada\"}");
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
    }

    @Test
    void aDepartmentIsHeldBackAtNight() throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, HOLD + DELIVER);
        String settings = Files.readString(folder.resolve("application.properties"));
        company.hr("E1,Ada,Shop,,", "E2,Bob,D1,,").write("application.properties", settings + "night = 00\n");
        long start = System.nanoTime();
        CycleRun run = company.sync();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("what is held on purpose is not waited for").isLessThan(Duration.ofSeconds(5));
        assertThat(company.rows("select worker from users")).containsExactly("E2");
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(1);
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);

        company.close();
        company.write("application.properties", settings + "night = 24\n").sync();
        assertThat(company.rows("select worker from users order by worker")).containsExactly("E1", "E2");

        company.close();
        company.hr("E1,Ada,Shop,,", "E2,Robert,D1,,").write("application.properties", settings + "night = 00\n");
        assertThat(company.sync().getCycle().status()).as("a change that does not touch the department").isEqualTo(CycleStatus.DONE);

        company.hr("E1,Ada,Shop,,2026-01-01", "E2,Robert,D1,,").sync();
        assertThat(company.rows("select active from users where worker = 'E1'")).as("who leaves is not kept open").containsExactly("no");
    }

    @Test
    void aMappingRunsOnAMapInAnyRoute() throws IOException {
        company.write("routes/mine.camel.yaml", """
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - to: caravan:map?job=hr
                """);
        Exchange answer = company.caravan().context().createProducerTemplate().send("direct:mine",
                asked -> asked.getMessage().setBody(Map.of("workerId", "E7", "name", "Grace", "dept", "D1", "manager", "", "end", "2026-11-20T00:00:00")));
        assertThat(answer.getMessage().getBody(Map.class)).containsEntry("workerId", "E7").containsEntry("dept", "D1").containsEntry("endDate", "2026-11-20");
    }

    @Test
    void recordsAreRepairedBeforeTheyAreResolved() throws IOException {
        company.hr("E1,Ada,shop,,", "E2,Bob,D1,,").write("routes/records.camel.yaml", RECORDS);
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select worker, dept from users order by worker")).containsExactly("E1|SHOP", "E2|D1");
        company.hr("E1,Ada,shop,,2026-11-01", "E2,Bob,d2,,").sync();
        assertThat(company.rows("select worker, dept, active from users order by worker")).containsExactly("E1|SHOP|no", "E2|D2|yes");
    }

    @Test
    void allRecordsGoThroughAgainWhenTheRouteIsAnotherOrIsGone() throws IOException {
        company.hr("E1,Ada,shop,,", "E2,Bob,d1,,").write("routes/records.camel.yaml", RECORDS).sync();
        assertThat(company.rows("select worker, dept from users order by worker")).containsExactly("E1|SHOP", "E2|D1");
        company.close();
        company.write("routes/records.camel.yaml", RECORDS.replace("${body[dept].toUpperCase()}", "${body[dept].concat('!')}")).sync();
        assertThat(company.rows("select worker, dept from users order by worker")).as("another").containsExactly("E1|shop!", "E2|d1!");
        assertThat(company.sync("hr", false).getCycle().counted(Counted.RESOLVED)).as("the same").isZero();
        company.close();
        Files.delete(folder.resolve("routes/records.camel.yaml"));
        company.sync();
        assertThat(company.rows("select worker, dept from users order by worker")).as("gone").containsExactly("E1|shop", "E2|d1");
    }

    @Test
    void aPlanSeesTheRepairedRecords() throws IOException {
        company.hr("E1,Ada,shop,,").write("routes/records.camel.yaml", RECORDS);
        try (Caravan preview = company.open(true)) {
            preview.plan("hr", false, preview.thisMoment());
            CycleRun plan = preview.plan("app", false, preview.thisMoment()).orElseThrow();
            assertThat(plan.changes()).singleElement().satisfies(change -> assertThat(change.changes()).anySatisfy(one -> assertThat(one.after()).isEqualTo("SHOP")));
        }
    }

    @Test
    void aRecordThatARouteLeavesOutIsLeftBehindAndNobodyIsGoneBecauseOfIt() throws IOException {
        company.sync();
        company.hr("E1,Ada,D1,,", "E2,Bob,D2,,").write("routes/records.camel.yaml", """
                - route:
                    from:
                      uri: direct:records-hr
                      steps:
                        - setBody:
                            simple: "${body.subList(0, 0)}"
                """);
        company.close();
        CycleRun read = company.sync("hr", false);
        assertThat(read.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(read.getCycle().counted(Counted.LEFT_BEHIND)).as("the route is new: both went through it").isEqualTo(2);
        assertThat(company.caravan().store().changes().deadLetters(Optional.of("hr"), 10)).hasSize(2)
                .allSatisfy(letter -> assertThat(letter.reason()).contains("direct:records-hr has left it out"));
        company.sync("app", false);
        assertThat(company.rows("select worker, dept, active from users order by worker")).as("what was known stands").containsExactly("E1|D1|yes", "E2|D1|yes");
    }

    @Test
    void aRecordWithAnotherKeyMakesTheReadFail() throws IOException {
        company.sync();
        company.close();
        company.hr("E1,Ada,D1,,", "E2,Bob,D2,,").write("routes/records.camel.yaml", RECORDS.replace("body.put('dept', ${body[dept].toUpperCase()})", "body.put('workerId', 'E9')"));
        CycleRun read = company.sync("hr", false);
        assertThat(read.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("a record keeps its key"));
        company.sync("app", false);
        assertThat(company.rows("select worker, active from users order by worker")).containsExactly("E1|yes", "E2|yes");
    }

    @Test
    void whatARoutePutsIntoAChangeIsSentAndLogged() throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, ENRICH + DELIVER);
        Cycle cycle = company.sync().getCycle();
        assertThat(cycle.status()).as(told()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select dept from users where worker = 'E1'")).singleElement().asString().matches("[0-9]{2}");
        assertThat(company.caravan().store().log().read(LogStore.Filter.latest(10))).anySatisfy(entry -> assertThat(entry.entry().changes())
                .anySatisfy(change -> assertThat(change.after().toString()).matches("[0-9]{2}")));
    }

    @Test
    void anAttributeThatTheTargetDoesNotHaveFailsItsChangeAlone() throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, """
                - split:
                    simple: "${body}"
                    steps:
                      - filter:
                          simple: "${body[key]} == 'E1'"
                          steps:
                            - script:
                                simple: "${body[attributes].put('shoeSize', 42)}"
                """.indent(10) + DELIVER);
        CycleRun run = company.sync();
        assertThat(run.getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(company.rows("select worker from users")).containsExactly("E2");
        assertThat(company.caravan().store().changes().deadLetters(Optional.of("app"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("shoeSize"));
    }

    @Test
    void changesMayGoThroughAQueueAsJson() throws IOException {
        company.route("dispatch.camel.yaml", "              - to: \"direct:deliver-{{target}}\"\n", TO_QUEUE);
        CycleRun run = company.write("routes/queue.camel.yaml", FROM_QUEUE).sync();
        assertThat(run.getCycle().status()).as(told()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select worker from users order by worker")).containsExactly("E1", "E2");
        assertThat(company.hr("E1,Ada,D2,,", "E2,Bob,D1,,").sync().getCycle().counted("applied-update")).isEqualTo(1);
        assertThat(company.rows("select dept from users where worker = 'E1'")).containsExactly("D2");
    }

    @Test
    void whatComesOutOfAQueueAfterItsCycleHasEndedIsNotSent() throws IOException {
        company.route("dispatch.camel.yaml", "              - to: \"direct:deliver-{{target}}\"\n", TO_QUEUE);
        String settings = Files.readString(folder.resolve("application.properties"));
        company.write("application.properties", settings + "caravan.dispatch.wait = PT0.2S\n").write("routes/queue.camel.yaml",
                FROM_QUEUE.replace("steps:\n", "steps:\n        - delay: {constant: 1500}\n"));
        CycleRun run = company.sync();
        assertThat(run.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        await().during(ofSeconds(2)).atMost(ofSeconds(4)).until(() -> company.rows("select count(*) from users"), List.of("0")::equals);
    }

    @Test
    void aRouteMayDeliverByItself() throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, """
                - split:
                    simple: "${body}"
                    steps:
                      - script:
                          simple: "${body.put('outcome', 'ok')}"
                      - script:
                          simple: "${body.put('anchor', 'by-hand-${body[key]}')}"
                """.indent(10));
        assertThat(company.sync().getCycle().counted("applied-create")).isEqualTo(2);
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
        assertThat(company.caravan().store().log().read(LogStore.Filter.latest(10))).anySatisfy(entry ->
                assertThat(entry.entry().about().targetAnchor()).isEqualTo("by-hand-E1"));
    }

    @Test
    void aRouteThatCreatesAndDoesNotSayWhatMakesTheCycleFail() throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, """
                - split:
                    simple: "${body}"
                    steps:
                      - script:
                          simple: "${body.put('outcome', 'ok')}"
                """.indent(10));
        assertThat(company.sync().getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("E1 was created", "\"anchor\""));
    }

    @Test
    void deadLettersGoToAFileAsJson() throws IOException {
        bobIsRefused();
        company.write("routes/dead-letters.camel.yaml", here(DEAD_LETTERS)).sync();
        assertThat(lines("letters/letters.jsonl")).singleElement().asString().contains("\"job\":\"app\"", "\"system\":\"app\"",
                "\"identity\":\"E2\"", "\"operation\":\"create\"", "\"attempts\":1", "no Bob").doesNotContain("D1");
        company.sync();
        assertThat(lines("letters/letters.jsonl")).as("told once").hasSize(1);
    }

    @Test
    void rejectedSourceRecordsAreDeadLettersToo() throws IOException {
        company.write("routes/dead-letters.camel.yaml", here(DEAD_LETTERS)).hr("E1,Ada,D1,,", "E3,\"x,D1,,", "E4,Grace,D1,,").sync();
        assertThat(lines("letters/letters.jsonl")).singleElement().asString().contains("\"job\":\"hr\"", "\"operation\":\"read\"", "\"where\":");
    }

    @Test
    void aPlanTellsNobodyOfDeadLetters() throws IOException {
        company.write("routes/dead-letters.camel.yaml", here(DEAD_LETTERS)).hr("E1,Ada,D1,,", "E3,\"x,D1,,", "E4,Grace,D1,,");
        try (Caravan preview = company.open(true)) {
            preview.plan("hr", false, preview.thisMoment());
        }
        assertThat(lines("letters/letters.jsonl")).isEmpty();
    }

    @Test
    void aDeadLetterRouteThatFailsHasNoConsequences() throws IOException {
        bobIsRefused();
        company.write("routes/dead-letters.camel.yaml", """
                - route:
                    from:
                      uri: direct:dead-letter
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: the mail server is on fire
                """);
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(run.getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(company.rows("select worker from users")).containsExactly("E1");
        assertThat(company.caravan().store().changes().deadLetters(Optional.of("app"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.identityKey()).isEqualTo("E2"));
    }

    @Test
    void howManyChangesAProbeSendsIsInTheRoute() throws IOException {
        company.route("quarantine.camel.yaml", TEN, ONE);
        company.sql("create trigger no_licence before insert on users begin select raise(abort, 'no licence left'); end");
        company.caravan().store().services().quarantine(new Quarantine("app", "app", new Quarantine.Why(Quarantine.Cause.CHANGES, "2 of 2 changes failed", ""),
                new Quarantine.Probes(company.now(), company.now(), 1, company.now(), Duration.ZERO), ""));
        CycleRun probe = company.sync();
        assertThat(probe.isProbe()).isTrue();
        assertThat(probe.getCycle().attempts().made()).isEqualTo(1);
    }

    @Test
    void aRouteFileOfTheSameNameTakesThePlaceOfTheShippedOne() throws IOException {
        company.route("cycle.camel.yaml", DISPATCH, UNFROZEN);
        company.write("routes/freeze.camel.yaml", FREEZE);
        String settings = Files.readString(folder.resolve("application.properties"));
        CycleRun frozen = company.write("application.properties", settings + "freeze = true\n").sync();
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
        assertThat(frozen.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(frozen.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        company.close();
        company.write("application.properties", settings).sync();
        assertThat(company.rows("select worker from users order by worker")).containsExactly("E1", "E2");
    }

    @Test
    void aRouteThatAsksForAJobThatIsRunningGoesOn() throws IOException {
        company.write("routes/mine.camel.yaml", """
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - to: direct:cycle
                        - setHeader:
                            name: afterwards
                            simple: "${body}"
                """);
        CycleRun running = company.caravan().beginWhenPossible("hr", false, "test").orElseThrow();
        Exchange answer = company.caravan().context().createProducerTemplate().send("direct:mine", asked -> asked.getMessage().setBody("hr"));
        assertThat(answer.getMessage().getHeader("afterwards")).isEqualTo("hr");
        company.caravan().end(running, Optional.empty());
    }

    @Test
    void aRouteThatBeginsByItselfFindsEverythingItMayCall() throws IOException {
        company.write("routes/mine.camel.yaml", """
                - route:
                    from:
                      uri: timer:now?delay=-1&repeatCount=1
                      steps:
                        - setBody: {constant: hr}
                        - to: direct:cycle
                        - setBody: {constant: app}
                        - to: direct:cycle
                """).caravan();
        await().atMost(ofSeconds(10)).until(() -> company.rows("select count(*) from users"), List.of("2")::equals);
    }

    @Test
    void routesStartInTheirOrderWhenAllIsThereAndOneThatIsNotToStartDoesNot() throws IOException {
        company.write("routes/mine.camel.yaml", """
                - route: {id: last, startupOrder: 9, from: {uri: "seda:last", steps: [{log: last}]}}
                - route: {id: first, startupOrder: 5, from: {uri: "seda:first", steps: [{log: first}]}}
                - route: {id: never, autoStartup: false, from: {uri: "seda:never", steps: [{log: never}]}}
                """);
        List<String> started = company.caravan().context().getCamelContextExtension().getRouteStartupOrder().stream().map(order -> order.getRoute().getRouteId()).toList();
        assertThat(started).contains("cycle", "dispatch-app", "deliver-app").endsWith("first", "last").doesNotContain("never");
    }

    private String told() {
        return company.caravan().store().log().read(LogStore.Filter.latest(20)).toString();
    }

    private void bobIsRefused() {
        company.sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no\nBob'); end");
    }

    /** Relative folders are below where the program was started; a test has its own. */
    private String here(String route) {
        return route.replace("file:", "file:" + folder + "/");
    }

    private List<String> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}
