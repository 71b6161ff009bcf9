package io.caravan.engine;

import io.caravan.plan.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What somebody has decided of changes that were held: one ruling at most for each account of a job, and for each {@link Change#each membership}. */
public interface RulingStore {

    /** What was decided. */
    enum Decided {
        /** It is not made. */
        REJECTED,
        /** Others of the same plan were approved or rejected, and this one was not: it stays held, however few are left. */
        LEFT_HELD;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param why in their words; not empty */
    record By(Instant at, String who, String why) {

        public By {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(who, "who");
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * A decision about one change, as it was when somebody looked at it. It is about that change for that reason, and not about the person.
     *
     * @param until when it is over; empty: when the change is another, or somebody decides again
     */
    record Ruling(Decided decided, Change change, By by, Optional<Instant> until) {

        public Ruling {
            Objects.requireNonNull(decided, "decided");
            Objects.requireNonNull(change, "change");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(until, "until");
        }

        /** Whether a change that is due now is this one, and due for the same reason: with another last day in the source it is another decision. */
        public boolean isAbout(Change now) {
            boolean sameReason = change.because().isPresent() == now.because().isPresent()
                    && change.because().map(because -> because.isSameAs(now.because().get())).orElse(true);
            return change.basis().equals(now.basis()) && sameReason;
        }

        /** Whether its time is over. */
        public boolean isOver(Instant now) {
            return until.filter(end -> !end.isAfter(now)).isPresent();
        }

        public boolean isRejection() {
            return decided == Decided.REJECTED;
        }
    }

    /** From here on these hold, in place of what was decided before of the same. */
    void rule(String job, Collection<Ruling> rulings);

    /** Those of these identities' accounts. */
    Map<Long, Ruling> rulings(String job, Collection<Long> identityIds);

    /** All of a job, in the order of identities and of members' names. */
    List<Ruling> rulings(String job);

    /** How many changes of a job are rejected. */
    long rejected(String job);

    /** What was decided of these identities' accounts holds no more. */
    void lift(String job, Collection<Long> identityIds);

    /** What was decided of these changes holds no more; of memberships, of each. */
    void liftOf(String job, Collection<Change> changes);
}
