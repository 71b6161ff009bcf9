package io.caravan.connector;

/**
 * A delta cannot be read from where the last reading ended: the system does not know the mark any more, or is not the one that gave it. Nothing is wrong
 * with the system: everything has to be read.
 */
public final class DeltaLostException extends OutcomeException {

    private static final long serialVersionUID = 1;

    public DeltaLostException(String message) {
        super(OutcomeKind.INVALID, message);
    }
}
