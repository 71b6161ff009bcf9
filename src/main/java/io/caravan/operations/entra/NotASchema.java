package io.caravan.operations.entra;

/** A file that is none of Entra's schemas, or cannot be read as one; the message says where. */
public final class NotASchema extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean unreadable;

    /** @param unreadable whether there is no such file, rather than a wrong one */
    NotASchema(String why, boolean unreadable) {
        super(why);
        this.unreadable = unreadable;
    }

    public boolean isUnreadable() {
        return unreadable;
    }
}
