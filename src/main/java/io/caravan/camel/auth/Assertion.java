package io.caravan.camel.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What a private key says of its owner, for five minutes: a signed JSON Web Token (RFC 7519, RFC 7523 §3). */
final class Assertion {

    private static final Duration LIVES = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Assertion() {
    }

    /** Who may ask for a token in somebody's name. */
    static String ofGrant(AuthorizationSettings settings, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        String issuer = settings.text("issuer").or(() -> settings.text("clientId")).orElseThrow(() -> AuthorizationSettings.wrong("the setting issuer or clientId is missing, which auth=jwt-bearer needs"));
        claims.put("iss", issuer);
        claims.put("sub", settings.text("subject").orElse(issuer));
        return signed(settings, claims, now);
    }

    /** Which client it is. */
    static String ofClient(AuthorizationSettings settings, Instant now) {
        String client = settings.required("clientId");
        return signed(settings, new LinkedHashMap<>(Map.of("iss", client, "sub", client)), now);
    }

    private static String signed(AuthorizationSettings settings, Map<String, Object> claims, Instant now) {
        claims.put("aud", settings.text("audience").orElseGet(() -> settings.required("tokenUrl")));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIVES).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.putAll(settings.pairs("claims"));
        SigningKey key = SigningKey.of(settings.required("privateKey"), settings.text("signatureAlgorithm"));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", key.algorithm().name());
        header.put("typ", "JWT");
        settings.text("keyId").ifPresent(id -> header.put("kid", id));
        key.thumbprint().ifPresent(thumbprint -> header.put("x5t#S256", thumbprint));
        String text = part(header) + "." + part(claims);
        return text + "." + key.signature(text);
    }

    private static String part(Map<String, Object> object) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }
}
