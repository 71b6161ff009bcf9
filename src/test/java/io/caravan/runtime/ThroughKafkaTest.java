package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that go to their target through a topic of Kafka, as docs/how-to/build-into-the-flow.md shows it. */
class ThroughKafkaTest {

    @TempDir
    static Path brokerFolder;
    private static Brokers.Broker kafka;
    private static int topics;

    @TempDir
    private Path folder;
    private SmallCompany company;
    private String changes;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = Brokers.kafka(brokerFolder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        kafka.close();
    }

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder).hr(hr("D1"));
        changes = "changes" + ++topics + "-"; // what a test writes is nothing to the next
        Files.createDirectories(folder.resolve("routes"));
        FlowPage.inPlaceOfDeliver(company, "kafka:changes");
        rewrite("routes/dispatch.camel.yaml");
        company.write("routes/changes.camel.yaml", FlowPage.file("routes/changes.camel.yaml"));
        rewrite("routes/changes.camel.yaml");
        FlowPage.settings(company, FlowPage.shownSettings("camel.component.kafka"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace(":9092", ":" + kafka.port()));
    }

    private void rewrite(String file) throws IOException {
        company.write(file, Files.readString(folder.resolve(file)).replace("kafka:changes-", "kafka:" + changes));
    }

    @AfterEach
    void stop() {
        company.close();
    }

    @Test
    void everybodyIsProvisionedThroughATopic() throws IOException {
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).as(log()).isEqualTo(CycleStatus.DONE);
        assertThat(run.getCycle().counted("applied-create")).isEqualTo(30);
        assertThat(company.rows("select count(distinct worker) from users where name like 'Zoë%'")).containsExactly("30");
    }

    @Test
    void whatKafkaBringsAgainIsSentOnce() throws IOException {
        String twice = FlowPage.file("routes/changes.camel.yaml").replace("steps:\n", "steps:\n      - multicast: {parallelProcessing: true, steps: [{to: direct:deliver-app}, {to: direct:deliver-app}]}\n");
        company.write("routes/changes.camel.yaml", twice);
        rewrite("routes/changes.camel.yaml");
        company.sql("create table calls (worker text)");
        company.sql("create trigger each_call after insert on users begin insert into calls values (new.worker); end");
        CycleRun run = company.sync();
        assertThat(run.getCycle().status()).as(log()).isEqualTo(CycleStatus.DONE);
        assertThat(run.getCycle().counted("applied-create")).isEqualTo(30);
        assertThat(company.rows("select count(*), count(distinct worker) from calls")).containsExactly("30|30");
    }

    @Test
    void whatIsStillInTheTopicAfterARestartIsNotSent() throws IOException {
        company.sync();
        company.hr(hr("D2")).sync();
        assertThat(company.rows("select count(*) from users where dept = 'D2'")).containsExactly("30");
        company.close();
        company.sql("update users set dept = 'D3'"); // whoever sent what lies in the topic would set it right
        assertThat(company.hr(hr("D2")).sync().getCycle().status()).as(log()).isEqualTo(CycleStatus.DONE);
        assertThat(company.caravan().context().createConsumerTemplate().receiveBody("kafka:" + changes + "app?autoOffsetReset=earliest", 5000, String.class))
                .as("it is in there").contains("\"operation\":\"create\"");
        assertThat(company.rows("select count(*) from users where dept = 'D3'")).containsExactly("30");
    }

    @Test
    void whatAnotherStoreLeftInTheTopicIsNotSentThoughItsNumbersAreTheSame() throws IOException {
        company.sync();
        company.close();
        company.sql("delete from users");
        deleteStore();
        CycleRun run = company.hr("E1,Eva,D9,,", "E2,Max,D9,,", "E31,Ida,D9,,").sync();
        assertThat(run.getCycle().id()).as("the number of the cycle before").isEqualTo(2);
        assertThat(run.getCycle().status()).as(log()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select worker, name, dept from users order by worker")).containsExactly("E1|Eva|D9", "E2|Max|D9", "E31|Ida|D9");
    }

    @Test
    void whoeverDeliversElsewhereAnswersThroughAnotherTopic() throws Exception {
        company.hr("E1,Ada,D1,,", "E2,Zoë,D1,,");
        Files.delete(folder.resolve("routes/changes.camel.yaml"));
        company.write("routes/answers.camel.yaml", FlowPage.file("routes/answers.camel.yaml").replace("kafka:answers-", "kafka:answers-" + changes));
        try (DefaultCamelContext elsewhere = new DefaultCamelContext()) {
            String brokers = "pollTimeoutMs=250&brokers=localhost:" + kafka.port();
            elsewhere.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kafka:" + changes + "app?autoOffsetReset=earliest&" + brokers).unmarshal().json(Map[].class).process(exchange -> {
                        for (Map<String, Object> change : exchange.getMessage().getBody(Map[].class)) {
                            change.put("outcome", change.get("key").equals("E1") ? "ok" : "invalid");
                            change.put("anchor", "elsewhere-" + change.get("key"));
                        }
                    }).marshal().json().to("kafka:answers-" + changes + "app?" + brokers);
                }
            });
            elsewhere.start();
            CycleRun run = company.sync();
            assertThat(run.getCycle().counted("applied-create")).as(log()).isEqualTo(1);
            assertThat(run.getCycle().counted(Counted.FAILED)).isEqualTo(1);
        }
        assertThat(company.caravan().store().log().read(LogStore.Filter.latest(10))).anySatisfy(entry -> assertThat(entry.entry().about().targetAnchor()).isEqualTo("elsewhere-E1"));
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
    }

    private void deleteStore() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static String[] hr(String dept) {
        return IntStream.rangeClosed(1, 30).mapToObj(n -> "E" + n + ",Zoë" + n + "," + dept + ",,").toArray(String[]::new);
    }

    private String log() {
        return company.caravan().store().log().read(LogStore.Filter.latest(50)).toString();
    }

    @Test
    void deadLettersGoIntoATopicEachOnce() throws IOException {
        company.sql("create trigger nobody_called_1 before insert on users when new.worker = 'E1' begin select raise(abort, 'no'); end");
        company.write("routes/dead-letters.camel.yaml", FlowPage.lettersTo("kafka:dead-letters"));
        company.sync();
        company.sync();
        try (var consumer = company.caravan().context().createConsumerTemplate()) {
            assertThat(consumer.receiveBody("kafka:dead-letters?autoOffsetReset=earliest", 20_000, String.class)).startsWith("{").contains("\"identity\":\"E1\"");
            assertThat(consumer.receiveBody("kafka:dead-letters?autoOffsetReset=earliest", 500, String.class)).as("told once").isNull();
        }
    }
}
