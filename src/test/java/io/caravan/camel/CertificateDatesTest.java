package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.caravan.connector.CredentialEnd;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate whose time is over, or has not come, is named: which one, where it stands, and until when it counted. */
class CertificateDatesTest {

    @TempDir
    private Path folder;
    private final Map<String, SelfMadeCertificate> made = new HashMap<>();
    /** By the last server that was called. */
    private SystemPort.CredentialEnds told;

    private SelfMadeCertificate good() {
        return made.computeIfAbsent("good", name -> SelfMadeCertificate.forLoopback(folder, name, Instant.now()));
    }

    private SelfMadeCertificate expired() {
        return made.computeIfAbsent("expired", name -> SelfMadeCertificate.forLoopback(folder, name, Instant.now().minus(Duration.ofDays(10))));
    }

    private SelfMadeCertificate future() {
        return made.computeIfAbsent("future", name -> SelfMadeCertificate.forLoopback(folder, name, Instant.now().plus(Duration.ofDays(10))));
    }

    private Path both(SelfMadeCertificate one, SelfMadeCertificate other) throws Exception {
        return Files.writeString(folder.resolve("both.pem"), Files.readString(one.pem()) + Files.readString(other.pem()));
    }

    private Outcome overHttps(SelfMadeCertificate shown, Path trusted) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shown.ofServer().createSSLContext()));
        server.createContext("/", exchange -> {
            byte[] nobody = "{\"totalResults\":0}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, nobody.length);
            exchange.getResponseBody().write(nobody);
            exchange.close();
        });
        server.start();
        try (ConnectorUnderTest scim = new ConnectorUnderTest("scim2", Map.of("url", "https://127.0.0.1:" + server.getAddress().getPort(), "auth", "none",
                "trustStore", trusted.toString()))) {
            Outcome outcome = scim.port().test();
            told = scim.port().credentialEnds();
            return outcome;
        } finally {
            server.stop(0);
        }
    }

    private Outcome overLdaps(SelfMadeCertificate shown, Path trusted) throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPSConfig("ldaps", InetAddress.getLoopbackAddress(), 0, shown.ofServer().createSSLServerSocketFactory(), null));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.startListening();
        try (ConnectorUnderTest ldap = new ConnectorUnderTest("ldap", Map.of("url", "ldaps://127.0.0.1:" + server.getListenPort(), "baseDn", "dc=example,dc=com",
                "trustStore", trusted.toString()))) {
            Outcome outcome = ldap.port().test();
            told = ldap.port().credentialEnds();
            return outcome;
        } finally {
            server.shutDown(true);
        }
    }

    @Test
    void aServerWhoseCertificateExpiredIsNotTrustedAndToldByName() throws Exception {
        Path trusted = both(good(), expired());
        for (Outcome outcome : new Outcome[] {overHttps(expired(), trusted), overLdaps(expired(), trusted)}) {
            assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(outcome.message()).contains("the server shows a certificate that does not count").containsPattern("CN=expired expired at 20\\d\\d-\\d\\d-\\d\\dT").contains("must renew it");
        }
    }

    @Test
    void aServerWhoseCertificateDoesNotCountYetIsToldWithTheTimeOfThisMachine() throws Exception {
        assertThat(overHttps(future(), both(good(), future())).message()).containsPattern("CN=future is not valid before 20\\S+, and it is 20\\S+ now");
    }

    @Test
    void aTrustStoreInWhichNothingCountsIsNotConnectedWith() throws Exception {
        SelfMadeCertificate expired = expired();
        for (Outcome outcome : new Outcome[] {overHttps(good(), expired.pem()), overLdaps(good(), expired.pem())}) {
            assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(outcome.message()).contains(expired.pem().toString()).contains("CN=expired expired at 20").contains("trustStore");
        }
    }

    @Test
    void untilWhenTheServersCertificateCountsIsKnownOnceItWasCalled() throws Exception {
        X509Certificate shown = certificate(good().pem());
        for (Outcome outcome : new Outcome[] {overHttps(good(), good().pem()), overLdaps(good(), good().pem())}) {
            assertThat(outcome.isOk()).isTrue();
            assertThat(told.bySystem()).contains(List.of(new CredentialEnd("certificate of the server", Optional.of(shown.getNotBefore().toInstant()), shown.getNotAfter().toInstant())));
        }
        assertThat(overHttps(good(), expired().pem()).isOk()).isFalse();
        assertThat(told.bySystem().orElse(List.of())).as("one that is not trusted is nobody's").isEmpty();
    }

    @Test
    void anOldCertificateBesideTheRightOneDoesNoHarm() throws Exception {
        assertThat(overHttps(good(), both(expired(), good())).isOk()).isTrue();
    }

    @Test
    void whereAServerIsNotTrustedTheOldCertificatesInTheTrustStoreAreNamed() throws Exception {
        Outcome outcome = overHttps(SelfMadeCertificate.forLoopback(folder, "renewed", Instant.now()), both(good(), expired()));
        assertThat(outcome.message()).contains("in the trust store " + folder.resolve("both.pem") + " are certificates that do not count: CN=expired expired at");
    }

    @Test
    void anAnchorThatExpiredDoesNotVouchForAnybody() throws Exception {
        SelfMadeCertificate expired = expired();
        X509Certificate anchor = certificate(expired.pem());
        X509Certificate server = certificate(SelfMadeCertificate.forLoopback(Files.createDirectory(folder.resolve("server")), "expired", Instant.now()).pem());
        CertificateDates dates = new CertificateDates(new TrustsEverybody(anchor), Optional.of("trusted.pem"));
        assertThat(catchThrowableOfType(CertificateException.class, () -> dates.checkServerTrusted(new X509Certificate[] {server}, "EC")).getMessage())
                .contains("the certificate in the trust store trusted.pem that vouches for the server does not count: CN=expired expired at");
    }

    private static X509Certificate certificate(Path pem) throws Exception {
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** As Java does where the certificate of whoever signed is in the trust store, whatever its dates. */
    private static final class TrustsEverybody extends X509ExtendedTrustManager {
        private final X509Certificate anchor;

        TrustsEverybody(X509Certificate anchor) {
            this.anchor = anchor;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {anchor};
        }
    }
}
