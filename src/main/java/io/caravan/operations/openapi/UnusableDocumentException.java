package io.caravan.operations.openapi;

/** A document from which no connector can be proposed. */
public final class UnusableDocumentException extends Exception {

    private static final long serialVersionUID = 1;

    private final String nextStep;

    UnusableDocumentException(String message, String nextStep) {
        super(message);
        this.nextStep = nextStep;
    }

    /** What to do about it. */
    public String nextStep() {
        return nextStep;
    }
}
