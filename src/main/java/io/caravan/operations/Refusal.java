package io.caravan.operations;

import io.caravan.store.StoreException;
import java.util.Objects;
import java.util.Optional;

/** An operation that is not carried out; nothing of it has been. The message says why, {@link #nextStep} what to do. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Whose turn it is. */
    public enum Kind {
        /** What was asked for makes no sense: it has to be asked for differently. */
        USAGE,
        /** It made sense, and cannot be done as things stand. */
        FAILED,

        /** A file that it needs is not right. */
        INVALID_FILES
    }

    private final Kind kind;
    private final String nextStep;

    public Refusal(Kind kind, String message, String nextStep) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.nextStep = Objects.requireNonNull(nextStep, "nextStep");
    }

    /** What broke, where it is known what to do about it. */
    public static Optional<Refusal> of(Throwable broken) {
        if (broken instanceof Refusal refused) {
            return Optional.of(refused);
        }
        return broken instanceof StoreException unusable ? Optional.of(new Refusal(Kind.FAILED, unusable.getMessage(), unusable.fix())) : Optional.empty();
    }

    /** Refuses to show none of something. */
    static void unlessSome(int limit) {
        if (limit < 1) {
            throw new Refusal(Kind.USAGE, "the limit is " + limit + ", and must be 1 or more", "Write how many of the newest to show, such as 100");
        }
    }

    public Kind kind() {
        return kind;
    }

    public String nextStep() {
        return nextStep;
    }
}
