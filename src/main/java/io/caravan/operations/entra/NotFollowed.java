package io.caravan.operations.entra;

/** Something of the other product that is not said here; the message says why, without the name of what it is. */
public final class NotFollowed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotFollowed(String why) {
        super(why, null, false, false);
    }
}
