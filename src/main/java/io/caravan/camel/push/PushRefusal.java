package io.caravan.camel.push;

/** A request of which nothing is taken. The status is HTTP's (RFC 9110 §15). */
public final class PushRefusal extends Exception {

    private static final long serialVersionUID = 1;
    static final int BAD = 400;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int NOT_MEANT = 422;

    private final int status;

    PushRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
