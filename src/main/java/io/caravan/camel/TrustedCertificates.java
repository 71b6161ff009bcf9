package io.caravan.camel;

import io.caravan.connector.CredentialEnd;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whom a system's settings {@code trustStore} and {@code trustStorePassword} trust; without them, whom the Java runtime
 * trusts. There is no way to trust everybody.
 */
public final class TrustedCertificates {

    private TrustedCertificates() {
    }

    /** For connections that trust what {@link #of} trusts. */
    public static SSLContext tls(X509TrustManager trust) throws GeneralSecurityException {
        return tls(trust, null);
    }

    /** @param own what Caravan shows of itself; null: nothing */
    static SSLContext tls(X509TrustManager trust, KeyManager[] own) throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own, new TrustManager[] {trust}, null);
        return tls;
    }

    /** Until when the certificates count by which a server was let in last; empty when none has been. */
    public static List<CredentialEnd> ends(X509TrustManager trust) {
        return trust instanceof CertificateDates dates ? dates.ends() : List.of();
    }

    /**
     * @param file PEM, PKCS#12 or JKS; empty: the Java runtime's
     * @throws OutcomeException invalid, naming the file, when there are no certificates in it, or none whose time it is
     */
    public static X509TrustManager of(Optional<Path> file, Optional<String> password) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(file.isPresent() ? store(file.get(), password) : null);
        X509ExtendedTrustManager trust = Arrays.stream(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow();
        file.ifPresent(named -> refuseIfAllAreOld(named, trust.getAcceptedIssuers()));
        return new CertificateDates(trust, file.map(Path::toString));
    }

    private static void refuseIfAllAreOld(Path file, X509Certificate[] trusted) {
        List<String> wrong = Arrays.stream(trusted).flatMap(each -> CertificateDates.wrong(each, Instant.now()).stream()).toList();
        if (trusted.length > 0 && wrong.size() == trusted.length) {
            throw new OutcomeException(OutcomeKind.INVALID, "no certificate in the trust store " + file + " counts: " + String.join("; ", wrong)
                    + ". Put the new one in its place, or check the setting trustStore");
        }
    }

    private static KeyStore store(Path file, Optional<String> password) {
        try {
            KeyStore store = file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(pem|crt|cer)") ? ofCertificates(file)
                    : KeyStore.getInstance(file.toFile(), password.map(String::toCharArray).orElse(null));
            if (store.size() > 0) {
                return store;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new OutcomeException(OutcomeKind.INVALID, "the trust store " + file + " cannot be used (" + unusable.getMessage()
                    + "); check the settings trustStore and trustStorePassword", unusable);
        }
        throw new OutcomeException(OutcomeKind.INVALID, "the trust store " + file + " has no certificate in it; check the setting trustStore");
    }

    private static KeyStore ofCertificates(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
        }
        return store;
    }
}
