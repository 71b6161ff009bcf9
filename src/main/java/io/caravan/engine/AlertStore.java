package io.caravan.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What an operator is to be told of: once for a reason, and once that it is over. */
public interface AlertStore {

    /** Why somebody is told. */
    enum Kind {
        /** A job failed. */
        FAILED,
        /** The guard holds changes. */
        HELD,
        /** A system refuses the credentials. */
        CREDENTIALS,
        /** Changes or records that are not tried again by themselves, of one cause. */
        DEAD_LETTERS,
        /** People who are left behind for another cause. */
        LEFT_BEHIND,
        /** Something that lets us into a system ends soon, or has ended; of a system, and not of a job. */
        CREDENTIALS_EXPIRE,
        /** A job only probes its system, or was switched off. */
        QUARANTINED,
        /** The service does not begin a job when it should. */
        OVERDUE;

        /** As it is stored and shown: {@code dead-letters}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One of them.
     *
     * @param reason the same as long as it is the same reason: kind, job, and what tells it from others of that job
     * @param job    which, or which system
     * @param words  what is wrong
     * @param next   what to do about it
     * @param count  how many people or records; 0 where it is not about any
     * @param told   when somebody was told; empty: not yet
     * @param over   since when it is so no more
     */
    record Alert(String reason, Kind kind, String job, String words, String next, long count, Instant since, Optional<Instant> told, Optional<Instant> over) {

        public Alert {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(told, "told");
            Objects.requireNonNull(over, "over");
        }

        /** One that is new. */
        public static Alert of(Kind kind, String job, String what, String words, String next, long count, Instant now) {
            return new Alert(kind.word() + ":" + job + (what.isEmpty() ? "" : ":" + what), kind, job, words, next, count, now, Optional.empty(), Optional.empty());
        }

        /** The same, as it is now. */
        public Alert now(Alert seen) {
            return new Alert(reason, kind, job, seen.words, seen.next, seen.count, since, told, Optional.empty());
        }

        public Alert over(Instant moment) {
            return new Alert(reason, kind, job, words, next, count, since, told, over.or(() -> Optional.of(moment)));
        }

        public Alert told(Instant moment) {
            return new Alert(reason, kind, job, words, next, count, since, Optional.of(moment), over);
        }

        /** Whether there is something to tell of it. */
        public boolean isPending() {
            return told.isEmpty() || over.isPresent();
        }
    }

    /** All there are, the oldest first. */
    List<Alert> alerts();

    /** In place of what was known for the same reasons. */
    void save(Collection<Alert> alerts);

    void remove(Collection<String> reasons);

    /** Until when a report has told what was done; empty: never. */
    Optional<Instant> reportedUntil(String report);

    /**
     * It has told until then, or is about to.
     *
     * @param before as it is known to whoever says so
     * @return false when it is not so, because somebody else has said something meanwhile: then nothing is noted down
     */
    boolean reported(String report, Optional<Instant> before, Instant until);

    /** When somebody was told last. */
    Optional<Instant> lastTold();

    void lastTold(Instant at);
}
