package io.caravan.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeKind;
import java.util.List;
import java.util.Set;

/** What an HTTP status outside 2xx (RFC 9110 §15) means, unless a connector declares otherwise or the body says more. */
public final class HttpStatusOutcome {

    /** Where vendors that do not send 429 for too many requests say so: Salesforce and Google with 403, Amazon with 400. */
    private static final List<String> CODES = List.of("/0/errorCode", "/errorCode", "/error/errors/0/reason", "/__type");
    private static final Set<String> TOO_MANY = Set.of("REQUEST_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "ThrottlingException", "TooManyRequestsException");

    private HttpStatusOutcome() {
    }

    /** @param effect of the request: only a 4xx of the system's own says for certain that a create was not carried out */
    public static OutcomeKind of(int status, Effect effect) {
        return switch (status) {
            // After a POST these two say where to look at what it made; the others (301, 307, 308) say that it has to go elsewhere.
            case 302, 303 -> effect == Effect.CREATE ? OutcomeKind.IN_DOUBT : OutcomeKind.INVALID;
            case 401 -> OutcomeKind.UNAUTHORIZED;
            case 403 -> OutcomeKind.FORBIDDEN;
            case 404, 410 -> OutcomeKind.NOT_FOUND;
            case 405 -> OutcomeKind.UNSUPPORTED;
            case 501 -> effect == Effect.CREATE ? OutcomeKind.IN_DOUBT : OutcomeKind.UNSUPPORTED;
            case 408, 499 -> effect.unfinished();
            case 409, 412 -> OutcomeKind.CONFLICT;
            case 429 -> OutcomeKind.THROTTLED;
            // A gateway that gave up waiting does not know whether the system behind it did the work.
            case 504 -> effect.unanswered();
            default -> status >= 500 ? effect.unfinished() : OutcomeKind.INVALID;
        };
    }

    /** Whether a refusal is of how much was asked, by its code, and not of what. */
    static boolean saysTooMany(JsonNode body) {
        return CODES.stream().map(body::at).anyMatch(code -> TOO_MANY.contains(code.asText("").replaceFirst("^.*#", "")));
    }

    /** Some SCIM providers send 400 with scimType uniqueness (RFC 7644 §3.12) where the standard wants 409. */
    public static boolean saysNotUnique(int status, JsonNode body) {
        return status == 400 && body.path("scimType").asText("").equalsIgnoreCase("uniqueness");
    }
}
