package io.caravan.plan;

import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What one job decided about one identity.
 *
 * @param kind       what follows
 * @param change     present exactly when kind is {@link Kind#CHANGE}
 * @param link       the link as it stands before the change is carried out, brought up to date by this decision
 * @param references whom the account refers to
 * @param steps      what each step decided, in order
 */
public record Verdict(Kind kind, Optional<Change> change, Link link, Set<Reference> references, List<Step> steps) {

    /** What follows from a verdict. */
    public enum Kind {
        CHANGE, UNCHANGED,
        /** Deliberately nothing: out of scope, not due, nothing to do it to. */
        SKIPPED,
        /** Several accounts match, or one that belongs to somebody else. Waits for data to change. */
        AMBIGUOUS,
        /** Something was found that the job is told only to report. */
        REPORTED,
        /** The mapping could not be computed for this identity, or nobody can say whether it has an account. */
        FAILED,
        /** The linked account is not found, and not proven to be gone: what is to be done to it waits. */
        MISSING;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One line of an explanation: which step, what it decided, and where that is written (file:line, may be empty). */
    public record Step(String step, String text, String where) {
        @Override
        public String toString() {
            return step + ": " + text + (where.isEmpty() ? "" : " (" + where + ")");
        }
    }

    public Verdict {
        Objects.requireNonNull(link, "link");
        references = Set.copyOf(references);
        steps = List.copyOf(steps);
        if (change.isPresent() != (kind == Kind.CHANGE)) {
            throw new IllegalArgumentException("a change goes with kind CHANGE, and only with it");
        }
    }

    /** Whether all could be decided but some attributes. */
    public boolean isPartial() {
        return link.problemOfAttributes().isPresent();
    }

    /** Why it is this: the change's own reason, what failed, or why the account stands as it does; empty when nothing needs saying. */
    public Optional<Because> because() {
        return change.flatMap(Change::because).or(link::problem).or(link::because);
    }
}
