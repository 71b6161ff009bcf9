package io.caravan.connector;

/** What a call may have done by the time its answer is lost, or says that something went wrong. */
public enum Effect {
    /** It only reads. */
    NONE,
    /** It changes an account that is there: doing it again does no harm. */
    CHANGE,
    /** It makes an account: doing it again makes another. */
    CREATE;

    public static Effect of(Operation operation) {
        return operation == Operation.CREATE ? CREATE : operation.writes() ? CHANGE : NONE;
    }

    /** What to make of a failure after which nobody knows whether the call was carried out. */
    public OutcomeKind unanswered() {
        return this == NONE ? OutcomeKind.UNAVAILABLE : OutcomeKind.IN_DOUBT;
    }

    /** What to make of a system that says it cannot now: of a create it is not believed to have left it undone. */
    public OutcomeKind unfinished() {
        return this == CREATE ? OutcomeKind.IN_DOUBT : OutcomeKind.UNAVAILABLE;
    }
}
