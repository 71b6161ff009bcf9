package io.caravan.camel.kit;

/** The kit cannot be run at all: its data file is missing or wrong, or the connector cannot be used with its settings. */
public final class KitException extends RuntimeException {

    public KitException(String message) {
        super(message);
    }

    public KitException(String message, Throwable cause) {
        super(message, cause);
    }
}
