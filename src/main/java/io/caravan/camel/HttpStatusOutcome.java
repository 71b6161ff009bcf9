package io.caravan.camel;

import io.caravan.connector.OutcomeKind;

/** What an HTTP status outside 2xx (RFC 9110 §15) means, unless a connector declares otherwise. */
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
}
