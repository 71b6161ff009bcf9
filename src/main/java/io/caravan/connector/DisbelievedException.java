package io.caravan.connector;

/**
 * A read that must not be believed at all: nothing of it may be used, not even the records that looked good. Where a read only broke off, what
 * came before is good, and a plain {@link OutcomeException} says so.
 */
public final class DisbelievedException extends OutcomeException {

    private static final long serialVersionUID = 1;

    private final boolean readAgain;

    /** @param readAgain whether a read that begins at once may well be good: the source was written to while it was read */
    public DisbelievedException(String message, boolean readAgain) {
        super(readAgain ? OutcomeKind.UNAVAILABLE : OutcomeKind.INVALID, message);
        this.readAgain = readAgain;
    }

    public boolean readAgain() {
        return readAgain;
    }
}
