package io.caravan.camel.scim;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider's answers are evidence of, and what they are not. */
class ScimEvidenceTest {

    private HttpServer server;
    private ConnectorUnderTest connector;
    private int status = 200;
    private String body = "";
    private Map<String, String> headers = Map.of();
    private int cutAfter = Integer.MAX_VALUE;
    /** By what stands in the query. */
    private Map<String, String> pages = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (connector != null) {
            connector.close();
        }
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        headers.forEach(exchange.getResponseHeaders()::set);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        byte[] bytes = pages.entrySet().stream().filter(page -> query.contains(page.getKey())).map(Map.Entry::getValue).findFirst().orElse(body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes, 0, Math.min(bytes.length, cutAfter));
        }
        exchange.close();
    }

    private ConnectorUnderTest scim(String... more) {
        Map<String, String> settings = new java.util.HashMap<>(Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort(), "auth", "none"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        connector = new ConnectorUnderTest("scim2", settings);
        return connector;
    }

    private Outcome created() {
        return scim().port().execute(create("user", Map.of("userName", "ada"), true));
    }

    private Outcome got() {
        return scim().port().get("user", "7");
    }

    private void answers(int status, String body) {
        this.status = status;
        this.body = body;
    }

    // --- creates

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 507, 520, 408, 302, 303})
    void aCreateAnsweredSoMayHaveHappened(int said) {
        answers(said, "{\"detail\":\"database timeout\"}");
        assertThat(created().kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID", "403,FORBIDDEN", "409,CONFLICT", "413,INVALID", "429,THROTTLED", "308,INVALID"})
    void aCreateThatTheProviderRefusedDidNotHappen(int said, OutcomeKind kind) {
        answers(said, "{\"detail\":\"no\"}");
        assertThat(created().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"7,THROTTLED", "'Sun, 06 Nov 1994 08:49:37 GMT',THROTTLED", "soon,IN_DOUBT", "-1,IN_DOUBT"})
    void onlyACleanWordOfWhenToComeAgainSaysThatNothingWasDone(String retryAfter, OutcomeKind kind) {
        answers(503, "");
        headers = Map.of("Retry-After", retryAfter);
        assertThat(created().kind()).isEqualTo(kind);
    }

    @Test
    void aChangeOfWhatIsThereIsSimplyTriedAgain() {
        answers(500, "");
        assertThat(scim().port().execute(change(Operation.DISABLE, "user", "7", Attributes.empty(), Map.of())).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "\"ok\"", "{\"userName\":\"ada\"}", "{\"id\":\"\"}", "{\"id\":\" \"}", "<html>created</html>", "{\"id\":\"7\",\"userN"})
    void aCreateAnsweredWithoutAnIdMayHaveHappened(String said) {
        answers(201, said);
        assertThat(created().kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aCreateWhoseAnswerIsCutOffMayHaveHappened() {
        answers(201, "{\"id\":\"7\",\"userName\":\"ada\"}");
        cutAfter = 10;
        assertThat(created().kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @ParameterizedTest
    @CsvSource({"https://x.example/scim/v2/Users/7,7", "/Users/7/,7", "/Users/7//,7", "Users/a%2Fb,a/b", "/Users/x+y%20z,x+y z"})
    void theIdOfANewUserMayStandInItsLocation(String location, String id) {
        answers(201, "");
        headers = Map.of("Location", location);
        assertThat(created().anchor()).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Users", "https://x.example/scim/v2/Users/", "/users?id=7", "/user?id=7", "/Users/7?a=b", "/app#/user/7", "", "/", "https://x.example"})
    void aLocationThatNamesNobodyIsNoId(String location) {
        answers(201, "");
        headers = Map.of("Location", location);
        assertThat(created().kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void anErrorInsideA200IsAnError() {
        answers(200, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"409\",\"detail\":\"taken\"}");
        assertThat(created().kind()).isEqualTo(OutcomeKind.CONFLICT);
        connector.close();
        assertThat(got().kind()).isEqualTo(OutcomeKind.CONFLICT);
        connector.close();
        answers(200, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"400\",\"scimType\":\"uniqueness\"}");
        assertThat(created().kind()).isEqualTo(OutcomeKind.CONFLICT);
    }

    @Test
    void aChangeAnsweredWithAnotherUserIsInDoubt() {
        answers(200, "{\"id\":\"8\",\"active\":false}");
        assertThat(scim().port().execute(change(Operation.DISABLE, "user", "7", Attributes.empty(), Map.of())).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    // --- bulk

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Operations\":[]}", "{\"Operations\":[{\"bulkId\":\"0\",\"status\":\"201\"},{\"bulkId\":\"1\",\"status\":\"500\"}]}",
            "{\"Operations\":[{\"bulkId\":\"0\"},{\"bulkId\":\"1\",\"status\":\"done\"}]}",
            "{\"Operations\":[{\"bulkId\":\"0\",\"status\":\"201\",\"location\":\"/Users/\"},{\"bulkId\":\"1\",\"status\":201,\"response\":{\"id\":\"\"}}]}",
            "{\"Operations\":[{\"bulkId\":\"0\",\"status\":\"202\",\"location\":\"/Users/1\"},{\"bulkId\":\"1\",\"status\":202,\"response\":{\"id\":\"2\"}}]}",
            "{\"Operations\":[{\"bulkId\":\"0\",\"status\":\"201\",\"location\":\"/Users/1\"},{\"bulkId\":\"0\",\"status\":\"400\"}]}"})
    void whatABulkAnswerDoesNotSayClearlyIsInDoubt(String said) {
        answers(200, said);
        assertThat(twoCreatedInBulk()).extracting(Outcome::kind).containsOnly(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aBulkRequestThatFailsAsAWholeLeavesItsCreatesInDoubt() {
        answers(502, "<html>bad gateway</html>");
        assertThat(twoCreatedInBulk()).extracting(Outcome::kind).containsOnly(OutcomeKind.IN_DOUBT);
    }

    private List<Outcome> twoCreatedInBulk() {
        return scim("bulk", "20").port().execute(List.of(create("user", Map.of("userName", "a"), true), create("user", Map.of("userName", "b"), true)));
    }

    /** Answers so many requests, and is gone for whoever comes then. */
    private static String answersAndGoes(String... bodies) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread answers = new Thread(() -> {
            try (socket) {
                for (int i = 0; i < bodies.length; i++) {
                    try (Socket asks = socket.accept()) {
                        if (i == bodies.length - 1) {
                            socket.close();
                        }
                        String asked = "";
                        while (!asked.endsWith("}") && !(asked.startsWith("GET") && asked.endsWith("\r\n\r\n"))) {
                            asked += (char) asks.getInputStream().read();
                        }
                        asks.getOutputStream().write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + bodies[i].length() + "\r\n\r\n" + bodies[i]).getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        answers.setDaemon(true);
        answers.start();
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Test
    void aCreateThatWasAcceptedIsInDoubtWhereNobodyCanBeAskedWhatBecameOfIt() throws IOException {
        String url = answersAndGoes("{\"id\":\"7\",\"meta\":{\"provisionId\":\"p1\"}}");
        Outcome open = scim("url", url, "statusPath", "/provisions/{id}/status").port().execute(create("user", Map.of("userName", "ada"), true));
        assertThat(open.kind()).as(open.message()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(open.message()).contains("took note of it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>who knows"})
    void whatABulkRequestDidStandsWhateverBecomesOfWhoGoesByHerselfAfterwards(String answer) throws IOException {
        String bulk = "{\"Operations\":[{\"bulkId\":\"0\",\"status\":\"201\",\"response\":{\"id\":\"1\"}},{\"bulkId\":\"1\",\"status\":\"400\"}]}";
        String url = answer.isEmpty() ? answersAndGoes(bulk) : answersAndGoes(bulk, answer);
        List<Outcome> outcomes = scim("url", url, "bulk", "20").port().execute(List.of(create("user", Map.of("userName", "a"), true),
                change(Operation.UPDATE, "user", "7", Attributes.empty(), Map.of("title", "T"))));
        assertThat(outcomes).extracting(Outcome::kind).as(outcomes.toString()).containsExactly(OutcomeKind.OK, OutcomeKind.IN_DOUBT);
    }

    @Test
    void membersThatAreShownAsBareTextAreSeen() throws IOException {
        String url = answersAndGoes("{}", "{\"memberSize\":1,\"members\":[\"u1\"]}");
        Outcome joined = scim("url", url, "groupMembers", "paged").port().execute(new AccountRequest(Operation.ADD_MEMBERS, "group", Optional.of("g"), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, List.of("u1"), List.of())), Optional.empty()));
        assertThat(joined.isOk()).as(joined.message()).isTrue();
        assertThat(joined.attributes().get("members")).isEqualTo(List.of("u1"));
    }

    // --- searches

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"5\"}", "{\"id\":\"5\",\"emails\":[]}", "{\"id\":\"5\",\"emails\":[{\"value\":\"a@x\"},{\"value\":\"b@x\"}]}",
            "{\"id\":\"5\",\"emails\":[{\"type\":\"work\"}]}"})
    void whoDoesNotShowWhatWasSearchedByIsNotNobody(String found) {
        answers(200, "{\"totalResults\":1,\"Resources\":[" + found + "]}");
        assertThatThrownBy(() -> scim().port().find("user", "emails.work", "a@x")).isInstanceOf(OutcomeException.class).hasMessageContaining("does not show it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"5\",\"emails\":[{\"type\":\"home\",\"value\":\"a@x\"}]}", "{\"id\":\"5\",\"emails\":[{\"type\":\"work\",\"value\":\"b@x\"}]}"})
    void whoShowsSomethingElseIsNotWhomWasAskedFor(String found) {
        answers(200, "{\"totalResults\":1,\"Resources\":[" + found + "]}");
        assertThat(scim().port().find("user", "emails.work", "a@x")).isEmpty();
    }

    // --- reads

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"totalResults\":0}", "{\"id\":\"8\"}", "[]"})
    void anAnswerThatShowsNoSuchUserSaysNothingOfWhetherThereIsOne(String said) {
        answers(200, said);
        assertThat(got().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"totalResults\":12,\"startIndex\":1,\"Resources\":[{\"id\":\"1\"},{\"id\":\"2\"}]}",
            "{\"totalResults\":3,\"startIndex\":2,\"Resources\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"}]}",
            "{\"totalResults\":1,\"startIndex\":1,\"Resources\":[{\"id\":\"1\"},{\"id\":\"2\"}]}",
            "{\"totalResults\":5,\"startIndex\":1,\"Resources\":[]}",
            "{\"totalResults\":5}"})
    void aListThatContradictsItselfIsNotWhole(String said) {
        answers(200, said);
        assertThatThrownBy(() -> scim().all("user")).isInstanceOf(OutcomeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"startIndex", "cursor"})
    void ofAListThatBringsSomebodyTwiceAndAsManyAsThereAreSomebodyIsMissing(String paging) {
        pages = Map.of("startIndex=1&", """
                {"totalResults": 3, "Resources": [{"id": "1", "userName": "ada"}, {"id": "2", "userName": "bob"}]}""", "startIndex=3&", """
                {"totalResults": 3, "Resources": [{"id": "2", "userName": "bob"}]}""", "cursor=&", """
                {"totalResults": 3, "nextCursor": "x", "Resources": [{"id": "1", "userName": "ada"}, {"id": "2", "userName": "bob"}]}""", "cursor=x&", """
                {"totalResults": 3, "Resources": [{"id": "2", "userName": "bob"}]}""");
        SourceReading reading = scim("paging", paging).port().read("user", List.of("id", "userName"), Optional.empty());
        assertThatThrownBy(() -> reading.forEachRemaining(item -> { })).isInstanceOf(OutcomeException.class).hasMessageContaining("had come on a page before");
    }

    @Test
    void aProviderThatCountsFromZeroIsBelievedAsLongAsTheSumIsRight() {
        answers(200, "{\"totalResults\":2,\"startIndex\":0,\"Resources\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
        assertThat(scim().all("user")).hasSize(2);
    }
}
