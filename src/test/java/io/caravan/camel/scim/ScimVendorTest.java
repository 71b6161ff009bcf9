package io.caravan.camel.scim;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.SelfMadeCertificate;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider of one's own kind is asked, and what becomes of answers that no well-behaved provider gives. */
class ScimVendorTest {

    private static final String VENDOR = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: vendor}
            spec:
              definition:
                title: A vendor
                properties:
                  userPath: {default: /People}
                  updateStyle: {default: put}
                  contentType: {default: application/json}
              provisioning:
                contract: 1
                extends: scim2
                objects:
                  user:
                    attributes:
                      badge: {type: string, path: 'urn:vendor:2.0:User:badge'}
                outcomes: {418: conflict}
            """;
    @TempDir
    Path folder;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 200;
    private byte[] answer = "{\"id\":\"7\",\"userName\":\"ada\",\"nickName\":\"theirs\",\"active\":true}".getBytes(StandardCharsets.UTF_8);
    private Map<String, String> headers = Map.of();

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private String start(HttpServer made) {
        server = made;
        server.createContext("/", this::handle);
        server.start();
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, answer.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
        } catch (IOException hungUp) {
            exchange.close();
        }
    }

    private ConnectorUnderTest connector(String name, String url, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", url, "token", "token-4711"));
        settings.putAll(more);
        return new ConnectorUnderTest(name, settings, folder);
    }

    @Test
    void aConnectorThatStatesOnlyDifferencesDoesWhatTheySay() throws IOException {
        Files.writeString(folder.resolve("vendor.kamelet.yaml"), VENDOR);
        String host = start(HttpServer.create(loopback(), 0));
        try (ConnectorUnderTest vendor = connector("vendor", "http://" + host, Map.of())) {
            Outcome updated = vendor.port().execute(change(Operation.UPDATE, "user", "7", Attributes.empty(), Map.of("badge", "B1")));
            assertThat(updated.isOk()).as(updated.message()).isTrue();
            assertThat(asked.get(0)).startsWith("GET /People/7 ");
            assertThat(asked.get(1)).startsWith("PUT /People/7 application/json").contains("\"urn:vendor:2.0:User\":{\"badge\":\"B1\"}").contains("theirs");
            assertThat(vendor.port().spec().connector().objects().get("user").attributes()).containsKeys("badge", "userName");
            status = 418;
            assertThat(vendor.port().execute(create("user", Map.of("userName", "ada"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        }
    }

    @Test
    void aCertificateIsTrustedOnlyIfTheSettingsNameIt() throws Exception {
        SelfMadeCertificate certificate = SelfMadeCertificate.forLoopback(folder);
        HttpsServer https = HttpsServer.create(loopback(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate.ofServer().createSSLContext()));
        String url = "https://" + start(https);
        assertThat(read(url, Map.of()).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(read(url, Map.of("trustStore", certificate.pem().toString())).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(read(url, Map.of("trustStore", certificate.keyStore().toString(), "trustStorePassword", SelfMadeCertificate.password())).kind())
                .isEqualTo(OutcomeKind.OK);
        Outcome missing = read(url, Map.of("trustStore", "no-such.pem"));
        assertThat(missing.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(missing.message()).contains("no-such.pem").contains("trustStore");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        SelfMadeCertificate certificate = SelfMadeCertificate.in(folder, "--subject-alternative-name-dns", "elsewhere.example.test");
        HttpsServer https = HttpsServer.create(loopback(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate.ofServer().createSSLContext()));
        Outcome refused = read("https://" + start(https), Map.of("trustStore", certificate.pem().toString()));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(refused.message()).containsIgnoringCase("TLS failed");
        assertThat(asked).isEmpty();
    }

    @Test
    void aSecretDoesNotLeaveThisMachineInTheClear() {
        Outcome refused = read("http://192.0.2.1", Map.of());
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("in the clear").contains("allowPlaintext=true");
    }

    @Test
    void bulkAndPutDoNotGoTogether() {
        Outcome refused = read("http://127.0.0.1:1", Map.of("updateStyle", "put", "bulk", "20"));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("set bulk to 1");
    }

    @Test
    void aBulkRequestThatIsRefusedAsAWholeIsSentOneByOne() throws IOException {
        String host = start(HttpServer.create(loopback(), 0));
        try (ConnectorUnderTest scim = connector("scim2", "http://" + host, Map.of("bulk", "20"))) {
            status = 413;
            assertThat(scim.port().execute(List.of(create("user", Map.of("userName", "a"), true), create("user", Map.of("userName", "b"), true))))
                    .extracting(Outcome::kind).containsOnly(OutcomeKind.INVALID);
            assertThat(asked).hasSize(3).element(0).asString().startsWith("POST /Bulk");
            assertThat(asked.get(1)).startsWith("POST /Users");
        }
    }

    @Test
    void anAnswerThatUnpacksWithoutEndIsGivenUp() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] spaces = new byte[1 << 20];
            java.util.Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 80; i++) {
                gzip.write(spaces);
            }
        }
        answer = packed.toByteArray();
        headers = Map.of("Content-Encoding", "gzip");
        Outcome given = read("http://" + start(HttpServer.create(loopback(), 0)), Map.of());
        assertThat(given.isOk()).isFalse();
        assertThat(given.message()).contains("larger than");
    }

    @Test
    void aWriteWhoseAnswerNobodyUnderstandsIsInDoubt() throws IOException {
        answer = "<html>created".getBytes(StandardCharsets.UTF_8);
        String host = start(HttpServer.create(loopback(), 0));
        try (ConnectorUnderTest scim = connector("scim2", "http://" + host, Map.of())) {
            assertThat(scim.port().execute(create("user", Map.of("userName", "a"), true)).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
            assertThat(scim.port().get("user", "7").kind()).isEqualTo(OutcomeKind.INVALID);
        }
    }

    private Outcome read(String url, Map<String, String> more) {
        try (ConnectorUnderTest scim = connector("scim2", url, more)) {
            return scim.port().get("user", "7");
        }
    }
}
