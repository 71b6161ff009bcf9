package io.caravan.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

    /** Every entry, oldest first; those that were carried over a cut come before all others. */
    void each(Consumer<StoredEntry> consumer);

    /**
     * What was cut off the log's beginning. An entry of the log, {@value #CUT}, says the same, so that it is part of the chain.
     *
     * @param entries     so many there had been, from the first one on; the log goes on with the next number
     * @param hash        of the last of them
     * @param from        when the first of them was written
     * @param to          when the last of them was written
     * @param before      there is everything from this moment on
     * @param carried     how many of them were kept, because an account still stands as they say
     * @param carriedHash a chain of hashes over those alone
     */
    record Checkpoint(long entries, String hash, Instant from, Instant to, Instant before, long carried, String carriedHash) {
    }

    /** The action of an entry that says what was cut off. */
    String CUT = "log-cut";

    /**
     * Recomputes the chain.
     *
     * @param entries  how many there are
     * @param brokenAt the first sequence number where stored and computed hash differ, or that is missing; the last of what was cut off where
     *                 that is not what the log says of it
     * @param cut      what was cut off
     */
    record Verification(long entries, OptionalLong brokenAt, String lastHash, Optional<Checkpoint> cut) {

        /** Of a log that has its beginning. */
        public Verification(long entries, OptionalLong brokenAt, String lastHash) {
            this(entries, brokenAt, lastHash, Optional.empty());
        }

        /** The number of the last entry. */
        public long last() {
            return cut.map(Checkpoint::entries).orElse(0L) + entries;
        }
    }

    Verification verify();

    /**
     * Who cuts, and what is kept.
     *
     * @param before   what was written before this moment goes, up to the first entry that was not
     * @param standing actions after which an account stands in some way: the last successful one of each, job and subject is carried over
     * @param ending   the action after which there is no account: nothing of it is carried over
     * @param now      what the entry about it has as its moment
     * @param by       what began it, and who
     */
    record Cut(Instant before, Set<String> standing, String ending, Instant now, String by) {
    }

    /**
     * Cuts the log's beginning off, once its hashes were recomputed, and says so in the log. All or nothing.
     *
     * @return what is cut off now, all in all; empty when there is nothing that old
     * @throws RuntimeException when the part that would go is not what was written: nothing is cut off
     */
    Optional<Checkpoint> cut(Cut wanted);

    /** When the oldest entry was written that was not carried over. */
    Optional<Instant> oldest();
}
