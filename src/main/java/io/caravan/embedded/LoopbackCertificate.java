package io.caravan.embedded;

import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;

/** A self-made certificate for {@code localhost} and {@code 127.0.0.1}, valid for a month, in a folder of its own. */
final class LoopbackCertificate {

    private final Path keyStore;
    private final Path pem;
    private final String password = UUID.randomUUID().toString();

    LoopbackCertificate() {
        try {
            Path folder = Files.createTempDirectory("caravan-certificate");
            keyStore = folder.resolve("server.p12");
            pem = folder.resolve("server.pem");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        manage("generate-self-signed-certificate", "--keystore", keyStore.toString(), "--keystore-password", password,
                "--keystore-type", "PKCS12", "--alias", "server", "--subject-dn", "CN=localhost", "--days-valid", "30",
                "--key-algorithm", "EC", "--key-size-bits", "256", "--signature-algorithm", "SHA256withECDSA",
                "--subject-alternative-name-dns", "localhost", "--subject-alternative-name-ip-address", "127.0.0.1");
        manage("export-certificate", "--keystore", keyStore.toString(), "--keystore-password", password,
                "--alias", "server", "--output-format", "PEM", "--output-file", pem.toString());
    }

    private static void manage(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (!ResultCode.SUCCESS.equals(ManageCertificates.main(null, said, said, arguments))) {
            throw new IllegalStateException("no certificate: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    /** What a client may trust. */
    Path pem() {
        return pem;
    }

    SSLUtil sslUtil() {
        try {
            return new SSLUtil(new KeyStoreKeyManager(keyStore.toFile(), password.toCharArray(), "PKCS12", "server"), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate just made is not usable", e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(keyStore);
            Files.deleteIfExists(pem);
            Files.deleteIfExists(keyStore.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
