package io.caravan.connector;

import java.util.Locale;

/** The closed vocabulary of answers: everything that follows is decided by these words, never by a message text. */
public enum OutcomeKind {
    OK, NOT_FOUND, CONFLICT, INVALID,
    /** The system does not take these credentials: no request can succeed until somebody mends them. */
    UNAUTHORIZED,
    /** The connector or its settings cannot work as they are, so that nothing reaches the system: no request can succeed until somebody mends them. */
    MISCONFIGURED,
    FORBIDDEN, THROTTLED, UNAVAILABLE, IN_DOUBT, UNSUPPORTED,
    /** Something else must be there first, such as the entry's parent in a directory: the request itself is right. */
    BLOCKED;

    /** As written in connector files: {@code not-found}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether no request to the system can succeed until somebody mends something. */
    public boolean stopsAll() {
        return this == UNAUTHORIZED || this == MISCONFIGURED;
    }

    /** Whether it says something of the system, and not of one account: whatever is sent next would have the same answer, or is not wanted. */
    public boolean isOfTheSystem() {
        return this == UNAVAILABLE || this == THROTTLED || stopsAll();
    }

    /** Whether trying the same again, unchanged, can help. */
    public boolean retryable() {
        return this == THROTTLED || this == UNAVAILABLE || this == IN_DOUBT;
    }

    public static java.util.Optional<OutcomeKind> ofWord(String word) {
        for (OutcomeKind kind : values()) {
            if (kind.word().equals(word)) {
                return java.util.Optional.of(kind);
            }
        }
        return java.util.Optional.empty();
    }
}
