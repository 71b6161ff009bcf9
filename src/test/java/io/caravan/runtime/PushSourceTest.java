package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caravan.camel.push.PushInbox;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.TokenStore.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that sends its records is a source like any other. The rows of the table "Records that are sent". */
class PushSourceTest {

    private static final String TOKEN = "cvn_a-token-of-a-test-and-of-nothing-else";

    @TempDir
    private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private SmallCompany company;
    private int port;
    private int keys;

    @BeforeEach
    void aCompanyWhoseHrSystemSends() throws Exception {
        company = new SmallCompany(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = folder.resolve("application.properties");
        Files.writeString(file, Files.readString(file).replace("hr.connector = csv-source", "hr.connector = push-source").replace("hr.file = hr.csv", "hr.inbox = inbox/hr")
                .replaceAll("(?m)^caravan.systems.hr.quietSeconds.*\\R", "") + "caravan.http.port = " + port + "\n");
        Files.writeString(folder.resolve("mappings/hr.yaml"), Files.readString(folder.resolve("mappings/hr.yaml")).replace("attributes: [workerId, name, dept, manager, end]", "attributes: [workerId, name, dept], optional: [manager, end]"));
        company.caravan().startSchedules();
        token("hr-platform", "hr", TOKEN);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void token(String name, String system, String token) throws Exception {
        company.caravan().store().tokens().create(new Token(name, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8))), system,
                "ada", Instant.now(), Optional.empty()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20)).header("Authorization", "Bearer " + TOKEN)
                .header("Idempotency-Key", "k" + ++keys).header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private static String records(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "{'workerId':'E" + i + "','name':'Name" + i + "','dept':'R1'}").collect(Collectors.joining(",", "{'records':[", "]}"));
    }

    private void load(int from, int to) throws Exception {
        String answer = post("/push/hr/loads", "").body();
        String id = answer.replaceAll(".*\"load\":\"(L\\d+)\".*", "$1");
        assertThat(post("/push/hr/loads/" + id, records(from, to)).statusCode()).isEqualTo(200);
        assertThat(post("/push/hr/loads/" + id + "/commit", "{'count':" + (to - from + 1) + "}").statusCode()).isEqualTo(200);
    }

    private List<String> open() {
        return company.rows("select worker from users where active = 'yes' order by worker");
    }

    private void awaitOpen(int people) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(open()).hasSize(people));
    }

    private CycleRow lastReading() {
        return company.caravan().store().cycles().recent("hr", 1).get(0);
    }

    @Test
    void whatIsSentBecomesAccountsByItselfAndWhatIsDeletedClosesThem() throws Exception {
        HttpResponse<String> answer = post("/push/hr", "{'records':[{'workerId':'E1','name':'Ada','dept':'R1'},{'workerId':'E2','name':'Grace','dept':'R1'},{'name':'nobody'}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"accepted\":2,\"rejected\":[{\"index\":2,\"reason\":\"it has no value in workerId, which identifies it\"}]}");
        awaitOpen(2);
        post("/push/hr", "{'records':[{'workerId':'E1','name':'Ada','dept':'R2'}],'deleted':['E2']}");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(company.rows("select worker, dept from users where active = 'yes'")).containsExactly("E1|R2"));
        post("/push/hr", "{'records':[{'workerId':'E1','name':{}}]}");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(company.caravan().store().changes().deadLetters(Optional.of("hr"), 10)).as("the operator is told, too")
                .singleElement().satisfies(letter -> assertThat(letter.reason()).contains("is an object")).satisfies(letter -> assertThat(letter.where()).contains("sent 20", " by ")));
        post("/push/hr", "{'records':[{'workerId':'E1','name':'Ada','dept':'R3'}]}");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(company.rows("select worker, dept from users where active = 'yes'")).containsExactly("E1|R3"));
        assertThat(company.caravan().store().changes().deadLetters(Optional.of("hr"), 10)).as("until it is sent again").isEmpty();
    }

    @Test
    void aFullLoadThatLacksTooManyIsRefusedAndOneThatLacksAFewClosesThose() throws Exception {
        load(1, 40);
        awaitOpen(40);
        load(1, 30);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(lastReading().message()).contains("maxShrink"));
        assertThat(open()).as("a quarter is missing").hasSize(40);
        load(1, 38);
        awaitOpen(38);
    }

    @Test
    void aSenderThatSendsNothingAnyMoreIsTold() throws Exception {
        company.close();
        Path mapping = folder.resolve("mappings/hr.yaml");
        Files.writeString(mapping, Files.readString(mapping) + "completeness: {maxShrink: 100%, maxAge: 1d}\n");
        company.caravan().startSchedules();
        Instant loaded = company.now();
        load(1, 3);
        awaitOpen(3);
        assertThat(read(false)).isEmpty();
        company.passesTo(loaded.plus(Duration.ofHours(25)));
        assertThat(read(false)).contains("the source is from " + loaded.truncatedTo(ChronoUnit.SECONDS), "25 hours ago", "maxAge 24 hours", "sends it seems to have stopped");
        assertThat(read(true)).as("also where everything is read").contains("maxAge");
        assertThat(open()).hasSize(3);

        assertThat(post("/push/hr", "{'deleted':['E3']}").statusCode()).isEqualTo(200);
        awaitOpen(2);
        company.passesTo(loaded.plus(Duration.ofHours(51)));
        assertThat(read(false)).contains("26 hours ago");
        assertThat(post("/push/hr", "{'records':[{'workerId':'E1','name':'Name1','dept':'R1'}]}").statusCode()).as("what is known, as a sign of life").isEqualTo(200);
        assertThat(read(false)).isEmpty();
    }

    /** What a reading says that begins now, once the one is over that a request has begun. */
    private String read(boolean full) {
        return await().atMost(Duration.ofSeconds(30)).until(() -> company.caravan().sync("hr", full, "test"), Optional::isPresent).orElseThrow().getCycle().failure().orElse("");
    }

    @Test
    void thatNothingComesIsLookedForWhereNoScheduleSaysWhen() throws Exception {
        assertThat(nextOfHr()).isEmpty();
        Path mapping = folder.resolve("mappings/hr.yaml");
        String unlimited = Files.readString(mapping);
        Files.writeString(mapping, unlimited + "completeness: {maxAge: 6h}\n");
        assertThat(nextOfHr()).contains(company.now().plus(Duration.ofHours(6)));
        Files.writeString(mapping, unlimited + "completeness: {maxAge: 7d}\n");
        assertThat(nextOfHr()).contains(company.now().plus(Duration.ofDays(1)));
    }

    private Optional<Instant> nextOfHr() {
        return Schedules.next(company.project().jobs().filter(job -> job.name().equals("hr")).findFirst().orElseThrow(), company.now(), company.now());
    }

    @Test
    void whoIsDeletedIsClosedAlsoWhileAFullLoadIsNotBelieved() throws Exception {
        load(1, 40);
        awaitOpen(40);
        load(1, 30);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(lastReading().message()).contains("maxShrink"));
        assertThat(post("/push/hr", "{'deleted':['E5']}").statusCode()).isEqualTo(200);
        awaitOpen(39);
        assertThat(open()).doesNotContain("E5");
    }

    @Test
    void whatTheProcessBeforeTookAndToldNobodyIsReadWithoutAnotherRequest() throws Exception {
        company.close();
        try (PushInbox inbox = PushInbox.open(folder.resolve("inbox/hr"), "workerId", Clock.systemUTC())) {
            inbox.changes(new PushInbox.Sender("k", "hr-platform"), records(1, 2).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        company.caravan().startSchedules();
        awaitOpen(2);
    }

    @Test
    void whatWasTakenIsAnsweredSoAlsoWhereNobodyCanBeTold() throws Exception {
        PushInbox inbox = PushInbox.open(folder.resolve("inbox/other"), "workerId", Clock.systemUTC());
        AtomicInteger told = new AtomicInteger();
        PushServer server = PushServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of("hr", inbox), company.caravan().store().tokens(), Clock.systemUTC(), system -> {
            told.incrementAndGet();
            throw new IllegalStateException("closing");
        });
        try {
            server.tellAnew();
            assertThat(told).as("there is nothing").hasValue(0);
            port = server.port();
            assertThat(post("/push/hr", records(1, 2)).statusCode()).isEqualTo(200);
            server.tellAnew();
            assertThat(told).hasValue(2);
        } finally {
            server.close();
        }
    }

    @Test
    void whatIsSentAgainIsAnsweredAsBefore() throws Exception {
        HttpRequest.Builder one = request("/push/hr").POST(BodyPublishers.ofString(records(1, 2).replace('\'', '"')));
        HttpResponse<String> first = send(one);
        HttpResponse<String> again = send(one);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(send(one.POST(BodyPublishers.ofString(records(1, 3).replace('\'', '"')))).statusCode()).isEqualTo(422);
    }

    @Test
    void nothingIsTakenOfWhoeverHasNoTokenThatCounts() throws Exception {
        String body = records(1, 1).replace('\'', '"');
        HttpResponse<String> none = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/push/hr")).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(send(request("/push/hr").setHeader("Authorization", "Bearer cvn_another").POST(BodyPublishers.ofString(body))).statusCode()).isEqualTo(401);
        assertThat(post("/push/app", body).statusCode()).as("of another system").isEqualTo(403);
        token("late", "nothing", "cvn_late");
        assertThat(send(request("/push/nothing").setHeader("Authorization", "Bearer cvn_late").POST(BodyPublishers.ofString(body))).statusCode()).isEqualTo(404);
        company.caravan().store().tokens().revoke("hr-platform");
        assertThat(post("/push/hr", body).statusCode()).as("revoked").isEqualTo(401);
        assertThat(Files.list(folder.resolve("inbox/hr")).map(file -> file.getFileName().toString())).containsExactly(".lock");
    }

    @Test
    void aRequestThatIsNoneIsRefusedAndSaysWhy() throws Exception {
        assertThat(post("/push/hr", "{").statusCode()).isEqualTo(400);
        assertThat(post("/push/hr", records(1, 1001)).statusCode()).isEqualTo(413);
        assertThat(send(request("/push/hr").GET()).statusCode()).isEqualTo(405);
        assertThat(post("/push/hr/other", "{}").statusCode()).isEqualTo(404);
        assertThat(post("/", "{}").statusCode()).isEqualTo(404);
        assertThat(post("/push/hr/loads/L9/commit", "{'count':0}").statusCode()).isEqualTo(404);
        assertThat(send(request("/push/hr").setHeader("Content-Type", "text/csv").POST(BodyPublishers.ofString("id,name"))).statusCode()).isEqualTo(415);
        assertThat(send(request("/push/hr").setHeader("Idempotency-Key", " ").POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(400);
        HttpResponse<String> echoed = send(request("/push/hr?Set-Cookie=a%3Db").header("X-Mine", "x").POST(BodyPublishers.ofString("{}")));
        assertThat(echoed.headers().map()).doesNotContainKeys("set-cookie", "x-mine", "authorization").containsKey("cache-control");
    }

    @Test
    void aPortThatSomebodyHasIsToldWithTheRemedy() throws Exception {
        company.close();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> company.caravan().startSchedules()).hasMessageContaining("caravan.http.port");
        }
    }

    @Test
    void whatWasAnsweredIsReadAfterTheProcessHasGone() throws Exception {
        post("/push/hr", records(1, 3));
        company.close();
        company.sync();
        assertThat(open()).hasSize(3);
        company.close();
        for (String file : List.of("caravan.db", "caravan.db-wal", "caravan.db-shm")) {
            Files.deleteIfExists(folder.resolve("state").resolve(file));
        }
        company.sync("hr", true);
        company.sync("app", true);
        assertThat(open()).as("also where the store is lost").hasSize(3);
        assertThat(company.rows("select count(*) from users")).containsExactly("3");
    }
}
