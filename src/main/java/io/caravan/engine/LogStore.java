package io.caravan.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The provisioning log: append-only, hash-chained. Each entry's hash is SHA-256 over the hash before it and the entry's
 * canonical form; an entry that was changed, removed or slipped in breaks the chain at its place.
 */
public interface LogStore {

    /** Appends entries, in order. */
    void append(List<LogEntry> entries);

    /** From a moment on, and before another. */
    record Span(Optional<Instant> since, Optional<Instant> until) {
    }

    /** An entry as stored. {@code sequence} starts at 1 and has no gaps. {@code hash} in lower-case hex. */
    record StoredEntry(long sequence, LogEntry entry, String hash) {
    }

    /**
     * Which entries; everything empty: all.
     *
     * @param identity the identity's key
     * @param when     when it was
     * @param by       who began it
     * @param limit    counts from the newest
     */
    record Filter(Optional<String> job, Optional<String> identity, Optional<String> action, Optional<LogEntry.Status> status, Span when, Optional<String> by,
                  OptionalLong cycle, int limit) {

        /** Whoever began it, and without an end. */
        public Filter(Optional<String> job, Optional<String> identity, Optional<String> action, Optional<LogEntry.Status> status,
                      Optional<Instant> since, OptionalLong cycle, int limit) {
            this(job, identity, action, status, new Span(since, Optional.empty()), Optional.empty(), cycle, limit);
        }

        public static Filter latest(int limit) {
            return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), limit);
        }
    }

    /** The newest entries that pass, oldest of them first. */
    List<StoredEntry> read(Filter filter);

    /** Every entry, oldest first. */
    void each(Consumer<StoredEntry> consumer);

    /**
     * Recomputes the chain.
     *
     * @param entries  how many there are
     * @param brokenAt the first sequence number where stored and computed hash differ, or that is missing
     */
    record Verification(long entries, OptionalLong brokenAt, String lastHash) {
    }

    Verification verify();
}
