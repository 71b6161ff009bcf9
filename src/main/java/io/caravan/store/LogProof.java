package io.caravan.store;

import io.caravan.engine.LogStore;
import io.caravan.engine.LogStore.Checkpoint;
import io.caravan.engine.LogStore.Verification;
import io.caravan.store.SqlLogStore.HashedRow;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Recomputes the log's hashes, on one connection. A log whose beginning was cut off goes on from its checkpoint, and only where an entry further
 * on says the same of it; what was carried over has a chain of its own.
 */
final class LogProof {

    private static final String ENTRIES = "SELECT " + SqlLogStore.COLUMNS + " FROM log_entry WHERE sequence > ? AND sequence <= ? ORDER BY sequence";

    private final Sql sql;

    LogProof(Sql sql) {
        this.sql = sql;
    }

    /** What stands in {@code log_checkpoint}. */
    record Kept(Checkpoint checkpoint, long saidIn) {
    }

    private record Head(long entries, String hash) {
    }

    Optional<Kept> kept() throws SQLException {
        return sql.list("SELECT entries, hash, from_at, to_at, before_at, carried, carried_hash, said_in FROM log_checkpoint ORDER BY entries DESC LIMIT 1", row ->
                new Kept(new Checkpoint(row.getLong(1), row.getString(2), Moment.read(row.getString(3)).orElseThrow(), Moment.read(row.getString(4)).orElseThrow(),
                        Moment.read(row.getString(5)).orElseThrow(), row.getLong(6), row.getString(7)), row.getLong(8))).stream().findFirst();
    }

    Verification verify() throws SQLException {
        Head head = sql.list("SELECT entries, hash FROM log_head", row -> new Head(row.getLong(1), row.getString(2))).stream().findFirst().orElse(new Head(0, ""));
        Optional<Kept> kept = kept();
        Walk walk = walk(kept, head.entries());
        long beyond = sql.number("SELECT min(sequence) FROM log_entry WHERE sequence > (SELECT max(entries) FROM log_head)");
        return walk.verification(head, beyond, carriedIsWhole(kept));
    }

    /** The hash of an entry, once all between the checkpoint and it were recomputed; empty where one is not what was written. */
    Optional<String> upTo(Optional<Kept> kept, long last) throws SQLException {
        Walk walk = walk(kept, last);
        boolean whole = walk.brokenAt.isEmpty() && walk.last == last && (kept.isEmpty() || isSaid(kept.get())) && carriedIsWhole(kept);
        return whole ? Optional.of(walk.hash) : Optional.empty();
    }

    private Walk walk(Optional<Kept> kept, long last) throws SQLException {
        Walk walk = new Walk(kept);
        sql.stream(ENTRIES, row -> walk.step(SqlLogStore.hashedRow(row)), walk.last, last);
        return walk;
    }

    private boolean isSaid(Kept kept) throws SQLException {
        return sql.list("SELECT " + SqlLogStore.COLUMNS + " FROM log_entry WHERE sequence = ?", SqlLogStore::hashedRow, kept.saidIn()).stream().anyMatch(row -> says(row, kept));
    }

    private static boolean says(HashedRow row, Kept kept) {
        return row.row().sequence() == kept.saidIn() && row.row().action().equals(LogStore.CUT) && row.row().changes().equals(ChangeJson.changes(LogCut.said(kept.checkpoint())));
    }

    private boolean carriedIsWhole(Optional<Kept> kept) throws SQLException {
        long count = sql.number("SELECT count(*) FROM log_carried");
        return kept.map(Kept::checkpoint).map(Checkpoint::carried).orElse(0L) == count
                && (kept.isEmpty() || carriedHash().equals(kept.get().checkpoint().carriedHash()));
    }

    /** The last hash of a chain over what was carried over, from {@link LogChain#START} on. */
    String carriedHash() throws SQLException {
        LogChain chain = new LogChain();
        String[] hash = {LogChain.START};
        sql.stream("SELECT " + SqlLogStore.COLUMNS + " FROM log_carried ORDER BY sequence", row -> hash[0] = chain.hash(hash[0], SqlLogStore.hashedRow(row).row()));
        return hash[0];
    }

    /** Goes along the chain until it breaks; counts to the end. */
    private static final class Walk {
        private final LogChain chain = new LogChain();
        private final Optional<Kept> kept;
        private String hash;
        /** The number that the entry before had to have. */
        private long last;
        private long entries;
        private OptionalLong brokenAt = OptionalLong.empty();
        /** Whether an entry says the same as the checkpoint. */
        private boolean said;

        private Walk(Optional<Kept> kept) {
            this.kept = kept;
            this.hash = kept.map(Kept::checkpoint).map(Checkpoint::hash).orElse(LogChain.START);
            this.last = kept.map(Kept::checkpoint).map(Checkpoint::entries).orElse(0L);
            this.said = kept.isEmpty();
        }

        private void step(HashedRow stored) {
            entries++;
            last++;
            if (brokenAt.isPresent()) {
                return;
            }
            if (stored.row().sequence() != last) {
                brokenAt = OptionalLong.of(Math.min(last, stored.row().sequence()));
                return;
            }
            hash = chain.hash(hash, stored.row());
            if (!hash.equals(stored.hash())) {
                brokenAt = OptionalLong.of(last);
            }
            said = said || says(stored, kept.get());
        }

        private Verification verification(Head head, long beyond, boolean carriedIsWhole) {
            Optional<Checkpoint> cut = kept.map(Kept::checkpoint);
            if (!carriedIsWhole || brokenAt.isEmpty() && !said) {
                brokenAt = OptionalLong.of(cut.map(Checkpoint::entries).filter(number -> number > 0).orElse(1L));
            } else if (brokenAt.isEmpty() && last < head.entries()) {
                brokenAt = OptionalLong.of(last + 1);
            } else if (brokenAt.isEmpty() && !hash.equals(head.hash())) {
                brokenAt = OptionalLong.of(Math.max(1, last));
            } else if (brokenAt.isEmpty() && beyond > 0) {
                brokenAt = OptionalLong.of(beyond);
            }
            return new Verification(entries, brokenAt, hash, cut);
        }
    }
}
