package io.caravan.store;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.engine.LogStore.Checkpoint;
import io.caravan.engine.LogStore.Cut;
import io.caravan.store.LogProof.Kept;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the log's beginning off, in one transaction: what goes is proven first, what still stands of it is carried over, and a checkpoint takes its
 * place.
 */
final class LogCut {

    /** The last of each action, job and subject. */
    private static final String CARRY = "INSERT INTO log_carried (" + SqlLogStore.COLUMNS + ") SELECT " + SqlLogStore.COLUMNS + " FROM log_entry WHERE sequence <= ?"
            + " AND status = 'success' AND subject_key <> '' AND target <> '' AND %s AND NOT EXISTS (SELECT 1 FROM log_entry later WHERE later.subject_key = log_entry.subject_key"
            + " AND later.subject_key <> '' AND later.sequence > log_entry.sequence AND later.sequence <= ? AND later.job = log_entry.job"
            + " AND later.subject_kind = log_entry.subject_kind AND later.action = log_entry.action AND later.status = 'success')";

    /** What was carried over earlier and has been overtaken since, and whatever ended. */
    private static final String DROP = "DELETE FROM log_carried WHERE EXISTS (SELECT 1 FROM log_carried later WHERE later.subject_key = log_carried.subject_key"
            + " AND later.job = log_carried.job AND later.subject_kind = log_carried.subject_kind"
            + " AND (later.action = log_carried.action AND later.sequence > log_carried.sequence OR later.action = ? AND later.sequence >= log_carried.sequence))";

    private final Sql sql;
    private final LogProof proof;

    LogCut(Sql sql) {
        this.sql = sql;
        this.proof = new LogProof(sql);
    }

    /** Everything but the entry about it, which comes next. */
    Optional<Checkpoint> cut(Cut wanted) throws SQLException {
        Optional<Kept> kept = proof.kept();
        long done = kept.map(Kept::checkpoint).map(Checkpoint::entries).orElse(0L);
        long head = sql.number("SELECT entries FROM log_head");
        long stays = sql.list("SELECT sequence FROM log_entry WHERE at >= ? ORDER BY sequence LIMIT 1", row -> row.getLong(1), wanted.before()).stream().findFirst().orElse(head + 1);
        long last = stays - 1;
        if (last <= done) {
            return Optional.empty();
        }
        String hash = proof.upTo(kept, last).orElseThrow(() -> new StoreException("the log is broken among what is older than " + wanted.before() + ", so nothing of it is cut off",
                "caravan log verify says where; keep the store as it is, and compare it with a backup."));
        Instant to = moment(last);
        Instant from = kept.isPresent() ? kept.get().checkpoint().from() : moment(1);
        sql.update(CARRY.formatted(sql.among("action")), last, new Sql.Among(wanted.standing()), last);
        sql.update(DROP, wanted.ending());
        Checkpoint made = new Checkpoint(last, hash, from, to, wanted.before(), sql.number("SELECT count(*) FROM log_carried"), proof.carriedHash());
        sql.update("DELETE FROM log_checkpoint");
        sql.update("INSERT INTO log_checkpoint (entries, hash, from_at, to_at, before_at, carried, carried_hash, said_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                made.entries(), made.hash(), made.from(), made.to(), made.before(), made.carried(), made.carriedHash(), head + 1);
        sql.update("DELETE FROM log_entry WHERE sequence <= ?", last);
        return Optional.of(made);
    }

    private Instant moment(long sequence) throws SQLException {
        return sql.list("SELECT at FROM log_entry WHERE sequence = ?", row -> row.getString(1), sequence).stream().findFirst().flatMap(Moment::read).orElseThrow();
    }

    static LogEntry entry(Checkpoint made, Cut wanted) {
        String words = made.entries() + " entries up to " + made.to() + " are cut off; " + made.carried() + " are kept because an account stands as they say";
        return new LogEntry(wanted.now(), new LogEntry.By("", 0, wanted.by()), LogEntry.About.system(""), LogStore.CUT, LogEntry.Result.of(LogEntry.Status.SUCCESS, words),
                said(made), List.of());
    }

    /** What the entry says, as values. */
    static List<AttributeChange> said(Checkpoint made) {
        return List.of(AttributeChange.of("entries", null, made.entries()), AttributeChange.of("hash", null, made.hash()), AttributeChange.of("from", null, Moment.text(made.from())),
                AttributeChange.of("to", null, Moment.text(made.to())), AttributeChange.of("before", null, Moment.text(made.before())),
                AttributeChange.of("carried", null, made.carried()), AttributeChange.of("carriedHash", null, made.carriedHash()));
    }
}
