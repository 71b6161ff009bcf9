package io.caravan.plan;

/** Nobody can say whether an account exists that a decision depends on. It fails that one person, not the others. */
public final class LookUpFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String attribute;

    /** @param message why, in words that an operator understands */
    public LookUpFailed(String attribute, String message) {
        super(message, null, false, false);
        this.attribute = attribute;
    }

    /** By which attribute was looked. */
    public String attribute() {
        return attribute;
    }
}
