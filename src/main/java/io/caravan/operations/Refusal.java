package io.caravan.operations;

import java.util.Objects;

/** An operation that is not carried out; nothing of it has been. The message says why, {@link #nextStep} what to do. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Whose turn it is. */
    public enum Kind {
        /** What was asked for makes no sense: it has to be asked for differently. */
        USAGE,
        /** It made sense, and cannot be done as things stand. */
        FAILED
    }

    private final Kind kind;
    private final String nextStep;

    public Refusal(Kind kind, String message, String nextStep) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.nextStep = Objects.requireNonNull(nextStep, "nextStep");
    }

    public Kind kind() {
        return kind;
    }

    public String nextStep() {
        return nextStep;
    }
}
