package io.caravan.camel;

import com.unboundid.util.ssl.cert.ManageCertificates;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A certificate that a test makes for a host of its choice. */
public record SelfMadeCertificate(Path keyStore, Path pem) {

    private static final String PASSWORD = "of-the-test";
    private static final List<String> EC = List.of("--key-algorithm", "EC", "--key-size-bits", "256", "--signature-algorithm", "SHA256withECDSA");
    private static final List<String> RSA = List.of("--key-algorithm", "RSA", "--key-size-bits", "2048", "--signature-algorithm", "SHA256withRSA");
    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    /** @param alternativeName such as {@code --subject-alternative-name-dns}, and its value */
    public static SelfMadeCertificate in(Path folder, String alternativeName, String host) {
        return in(folder, alternativeName, host, host, Instant.now(), EC);
    }

    /** With an RSA key, for servers that take no other from Java. */
    public static SelfMadeCertificate ofRsa(Path folder, String alternativeName, String host) {
        return in(folder, alternativeName, host, host, Instant.now(), RSA);
    }

    /** For a server on this machine, valid for two days from then on. */
    public static SelfMadeCertificate forLoopback(Path folder, String name, Instant from) {
        return in(folder, "--subject-alternative-name-ip-address", "127.0.0.1", name, from, EC);
    }

    private static SelfMadeCertificate in(Path folder, String alternativeName, String host, String name, Instant from, List<String> key) {
        SelfMadeCertificate made = new SelfMadeCertificate(folder.resolve(name + ".p12"), folder.resolve(name + ".pem"));
        List<String> generate = new ArrayList<>(List.of("generate-self-signed-certificate", "--validity-start-time", START.format(from.minusSeconds(1).atZone(ZoneId.systemDefault())),
                "--keystore", made.keyStore.toString(), "--keystore-password", PASSWORD, "--keystore-type", "PKCS12", "--alias", "server", "--subject-dn", "CN=" + name,
                "--days-valid", "2", alternativeName, host));
        generate.addAll(key);
        manage(generate.toArray(String[]::new));
        manage("export-certificate", "--keystore", made.keyStore.toString(), "--keystore-password", PASSWORD, "--alias", "server",
                "--output-format", "PEM", "--output-file", made.pem.toString());
        return made;
    }

    /** For a server on this machine. */
    public static SelfMadeCertificate forLoopback(Path folder) {
        return in(folder, "--subject-alternative-name-ip-address", "127.0.0.1");
    }

    public static String password() {
        return PASSWORD;
    }

    /** What a server needs to show it. */
    public SSLUtil ofServer() throws GeneralSecurityException {
        return new SSLUtil(new KeyStoreKeyManager(keyStore.toFile(), PASSWORD.toCharArray(), "PKCS12", "server"), null);
    }

    private static void manage(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (ManageCertificates.main(null, said, said, arguments).intValue() != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }
}
