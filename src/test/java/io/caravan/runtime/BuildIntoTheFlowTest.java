package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caravan.engine.Counted;
import io.caravan.docs.MarkdownPage;
import io.caravan.engine.CycleStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/how-to/build-into-the-flow.md, done; its way through Kafka is in {@link ThroughKafkaTest}. */
class BuildIntoTheFlowTest {

    @TempDir
    static Path brokerFolder;
    private static Brokers.Broker jms;

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeAll
    static void startBroker() throws Exception {
        jms = Brokers.jms(brokerFolder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        jms.close();
    }

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Zoë,Shop,,");
        Files.createDirectories(folder.resolve("routes"));
    }

    @AfterEach
    void stop() {
        company.close();
    }

    static List<MarkdownPage.Block> shown() {
        return FlowPage.PAGE.blocks().stream().filter(block -> block.language().equals("yaml")).toList();
    }

    @ParameterizedTest
    @MethodSource("shown")
    void eachIsUnderTenLines(MarkdownPage.Block block) {
        assertThat(block.text().lines()).hasSizeLessThan(10);
    }

    @Test
    void everyChangeIsWrittenDownWithWhoAndWhatBeforeItIsSent() throws IOException {
        FlowPage.aboveDeliver(company, "direct:audit");
        company.write("routes/audit.camel.yaml", FlowPage.file("routes/audit.camel.yaml").replace("file:audit", "file:" + folder + "/audit")).sync();
        company.hr("E1,Ada,D2,,", "E2,Zoë,Shop,,").sync();
        List<String> lines = Files.readAllLines(folder.resolve("audit/changes.jsonl"));
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(0, 2)).allSatisfy(line -> assertThat(line).contains("\"operation\":\"create\"", "\"system\":\"app\"", "\"cycle\":2"))
                .anySatisfy(line -> assertThat(line).contains("\"key\":\"E2\"", "\"name\":{\"to\":\"Zoë\"}"));
        assertThat(lines.get(2)).contains("\"key\":\"E1\"", "\"operation\":\"update\"", "\"dept\":{\"from\":\"D1\",\"to\":\"D2\"}");
    }

    @Test
    void whatCannotBeWrittenDownIsNotSent() throws IOException {
        FlowPage.aboveDeliver(company, "direct:audit");
        Files.writeString(folder.resolve("audit"), "no folder");
        CycleRun run = company.write("routes/audit.camel.yaml", FlowPage.file("routes/audit.camel.yaml").replace("file:audit", "file:" + folder + "/audit")).sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
    }

    @Test
    void aDepartmentIsHeldBackAtNightAndItsLeaversAreNot() throws IOException {
        company.sync();
        company.close();
        FlowPage.aboveDeliver(company, "caravan:hold");
        FlowPage.settings(company, "night = 00");
        CycleRun night = company.hr("E1,Ada,D2,,", "E2,Zoe,Shop,,", "E3,Eva,Shop,,", "E4,Max,Workshop,,").sync();
        assertThat(night.getCycle().counted(Counted.HELD_BACK)).isEqualTo(2);
        assertThat(night.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(company.rows("select worker, name, dept from users order by worker")).containsExactly("E1|Ada|D2", "E2|Zoë|Shop", "E4|Max|Workshop");
        company.hr("E1,Ada,D2,,", "E2,Zoe,Shop,,2026-11-01", "E3,Eva,Shop,,", "E4,Max,Workshop,,").sync();
        assertThat(company.rows("select active from users where worker = 'E2'")).containsExactly("no");

        company.close();
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace("night = 00", "night = 24"));
        assertThat(company.sync().getCycle().status()).as("in the morning").isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select worker from users order by worker")).containsExactly("E1", "E2", "E3", "E4");
    }

    @Test
    void recordsAreEnrichedByOneRestCallForThePage() throws IOException {
        HttpServer desks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] answer = {503};
        StringBuilder asked = new StringBuilder();
        desks.createContext("/desks", exchange -> {
            String page = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.append(page).append('\n');
            byte[] enriched = page.replaceAll("\"workerId\":\"(E\\d)\"", "\"workerId\":\"$1\",\"desk\":\"desk of $1\"").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer[0], enriched.length);
            exchange.getResponseBody().write(enriched);
            exchange.close();
        });
        desks.start();
        try {
            FlowPage.settings(company, "desks = http://localhost:" + desks.getAddress().getPort() + "/desks");
            String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
            company.write("mappings/hr.yaml", mapping.replace("manager, end]", "manager, end, desk], optional: [desk]").replace("${body[dept]}", "${body[desk]}"));
            company.write("routes/records.camel.yaml", FlowPage.file("routes/records.camel.yaml"));
            assertThat(company.sync("hr", false).getCycle().failure()).as("it refuses").hasValueSatisfying(why -> assertThat(why).contains("503"));
            assertThat(company.caravan().store().hub().identityCount()).isZero();
            answer[0] = 200;
            assertThat(company.sync("hr", false).getCycle().failure()).as("it answers").isEmpty();
            company.sync("app", false);
        } finally {
            desks.stop(0);
        }
        assertThat(company.rows("select worker, name, dept from users order by worker")).containsExactly("E1|Ada|desk of E1", "E2|Zoë|desk of E2");
        assertThat(asked.toString().lines()).hasSize(2);
    }

    @Test
    void aQueryMakesTwoOfOneRecordEachPresentAndAbsentInItsOwnRight() throws IOException {
        company.sql("create table person (id text primary key, name text, dept text, dept2 text)");
        IntStream.rangeClosed(1, 20).forEach(n -> company.sql("insert into person values ('E" + n + "', 'P" + n + "', 'D1', " + (n == 1 ? "'D9'" : "null") + ")"));
        String settings = Files.readString(folder.resolve("application.properties"));
        company.write("application.properties", settings.replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", ""));
        FlowPage.settings(company, "caravan.systems.hr.connector = jdbc", "caravan.systems.hr.url = jdbc:sqlite:" + folder.resolve("app.db"));
        FlowPage.settings(company, FlowPage.shownSettings("systems.hr.query"));
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        company.write("mappings/hr.yaml", mapping.replace("[workerId, name, dept, manager, end]", "[id, name, dept]").replace("${body[workerId]}", "${body[id]}")
                .replaceAll("(?m)^  (managerId|endDate):.*\n", ""));
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}").replaceAll("(?m)^  manager:.*\n", ""));
        company.sync();
        assertThat(company.rows("select worker, dept from users where worker like 'E1-%' or worker = 'E1' order by worker")).containsExactly("E1|D1", "E1-2|D9");
        assertThat(company.rows("select count(*) from users where active = 'yes'")).containsExactly("21");

        company.sql("update person set dept2 = null");
        company.sync("hr", true);
        company.sync("app", false);
        assertThat(company.rows("select worker from users where active = 'no'")).as("the second is over, the first is not").containsExactly("E1-2");
    }

    @Test
    void twoSystemsThatReadOneFileMakeTwoOfEachRecord() throws IOException {
        company.write("hr.csv", "workerId,name,dept,manager,end,second\nE1,Ada,D1,,,X1\nE2,Zoë,D1,,,X2\n");
        FlowPage.settings(company, "caravan.systems.second.connector = csv-source", "caravan.systems.second.file = hr.csv",
                "caravan.systems.second.quietSeconds = 0", "caravan.systems.second.key = second");
        company.write("mappings/second.yaml", """
                job: second
                from: {system: second, object: record, attributes: [second, name]}
                to: hub
                match: [{hub: workerId, value: "${body[second]}"}]
                attributes:
                  workerId: "${body[second]}"
                  name: "${body[name]}"
                """);
        company.sync("second", false);
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select worker, name from users order by worker")).containsExactly("E1|Ada", "E2|Zoë", "X1|Ada", "X2|Zoë");
    }

    @Test
    void deadLettersGoIntoAJmsQueueEachOnce() throws Exception {
        company.sql("create trigger nobody_called_ada before insert on users when new.name = 'Ada' begin select raise(abort, 'no'); end");
        company.write("routes/dead-letters.camel.yaml", FlowPage.file("routes/dead-letters.camel.yaml"));
        FlowPage.settings(company, FlowPage.shownSettings("camel.component.jms"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace(":61616", ":" + jms.port()));
        company.sync();
        company.sync();
        assertThat(letter(5000)).hasValueSatisfying(text -> assertThat(text).startsWith("{").contains("\"identity\":\"E1\"", "\"operation\":\"create\""));
        assertThat(letter(200)).as("told once").isEmpty();
    }

    @Test
    void deadLettersGoToAWebHookAsJson() throws IOException {
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> got = new CopyOnWriteArrayList<>();
        hook.createContext("/caravan", exchange -> {
            got.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        try {
            company.sql("create trigger nobody_called_ada before insert on users when new.name = 'Ada' begin select raise(abort, 'no'); end");
            company.write("routes/dead-letters.camel.yaml", FlowPage.lettersTo("http:").replace("hooks.example.com", "localhost:" + hook.getAddress().getPort()));
            company.sync();
            company.sync();
        } finally {
            hook.stop(0);
        }
        assertThat(got).singleElement().asString().startsWith("POST application/json {").contains("\"identity\":\"E1\"", "\"cause\":\"");
    }

    @Test
    void changesMayGoThroughAJmsQueue() throws IOException {
        company.route("dispatch.camel.yaml", "              - to: \"direct:deliver-{{target}}\"\n", CustomRoutesTest.TO_QUEUE.replaceAll("seda:(.*)\\?.*\"", "jms:$1\""));
        company.write("routes/queue.camel.yaml", CustomRoutesTest.FROM_QUEUE.replace("seda:", "jms:"));
        FlowPage.settings(company, FlowPage.shownSettings("camel.component.jms"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace(":61616", ":" + jms.port()));
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select worker, name from users order by worker")).containsExactly("E1|Ada", "E2|Zoë");
    }

    @Test
    void aJmsBrokerThatIsDownHasNoConsequences() throws IOException {
        company.sql("create trigger nobody_called_ada before insert on users when new.name = 'Ada' begin select raise(abort, 'no'); end");
        company.write("routes/dead-letters.camel.yaml", FlowPage.file("routes/dead-letters.camel.yaml"));
        FlowPage.settings(company, FlowPage.shownSettings("camel.component.jms"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace(":61616", ":1"));
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(company.rows("select worker from users")).containsExactly("E2");
        assertThat(company.caravan().store().changes().deadLetters(Optional.of("app"), 10)).hasSize(1);
    }

    private Optional<String> letter(long millis) {
        return Optional.ofNullable(company.caravan().context().createConsumerTemplate().receiveBody("jms:dead-letters", millis, String.class));
    }
}
