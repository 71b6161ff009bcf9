package io.caravan.store;

import java.util.Objects;

/** The store could not do what it was asked: what is wrong, and what to do about it. Names no password and no attribute value. */
public final class StoreException extends RuntimeException {

    private final String fix;

    public StoreException(String message, String fix, Throwable cause) {
        super(message, cause);
        this.fix = Objects.requireNonNull(fix, "fix");
    }

    public StoreException(String message, String fix) {
        this(message, fix, null);
    }

    /** What the operator can do about it; one sentence. */
    public String fix() {
        return fix;
    }
}
