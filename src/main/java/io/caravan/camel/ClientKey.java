package io.caravan.camel;

import io.caravan.connector.CredentialEnd;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * The certificate by which Caravan shows itself where a connection is made, and its private key (RFC 8446 §4.4.2, RFC 8705): the settings {@code keyStore} and
 * {@code keyStorePassword}. Immutable; what is in the file later counts for who reads it anew.
 */
final class ClientKey {

    private static final char[] IN_MEMORY = new char[0];

    private final KeyManager[] managers;
    private final X509Certificate certificate;

    private ClientKey(KeyManager[] managers, X509Certificate certificate) {
        this.managers = managers.clone();
        this.certificate = certificate;
    }

    /**
     * @param file PEM with key and certificate, PKCS#12, or JKS; of several keys in it, the one whose certificate counts longest
     * @throws OutcomeException invalid, naming the file, when there is no key with a certificate in it, or none whose time it is
     */
    static ClientKey of(Path file, Optional<String> password) {
        try {
            boolean pem = isPem(file);
            char[] opens = pem ? IN_MEMORY : password.map(String::toCharArray).orElse(IN_MEMORY);
            KeyStore store = pem ? ofPem(file) : KeyStore.getInstance(file.toFile(), opens);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            String alias = validLongest(store, file);
            factory.init(only(store, alias, opens), opens);
            ClientKey key = new ClientKey(factory.getKeyManagers(), (X509Certificate) store.getCertificate(alias));
            CertificateDates.wrong(key.certificate, Instant.now()).ifPresent(wrong -> {
                throw new OutcomeException(OutcomeKind.INVALID, "the certificate in the key store " + file + " does not count: " + wrong + ". Put the new one in its place, with its key");
            });
            return key;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new OutcomeException(OutcomeKind.INVALID, "the key store " + file + " cannot be used (" + unusable.getMessage() + "); check the settings keyStore and keyStorePassword", unusable);
        }
    }

    private static boolean isPem(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(pem|crt|cer|key)");
    }

    private static KeyStore ofPem(Path file) throws IOException, GeneralSecurityException {
        PemText pem = new PemText(Files.readString(file));
        List<X509Certificate> certificates = pem.certificates();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (!certificates.isEmpty()) {
            store.setKeyEntry("own", pem.privateKey(), IN_MEMORY, certificates.toArray(Certificate[]::new));
        }
        return store;
    }

    /** Where the old one and the new one are in it, whose time has not come counts less than any that counts now. */
    private static String validLongest(KeyStore store, Path file) throws GeneralSecurityException {
        Map<String, X509Certificate> own = new LinkedHashMap<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                own.put(alias, certificate);
            }
        }
        Instant now = Instant.now();
        return own.entrySet().stream().max(Comparator.comparing((Map.Entry<String, X509Certificate> entry) -> CertificateDates.wrong(entry.getValue(), now).isEmpty())
                        .thenComparing(entry -> entry.getValue().getNotAfter())).map(Map.Entry::getKey)
                .orElseThrow(() -> new OutcomeException(OutcomeKind.INVALID, "the key store " + file + " has no private key with its certificate in it; check the setting keyStore"));
    }

    /** What is shown is the one that was judged: of several, Java would choose by what the server asks for. */
    private static KeyStore only(KeyStore store, String alias, char[] opens) throws IOException, GeneralSecurityException {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, store.getKey(alias, opens), opens, store.getCertificateChain(alias));
        return one;
    }

    KeyManager[] managers() {
        return managers.clone();
    }

    /** Until when it counts. */
    CredentialEnd end() {
        return new CredentialEnd("certificate in the key store", Optional.of(certificate.getNotBefore().toInstant()), certificate.getNotAfter().toInstant());
    }
}
