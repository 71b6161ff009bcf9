package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.caravan.connector.CredentialEnd;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Caravan shows itself to a server that lets in nobody whose certificate it does not know. */
class MutualTlsTest {

    @TempDir
    private static Path folder;
    private static final List<String> SHOWN = new ArrayList<>();
    private static SelfMadeCertificate ofServer;
    private static SelfMadeCertificate ofClient;
    private static SelfMadeCertificate another;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        ofServer = SelfMadeCertificate.forLoopback(folder, "server", Instant.now());
        ofClient = SelfMadeCertificate.forLoopback(folder, "client", Instant.now());
        another = SelfMadeCertificate.forLoopback(folder, "another", Instant.now());
        char[] password = SelfMadeCertificate.password().toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(ofServer.keyStore().toFile(), password), password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), new TrustManager[] {TrustedCertificates.of(Optional.of(ofClient.pem()), Optional.empty())}, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            SHOWN.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
            byte[] answer = "{\"totalResults\":0,\"Resources\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static ConnectorUnderTest connector(String name, Map<String, String> more) {
        Map<String, String> settings = new java.util.HashMap<>(Map.of("url", "https://127.0.0.1:" + server.getAddress().getPort() + "/", "auth", "none", "trustStore", ofServer.pem().toString()));
        settings.putAll(more);
        return new ConnectorUnderTest(name, settings);
    }

    private static Path pem(SelfMadeCertificate made) throws Exception {
        char[] password = SelfMadeCertificate.password().toCharArray();
        Key key = KeyStore.getInstance(made.keyStore().toFile(), password).getKey("server", password);
        return Files.writeString(folder.resolve("own.pem"), Files.readString(made.pem()) + "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    }

    @ParameterizedTest
    @CsvSource({"rest, pem", "scim2, pem", "rest, p12", "scim2, p12"})
    void aCertificateLetsInAndItsEndIsKnown(String name, String form) throws Exception {
        SHOWN.clear();
        Map<String, String> own = form.equals("pem") ? Map.of("keyStore", pem(ofClient).toString())
                : Map.of("keyStore", ofClient.keyStore().toString(), "keyStorePassword", SelfMadeCertificate.password());
        try (ConnectorUnderTest app = connector(name, own)) {
            Outcome outcome = app.port().test();
            assertThat(outcome.isOk()).as(outcome.toString()).isTrue();
            assertThat(SHOWN).isNotEmpty().allMatch("CN=client"::equals);
            List<CredentialEnd> ends = app.port().credentialEnds().bySystem().orElseThrow();
            assertThat(ends).filteredOn(end -> end.what().equals("certificate in the key store")).singleElement()
                    .satisfies(end -> assertThat(end.until()).isBetween(Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(3))));
        }
    }

    @Test
    void whoShowsNoneOrAnotherIsNotLetIn() {
        try (ConnectorUnderTest nobody = connector("rest", Map.of());
             ConnectorUnderTest stranger = connector("scim2", Map.of("keyStore", another.keyStore().toString(), "keyStorePassword", SelfMadeCertificate.password()))) {
            assertThat(nobody.port().test().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(stranger.port().test().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        }
    }

    /** In a service that runs for months. */
    @ParameterizedTest
    @ValueSource(strings = {"rest", "scim2"})
    void aCertificateThatIsRenewedIsShownWithoutARestart(String name) throws Exception {
        Path own = Files.copy(another.keyStore(), folder.resolve(name + "-own.p12"));
        try (ConnectorUnderTest app = connector(name, Map.of("keyStore", own.toString(), "keyStorePassword", SelfMadeCertificate.password()))) {
            assertThat(app.port().test().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            Files.copy(ofClient.keyStore(), own, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(own, FileTime.from(Instant.now().plusSeconds(1)));
            Outcome renewed = app.port().test();
            assertThat(renewed.isOk()).as(renewed.toString()).isTrue();
        }
    }

    @Test
    void ofTwoKeysInAStoreTheOneIsShownWhoseCertificateCountsLongest() throws Exception {
        char[] password = SelfMadeCertificate.password().toCharArray();
        SelfMadeCertificate over = SelfMadeCertificate.forLoopback(folder, "over", Instant.now().minus(Duration.ofDays(9)));
        SelfMadeCertificate ahead = SelfMadeCertificate.forLoopback(folder, "ahead", Instant.now().plus(Duration.ofDays(9)));
        KeyStore both = KeyStore.getInstance("PKCS12");
        both.load(null, null);
        for (SelfMadeCertificate made : List.of(over, ofClient, ahead)) {
            KeyStore one = KeyStore.getInstance(made.keyStore().toFile(), password);
            both.setKeyEntry(made == over ? "a" : made == ofClient ? "b" : "c", one.getKey("server", password), password, one.getCertificateChain("server"));
        }
        Path store = folder.resolve("both.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            both.store(out, password);
        }
        SHOWN.clear();
        try (ConnectorUnderTest app = connector("rest", Map.of("keyStore", store.toString(), "keyStorePassword", SelfMadeCertificate.password()))) {
            Outcome outcome = app.port().test();
            assertThat(outcome.isOk()).as(outcome.toString()).isTrue();
            assertThat(SHOWN).isNotEmpty().allMatch("CN=client"::equals);
            assertThat(app.port().credentialEnds().bySystem().orElseThrow()).filteredOn(end -> end.what().equals("certificate in the key store")).singleElement()
                    .satisfies(end -> assertThat(end.until()).isBetween(Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(3))));
        }
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsNamedWithWhatToDo() throws IOException {
        Path expired = SelfMadeCertificate.forLoopback(folder, "expired", Instant.now().minus(Duration.ofDays(9))).keyStore();
        Path torn = Files.writeString(folder.resolve("torn.pem"), "-----BEGIN CERTIFICATE-----\n%\n");
        Map<Map<String, String>, String> wrong = Map.of(Map.of("keyStore", expired.toString(), "keyStorePassword", SelfMadeCertificate.password()), "CN=client expired at",
                Map.of("keyStore", torn.toString()), "no private key with its certificate in it",
                Map.of("keyStore", ofClient.keyStore().toString(), "keyStorePassword", "not-the-right-one"), "check the settings keyStore and keyStorePassword",
                Map.of("keyStore", folder.resolve("missing.p12").toString()), "check the settings keyStore and keyStorePassword");
        wrong.forEach((settings, words) -> {
            try (ConnectorUnderTest app = connector("rest", settings)) {
                assertThat(app.port().test().message()).contains(words.replace("CN=client", "CN=expired")).doesNotContain("not-the-right-one");
            }
        });
    }
}
