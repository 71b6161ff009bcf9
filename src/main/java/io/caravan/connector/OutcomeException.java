package io.caravan.connector;

/**
 * How a connector's Java bean says that a call did not succeed. The connector's caller turns it into its
 * {@link Outcome}; it never reaches a user as a stack trace.
 */
public class OutcomeException extends RuntimeException {

    private final transient Outcome outcome;

    public OutcomeException(OutcomeKind kind, String message) {
        this(Outcome.failed(kind, message), null);
    }

    public OutcomeException(OutcomeKind kind, String message, Throwable cause) {
        this(Outcome.failed(kind, message), cause);
    }

    public OutcomeException(Outcome outcome, Throwable cause) {
        super(outcome.kind().word() + ": " + outcome.message(), cause);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
