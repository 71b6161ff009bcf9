package io.caravan.store;

import java.util.Objects;

/** The store could not do what it was asked: what is wrong, and what to do about it. Names no password and no attribute value. */
public final class StoreException extends RuntimeException {

    private final String fix;
    private final boolean passing;

    public StoreException(String message, String fix, Throwable cause) {
        this(message, fix, cause, false);
    }

    private StoreException(String message, String fix, Throwable cause, boolean passing) {
        super(message, cause);
        this.fix = Objects.requireNonNull(fix, "fix");
        this.passing = passing;
    }

    /** It was away, or somebody else's for too long: the same may be possible in a moment. */
    static StoreException passing(String message, String fix, Throwable cause) {
        return new StoreException(message, fix, cause, true);
    }

    boolean isPassing() {
        return passing;
    }

    public StoreException(String message, String fix) {
        this(message, fix, null);
    }

    /** What the operator can do about it; one sentence. */
    public String fix() {
        return fix;
    }
}
