package io.caravan.camel;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM text (RFC 7468) with a private key in PKCS#8 form, and certificates beside it. What is wrong with it is told with what to do about it, and never with what
 * stands in it.
 */
public record PemText(String text) {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /**
     * The first private key in it, of RSA or an elliptic curve.
     *
     * @throws OutcomeException misconfigured, when there is none that can be read
     */
    public PrivateKey privateKey() {
        byte[] encoded = blocks("PRIVATE KEY").stream().findFirst().orElseThrow(() -> wrong(text.contains("-----BEGIN ENCRYPTED PRIVATE KEY")
                ? "the private key is encrypted; decrypt it into a file that only Caravan can read: openssl pkcs8 -in KEY -out NEW"
                : text.matches("(?s).*-----BEGIN (RSA|EC) PRIVATE KEY.*") ? "the private key is not in PKCS#8 form; convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW"
                : "the private key is no PEM text; it begins with -----BEGIN PRIVATE KEY-----, and is given as {{file:PATH}}"));
        for (String kind : new String[] {"RSA", "EC"}) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException another) {
                // the other kind, then
            }
        }
        throw wrong("the private key is neither an RSA key nor one of an elliptic curve");
    }

    /** The certificates in it, in the order they stand in. */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] encoded : blocks("CERTIFICATE")) {
            try {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
            } catch (GeneralSecurityException torn) {
                throw wrong("the certificate beside the private key cannot be read: " + torn.getMessage());
            }
        }
        return certificates;
    }

    private List<byte[]> blocks(String label) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals(label)) {
                try {
                    blocks.add(Base64.getMimeDecoder().decode(block.group(2)));
                } catch (IllegalArgumentException torn) {
                    throw wrong("the " + label.toLowerCase(Locale.ROOT) + " in the PEM text is torn");
                }
            }
        }
        return blocks;
    }

    private static OutcomeException wrong(String what) {
        return new OutcomeException(OutcomeKind.MISCONFIGURED, what);
    }

    /** Nobody is to see it. */
    @Override
    public String toString() {
        return "PemText";
    }
}
