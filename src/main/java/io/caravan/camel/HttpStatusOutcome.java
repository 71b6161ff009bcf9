package io.caravan.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.OutcomeKind;

/** What an HTTP status outside 2xx (RFC 9110 §15) means, unless a connector declares otherwise or the body says more. */
public final class HttpStatusOutcome {

    private HttpStatusOutcome() {
    }

    /** @param write whether an answer that never came leaves open what happened */
    public static OutcomeKind of(int status, boolean write) {
        return switch (status) {
            case 401 -> OutcomeKind.UNAUTHORIZED;
            case 403 -> OutcomeKind.FORBIDDEN;
            case 404, 410 -> OutcomeKind.NOT_FOUND;
            case 405, 501 -> OutcomeKind.UNSUPPORTED;
            case 408 -> OutcomeKind.UNAVAILABLE;
            case 409, 412 -> OutcomeKind.CONFLICT;
            case 429 -> OutcomeKind.THROTTLED;
            // A gateway that gave up waiting does not know whether the system behind it did the work.
            case 504 -> write ? OutcomeKind.IN_DOUBT : OutcomeKind.UNAVAILABLE;
            default -> status >= 500 ? OutcomeKind.UNAVAILABLE : OutcomeKind.INVALID;
        };
    }

    /** Some SCIM providers send 400 with scimType uniqueness (RFC 7644 §3.12) where the standard wants 409. */
    public static boolean saysNotUnique(int status, JsonNode body) {
        return status == 400 && body.path("scimType").asText("").equalsIgnoreCase("uniqueness");
    }
}
