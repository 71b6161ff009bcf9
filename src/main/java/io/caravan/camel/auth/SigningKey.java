package io.caravan.camel.auth;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key that signs tokens, from a PEM text (RFC 7468): PKCS#8, RSA or the curve P-256, with its certificate beside it where the
 * other side wants to know it by that.
 *
 * @param algorithm  of RFC 7518 §3.1
 * @param thumbprint of the certificate, SHA-256, base64url (RFC 7515 §4.1.8)
 */
record SigningKey(PrivateKey key, Algorithm algorithm, Optional<String> thumbprint) {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int P_256_BITS = 256;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int SHA_256_BYTES = 32;

    /** How it signs. */
    enum Algorithm { RS256, PS256, ES256 }

    /** @param algorithm as the setting says; empty: the usual one of the key */
    static SigningKey of(String pem, Optional<String> algorithm) {
        PrivateKey key = key(pem);
        boolean rsa = key instanceof RSAPrivateKey;
        Algorithm signs = algorithm.map(SigningKey::algorithm).orElse(rsa ? Algorithm.RS256 : Algorithm.ES256);
        if (rsa == (signs == Algorithm.ES256)) {
            throw AuthorizationSettings.wrong("the private key is " + (rsa ? "an RSA key" : "a key of an elliptic curve") + ", which cannot sign " + signs);
        }
        return new SigningKey(key, signs, block(pem, "CERTIFICATE").map(SigningKey::thumbprint));
    }

    private static Algorithm algorithm(String word) {
        try {
            return Algorithm.valueOf(word);
        } catch (IllegalArgumentException unknown) {
            throw AuthorizationSettings.wrong("signatureAlgorithm cannot be '" + word + "'; it is RS256, PS256 or ES256");
        }
    }

    private static PrivateKey key(String pem) {
        byte[] encoded = block(pem, "PRIVATE KEY").orElseThrow(() -> AuthorizationSettings.wrong(pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY")
                ? "the private key is encrypted; decrypt it into a file that only Caravan can read: openssl pkcs8 -in KEY -out NEW"
                : pem.matches("(?s).*-----BEGIN (RSA|EC) PRIVATE KEY.*") ? "the private key is not in PKCS#8 form; convert it: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW"
                : "the private key is no PEM text; it begins with -----BEGIN PRIVATE KEY-----, and is given as {{file:PATH}}"));
        for (String kind : new String[] {"RSA", "EC"}) {
            try {
                return strong(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException another) {
                // the other kind, then
            }
        }
        throw AuthorizationSettings.wrong("the private key is neither an RSA key nor one of an elliptic curve");
    }

    private static PrivateKey strong(PrivateKey key) {
        if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw AuthorizationSettings.wrong("the private key has " + rsa.getModulus().bitLength() + " bits; RFC 7518 wants " + LEAST_RSA_BITS + " or more");
        }
        if (key instanceof ECPrivateKey curve && curve.getParams().getOrder().bitLength() != P_256_BITS) {
            throw AuthorizationSettings.wrong("the private key is of another curve than P-256, which ES256 needs");
        }
        return key;
    }

    private static Optional<byte[]> block(String pem, String label) {
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            if (block.group(1).equals(label)) {
                try {
                    return Optional.of(Base64.getMimeDecoder().decode(block.group(2)));
                } catch (IllegalArgumentException torn) {
                    throw AuthorizationSettings.wrong("the " + label.toLowerCase(java.util.Locale.ROOT) + " in the PEM text is torn");
                }
            }
        }
        return Optional.empty();
    }

    private static String thumbprint(byte[] certificate) {
        try {
            byte[] encoded = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)).getEncoded();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (GeneralSecurityException torn) {
            throw AuthorizationSettings.wrong("the certificate beside the private key cannot be read: " + torn.getMessage());
        }
    }

    /** The signature of a text, base64url. */
    String signature(String text) {
        try {
            Signature signature = Signature.getInstance(switch (algorithm) {
                case RS256 -> "SHA256withRSA";
                case PS256 -> "RSASSA-PSS";
                case ES256 -> "SHA256withECDSAinP1363Format";
            });
            if (algorithm == Algorithm.PS256) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SHA_256_BYTES, 1));
            }
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException broken) {
            throw AuthorizationSettings.wrong("the private key cannot sign: " + broken.getMessage());
        }
    }
}
