package io.caravan.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.connector.CredentialEnd;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Until when a token is good, where it says so itself: {@code exp} of a JSON Web Token (RFC 7519 §4.1.4, and {@code iat}, §4.1.6). Nothing else of it is looked at, and its
 * signature is not checked: who believes it is only told earlier. What cannot be read says nothing.
 */
final class TokenEnd {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 64 * 1024;
    /** The compact form of a signed token: header, payload, signature (RFC 7515 §7.1). */
    private static final Pattern COMPACT = Pattern.compile("(?i:bearer\\s+)?[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]*");
    /** What lies outside is no moment that anybody meant, such as one in milliseconds. */
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(Instant.parse("2000-01-01T00:00:00Z").getEpochSecond());
    private static final BigDecimal LATEST = BigDecimal.valueOf(Instant.parse("4712-01-01T00:00:00Z").getEpochSecond());

    private TokenEnd() {
    }

    /** @param what the token is called */
    static Optional<CredentialEnd> of(String what, String secret) {
        String text = secret.strip();
        Matcher token = COMPACT.matcher(text);
        if (text.length() > LONGEST || !token.matches()) {
            return Optional.empty();
        }
        try {
            JsonNode payload = JSON.readTree(new String(Base64.getUrlDecoder().decode(token.group(1)), StandardCharsets.UTF_8));
            return moment(payload.path("exp")).map(until -> new CredentialEnd(what, moment(payload.path("iat")).filter(until::isAfter), until));
        } catch (IllegalArgumentException | JsonProcessingException notAToken) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(JsonNode seconds) {
        return seconds.isNumber() && seconds.decimalValue().compareTo(EARLIEST) >= 0 && seconds.decimalValue().compareTo(LATEST) < 0
                ? Optional.of(Instant.ofEpochSecond(seconds.decimalValue().longValue())) : Optional.empty();
    }
}
