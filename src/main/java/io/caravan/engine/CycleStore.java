package io.caravan.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cycles, watermarks, what each job last worked with, and who may run it. */
public interface CycleStore {

    /**
     * What a job remembers between cycles; a job that never ran has {@link #NEW}.
     *
     * @param evaluatedVersion of the hub when an outbound job last evaluated identities, or an inbound job last looked for them
     * @param evaluatedAt      the moment an outbound job last evaluated identities for
     * @param lastFullAt       when an inbound job last read its source as a whole, or an outbound job last listed its target
     */
    record JobState(String fingerprint, long evaluatedVersion, Optional<Instant> evaluatedAt, Optional<String> watermark, long lastFullCount,
                    Optional<Instant> lastFullAt) {
        /** Processes that share a store may have clocks that differ by so much. */
        static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

        public static final JobState NEW = new JobState("", 0, Optional.empty(), Optional.empty(), -1, Optional.empty());

        /** After looking at identities. */
        public JobState evaluated(String with, long version, Optional<Instant> at) {
            return new JobState(with, version, at, watermark, lastFullCount, lastFullAt);
        }

        /** Whether everything was looked at longer ago than that, or never; or at a moment that has not come. */
        boolean isWholeLongAgo(Instant now, Duration than) {
            return lastFullAt.filter(at -> !at.isAfter(now.plus(CLOCKS_DIFFER)) && at.plus(than).isAfter(now)).isEmpty();
        }

        /** After reading a source. */
        public JobState read(Optional<String> mark, long fullCount, Optional<Instant> fullAt) {
            return new JobState(fingerprint, evaluatedVersion, evaluatedAt, mark, fullCount, fullAt);
        }
    }

    JobState state(String job);

    void state(String job, JobState state);

    /** What a source had to be {@link SourceReading#memory remembered} for its job, or {@link TargetPlace where} a target was; empty: nothing yet. */
    String systemMemory(String job);

    void systemMemory(String job, String memory);

    /**
     * One run of a job.
     *
     * @param counts what was counted, by name
     */
    record CycleRow(long id, String job, CycleKind kind, Instant startedAt, Optional<Instant> endedAt, CycleStatus status,
                    String message, Map<String, Long> counts) {
    }

    /** Opens a cycle; returns its id. */
    long open(String job, CycleKind kind, Instant now);

    void close(long cycle, CycleStatus status, String message, Map<String, Long> counts, Instant now);

    /** The latest moment at which any cycle began or ended, by the clock of whoever ran it. */
    Optional<Instant> latestMoment();

    /** The names of all jobs that ever ran, in their order. */
    List<String> jobs();

    /** The newest cycles of a job, newest first. */
    List<CycleRow> recent(String job, int limit);

    /**
     * Forgets cycles that ended before a moment; not the newest of each job, and none that the log or a dead letter speaks of.
     *
     * @return how many
     */
    long forget(Instant endedBefore);

    /**
     * A job that somebody has taken.
     *
     * @param fence rises with each taking, whoever takes it: whoever comes with a lower one has lost the job
     */
    record Lease(String job, String owner, long fence) {
    }

    /**
     * Takes the job until the lease ends, unless somebody has it. Works across processes and machines that share the store.
     * An end that is further ahead than this lease would last was set by a clock that has been put back, and is brought nearer.
     *
     * @param owner not empty
     */
    Optional<Lease> take(String job, String owner, Instant now, Duration length);

    /** The lease lasts for so long from now on; false when it was given back, or somebody took the job since: it is then lost for good. */
    boolean renew(Lease lease, Instant now, Duration length);

    /** Gives the job back; what is lost already stays so. */
    void release(Lease lease);

    /**
     * A job that somebody has told not to run.
     *
     * @param by     who
     * @param reason in their words; may be empty
     * @param until  when it runs again by itself; empty: when somebody says so
     * @param disabled switched off: what asks for it meanwhile is not kept for later
     */
    record Pause(String job, Instant since, String by, String reason, Optional<Instant> until, boolean disabled) {

        public Pause(String job, Instant since, String by, String reason, Optional<Instant> until) {
            this(job, since, by, reason, until, false);
        }

        /** Whether its time is over. */
        public boolean isOver(Instant now) {
            return until.filter(end -> !end.isAfter(now)).isPresent();
        }
    }

    /** From here on the job is paused, in place of what was said of it before. */
    void pause(Pause pause);

    /** Ends a pause; false when there was none. */
    boolean resume(String job);

    /** The pauses there are, those whose time is over among them; in the order of jobs. */
    List<Pause> pauses();

    /** The cycle of that number; empty when it has been forgotten. */
    Optional<CycleRow> cycle(long id);

    /** Who has the job, or had it last and did not give it back. */
    Optional<Lease> leaseOf(String job);
}
