package io.caravan.camel.auth;

import io.caravan.camel.PemText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Optional;

/**
 * A private key that signs tokens, from a PEM text (RFC 7468): PKCS#8, RSA or the curve P-256, with its certificate beside it where the
 * other side wants to know it by that.
 *
 * @param algorithm   of RFC 7518 §3.1
 * @param certificate beside it; empty: none
 */
record SigningKey(PrivateKey key, Algorithm algorithm, Optional<X509Certificate> certificate) {

    private static final int P_256_BITS = 256;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int SHA_256_BYTES = 32;

    /** How it signs. */
    enum Algorithm { RS256, PS256, ES256 }

    /** @param algorithm as the setting says; empty: the usual one of the key */
    static SigningKey of(String pem, Optional<String> algorithm) {
        PemText text = new PemText(pem);
        PrivateKey key = strong(text.privateKey());
        boolean rsa = key instanceof RSAPrivateKey;
        Algorithm signs = algorithm.map(SigningKey::algorithm).orElse(rsa ? Algorithm.RS256 : Algorithm.ES256);
        if (rsa == (signs == Algorithm.ES256)) {
            throw AuthorizationSettings.wrong("the private key is " + (rsa ? "an RSA key" : "a key of an elliptic curve") + ", which cannot sign " + signs);
        }
        return new SigningKey(key, signs, text.certificates().stream().findFirst());
    }

    private static Algorithm algorithm(String word) {
        try {
            return Algorithm.valueOf(word);
        } catch (IllegalArgumentException unknown) {
            throw AuthorizationSettings.wrong("signatureAlgorithm cannot be '" + word + "'; it is RS256, PS256 or ES256");
        }
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

    /** Of the certificate, SHA-256, base64url (RFC 7515 §4.1.8). */
    Optional<String> thumbprint() {
        return certificate.map(SigningKey::thumbprint);
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
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
