package io.caravan.camel.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the signatures that Amazon publishes with its Signature Version 4 test suite, for the key of its documentation. */
class AwsSignatureTest {

    private static final Instant MOMENT = Instant.parse("2015-08-30T12:36:00Z");
    private static final AwsSignature SUITE = new AwsSignature("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty(), "us-east-1", "service");
    private static final String UNRESERVED = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final String STORE = """
            kind: Kamelet
            metadata: {name: store}
            spec:
              definition: {title: Identity store}
              provisioning:
                contract: 1
                extends: rest
                rest: {test: {get: /, query: {b: "x y", a: "1/2"}}}
                objects:
                  user:
                    anchor: id
                    attributes: {id: {readOnly: true}, name: {}}
                    operations: [test, create]
                    rest:
                      create: {post: /, headers: {X-Amz-Target: AWSIdentityStore.CreateUser, Content-Type: application/x-amz-json-1.1}}
            """;

    @TempDir
    private Path folder;

    private static Map<String, String> signed(AwsSignature signature, String method, String target, Map<String, String> headers, String body) {
        return signature.headers(method, URI.create("https://example.amazonaws.com" + target), headers, body.getBytes(StandardCharsets.UTF_8), MOMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "GET, /?Param1=value1, a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "POST, /?Param1=value1, 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        "GET, /?Param1=value2&Param1=Value1, eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1",
        "GET, /?Param1=value2&Param1=value1, 5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694",
        "GET, /?Param2=value2&Param1=value1, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "GET, /?" + UNRESERVED + "=" + UNRESERVED + ", 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        "GET, /" + UNRESERVED + ", 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "GET, /example/.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, /example1/example2/../.., 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, /./example, ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
        "GET, /./, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET, //example//, 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"})
    void methodPathAndQueryAreSignedAsTheSuiteSays(String method, String target, String signature) {
        assertThat(signed(SUITE, method, target, Map.of(), "")).containsEntry("X-Amz-Date", "20150830T123600Z").containsEntry("Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + signature);
    }

    @Test
    void headersAndBodyAreSignedAsTheSuiteSays() {
        assertThat(signed(SUITE, "POST", "/", Map.of("My-Header1", "VALUE1"), "").get("Authorization"))
                .endsWith("SignedHeaders=host;my-header1;x-amz-date, Signature=cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d");
        assertThat(signed(SUITE, "GET", "/", Map.of("My-Header1", " value1", "My-Header2", " \"a   b   c\""), "").get("Authorization"))
                .endsWith("SignedHeaders=host;my-header1;my-header2;x-amz-date, Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
        assertThat(signed(SUITE, "POST", "/", Map.of("Content-Type", "application/x-www-form-urlencoded"), "Param1=value1").get("Authorization"))
                .endsWith("SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    /** What came over the wire. */
    private record Seen(String method, String target, Map<String, String> headers, byte[] body) {
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "scim2"})
    void eachRequestIsSignedAsItGoesOverTheWire(String extended) throws IOException {
        List<Seen> seen = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, exchange.getRequestBody().readAllBytes()));
            byte[] answer = "{\"id\":\"7\",\"totalResults\":0,\"Resources\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("store.kamelet.yaml"), STORE);
        Map<String, String> settings = Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/api", "auth", "aws-sigv4", "awsAccessKey", "AKIDEXAMPLE", "awsSecretKey", "of-the-test",
                "awsSessionToken", "of-a-session", "awsRegion", "eu-central-1", "awsService", "identitystore");
        try (ConnectorUnderTest app = new ConnectorUnderTest(extended.equals("rest") ? "store" : extended, settings, folder)) {
            assertThat(app.port().test().isOk()).isTrue();
            assertThat(app.port().execute(ConnectorUnderTest.create("user", Map.of(extended.equals("rest") ? "name" : "userName", "Ada & Bób"), true)).isOk()).isTrue();
        } finally {
            server.stop(0);
        }
        AwsSignature same = new AwsSignature("AKIDEXAMPLE", "of-the-test", Optional.of("of-a-session"), "eu-central-1", "identitystore");
        assertThat(seen).hasSizeGreaterThanOrEqualTo(2).allSatisfy(one -> {
            Map<String, String> signed = new TreeMap<>();
            one.headers.forEach((name, value) -> {
                if (name.equalsIgnoreCase("Content-Type") || name.equalsIgnoreCase("X-Amz-Target")) {
                    signed.put(name, value);
                }
            });
            Instant moment = LocalDateTime.parse(one.headers.get("X-Amz-Date"), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")).toInstant(ZoneOffset.UTC);
            assertThat(one.headers.get("Authorization")).isEqualTo(same.headers(one.method, URI.create("http://" + one.headers.get("Host") + one.target), signed, one.body, moment).get("Authorization"));
            assertThat(one.headers).containsEntry("X-Amz-Security-Token", "of-a-session");
        });
        if (extended.equals("rest")) {
            Seen create = seen.get(seen.size() - 1);
            assertThat(create.headers).containsEntry("Content-Type", "application/x-amz-json-1.1").containsEntry("X-Amz-Target", "AWSIdentityStore.CreateUser");
            assertThat(create.headers.get("Authorization")).contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target");
        }
    }

    @ParameterizedTest
    @CsvSource({"rest, 403, application/json, x-amzn-errortype, ExpiredTokenException:http://internal.example.test/coral/, {}", "rest, 400, application/json, X-None, x, '{\"__type\":\"com.example#UnrecognizedClientException\",\"message\":\"The security token is invalid.\"}'",
            "rest, 403, text/xml, X-None, x, <Error><Code>SignatureDoesNotMatch</Code></Error>", "scim2, 400, application/json, X-None, x, '{\"Code\":\"InvalidSignatureException\"}'"})
    void aKeyThatIsRefusedInACodeIsReadAnewAndNothingElseIsSent(String extended, int status, String type, String header, String value, String body) throws IOException {
        List<String> sessions = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String session = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
            sessions.add(session);
            exchange.getRequestBody().readAllBytes();
            boolean good = session.equals("new");
            exchange.getResponseHeaders().set("Content-Type", good ? "application/json" : type);
            exchange.getResponseHeaders().set(good ? "X-None" : header, value);
            byte[] answer = (good ? "{\"id\":\"7\"}" : body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(good ? 201 : status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("store.kamelet.yaml"), STORE);
        Map<String, String> settings = Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/api", "auth", "aws-sigv4", "awsAccessKey", "AKIDEXAMPLE", "awsSecretKey", "of-the-test",
                "awsSessionToken", "old", "awsRegion", "eu-central-1", "awsService", "identitystore");
        try (ConnectorUnderTest app = new ConnectorUnderTest(extended.equals("rest") ? "store" : extended, settings, folder)) {
            AccountRequest ada = ConnectorUnderTest.create("user", Map.of(extended.equals("rest") ? "name" : "userName", "ada"), true);
            assertThat(app.port().execute(ada)).satisfies(outcome -> assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.UNAUTHORIZED));
            assertThat(sessions).as("nothing else is tried").containsExactly("old");
            app.secret("awsSessionToken", "new");
            assertThat(app.port().execute(ada)).satisfies(outcome -> assertThat(outcome.isOk()).as(outcome.message()).isTrue());
            assertThat(sessions).as("the file is read before it is asked again").containsExactly("old", "new");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theTokenOfASessionIsSentAndSigned() {
        AwsSignature session = new AwsSignature("AKIDEXAMPLE", "of-a-session", Optional.of("session-token"), "us-east-1", "identitystore");
        Map<String, String> headers = signed(session, "POST", "/", Map.of(), "{}");
        assertThat(headers).containsEntry("X-Amz-Security-Token", "session-token");
        assertThat(headers.get("Authorization")).contains("/20150830/us-east-1/identitystore/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, ");
        assertThat(session.toString()).doesNotContain("of-a-session", "session-token");
    }
}
