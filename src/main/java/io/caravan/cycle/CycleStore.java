package io.caravan.cycle;

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
     */
    record JobState(String fingerprint, long evaluatedVersion, Optional<String> watermark, long lastFullCount,
                    Optional<Instant> lastFullAt) {
        public static final JobState NEW = new JobState("", 0, Optional.empty(), -1, Optional.empty());
    }

    JobState state(String job);

    void state(String job, JobState state);

    /** What the source of a job had to be {@link SourceReading#memory remembered} for it; empty: nothing yet. */
    String sourceMemory(String job);

    void sourceMemory(String job, String memory);

    /**
     * One run of a job.
     *
     * @param kind   {@code full, delta, apply}
     * @param status {@code running, done, partly, held, failed}
     * @param counts what was counted, by name
     */
    record CycleRow(long id, String job, String kind, Instant startedAt, Optional<Instant> endedAt, String status,
                    String message, Map<String, Long> counts) {
    }

    /** Opens a cycle; returns its id. */
    long open(String job, String kind, Instant now);

    void close(long cycle, String status, String message, Map<String, Long> counts, Instant now);

    /** The newest cycles of a job, newest first. */
    List<CycleRow> recent(String job, int limit);

    /**
     * Takes the job for this owner until the lease ends, unless another owner has it; an owner may renew. Works across
     * processes and machines that share the store.
     */
    boolean lease(String job, String owner, Instant now, Duration length);

    void release(String job, String owner);

    /** Who has the job, or had it last and did not give it back. */
    Optional<String> leaseOwner(String job);
}
