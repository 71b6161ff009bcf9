package io.caravan.store;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The provisioning log on SQL, chained as {@link LogChain} says. */
final class SqlLogStore implements LogStore {

    static final String COLUMNS = "sequence, at, cycle, job, subject_key, source_anchor, target, target_anchor, action, status, reason,"
            + " changes, steps, attempts, duration_millis, initiated_by, hash, subject_kind";

    private final Database database;

    SqlLogStore(Database database) {
        this.database = database;
    }

    /** An entry as its columns hold it, and the hash that stands beside it. */
    record HashedRow(LogChain.Row row, String hash) {
    }

    @Override
    public void append(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        database.change(sql -> {
            // the update comes first: it keeps every other writer from the head until this transaction ends
            long[] sequence = {0};
            String[] hash = {""};
            sql.each("UPDATE log_head SET entries = entries + ? RETURNING entries, hash", row -> {
                sequence[0] = row.getLong(1) - entries.size();
                hash[0] = row.getString(2);
            }, entries.size());
            LogChain chain = new LogChain();
            List<HashedRow> rows = new ArrayList<>(entries.size());
            for (LogEntry entry : entries) {
                LogChain.Row row = row(++sequence[0], entry);
                hash[0] = chain.hash(hash[0], row);
                rows.add(new HashedRow(row, hash[0]));
            }
            sql.batch("INSERT INTO log_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows, SqlLogStore::bind);
            sql.update("UPDATE log_head SET hash = ?", hash[0]);
        });
    }

    private static LogChain.Row row(long sequence, LogEntry entry) {
        return new LogChain.Row(sequence, Moment.text(entry.at()), entry.cycle(), entry.job(), entry.identityKey(), entry.about().sourceAnchor(),
                entry.about().target(), entry.about().targetAnchor(), entry.action(), entry.status().word(), entry.reason(), ChangeJson.changes(entry.changes()),
                Json.list(entry.steps()), entry.result().attempts(), entry.result().durationMillis(), entry.by().initiatedBy(), entry.subject().kind().name());
    }

    private static void bind(PreparedStatement statement, HashedRow hashed) throws SQLException {
        LogChain.Row row = hashed.row();
        statement.setLong(1, row.sequence());
        statement.setString(2, row.at());
        statement.setLong(3, row.cycle());
        statement.setString(4, row.job());
        statement.setString(5, row.identityKey());
        statement.setString(6, row.sourceAnchor());
        statement.setString(7, row.target());
        statement.setString(8, row.targetAnchor());
        statement.setString(9, row.action());
        statement.setString(10, row.status());
        statement.setString(11, row.reason());
        statement.setString(12, row.changes());
        statement.setString(13, row.steps());
        statement.setInt(14, row.attempts());
        statement.setLong(15, row.durationMillis());
        statement.setString(16, row.initiatedBy());
        statement.setString(17, hashed.hash());
        statement.setString(18, row.subjectKind());
    }

    static HashedRow hashedRow(ResultSet row) throws SQLException {
        return new HashedRow(new LogChain.Row(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5),
                row.getString(6), row.getString(7), row.getString(8), row.getString(9), row.getString(10), row.getString(11),
                row.getString(12), row.getString(13), row.getInt(14), row.getLong(15), row.getString(16), row.getString(18)), row.getString(17));
    }

    private static StoredEntry storedEntry(ResultSet result) throws SQLException {
        HashedRow hashed = hashedRow(result);
        LogChain.Row row = hashed.row();
        return new StoredEntry(row.sequence(), new LogEntry(Moment.read(row.at()).orElseThrow(), new LogEntry.By(row.job(), row.cycle(), row.initiatedBy()),
                new LogEntry.About(new SubjectKey(Kind.of(row.subjectKind()), row.identityKey()), row.sourceAnchor(), row.target(), row.targetAnchor()),
                row.action(), new LogEntry.Result(StoredWord.read(LogEntry.Status.class, "status of a log entry", row.status()), row.reason(), row.attempts(), row.durationMillis()),
                ChangeJson.changes(row.changes()), Json.strings(row.steps())), hashed.hash());
    }

    @Override
    public List<StoredEntry> read(Filter filter) {
        return database.read(sql -> {
            Selection wanted = Selection.of(filter);
            List<StoredEntry> newest = sql.list("SELECT " + COLUMNS + " FROM log_entry" + wanted.where() + " ORDER BY sequence DESC LIMIT ?",
                    SqlLogStore::storedEntry, wanted.valuesAnd(filter.limit()));
            Collections.reverse(newest);
            return newest;
        });
    }

    /** A filter as SQL: conditions that must all hold, and the values of their parameters. */
    private record Selection(List<String> conditions, List<Object> values) {

        static Selection of(Filter filter) {
            Selection selection = new Selection(new ArrayList<>(), new ArrayList<>());
            filter.job().ifPresent(job -> selection.add("job = ?", job));
            filter.identity().ifPresent(key -> selection.add("subject_key = ? AND subject_key <> ''", key)); // so that the index is used
            filter.action().ifPresent(action -> selection.add("action = ?", action));
            filter.status().ifPresent(status -> selection.add("status = ?", status.word()));
            filter.when().since().ifPresent(since -> selection.add("at >= ?", Moment.text(since)));
            filter.when().until().ifPresent(until -> selection.add("at < ?", Moment.text(until)));
            filter.by().map(who -> " by " + who).ifPresent(end -> {
                int letters = end.codePointCount(0, end.length());
                selection.add("length(initiated_by) > ?", letters);
                selection.add("substr(initiated_by, length(initiated_by) - " + letters + " + 1) = ?", end);
            });
            filter.cycle().ifPresent(cycle -> selection.add("cycle = ?", cycle));
            return selection;
        }

        private void add(String condition, Object value) {
            conditions.add(condition);
            values.add(value);
        }

        String where() {
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }

        Object[] valuesAnd(Object last) {
            return Stream.concat(values.stream(), Stream.of(last)).toArray();
        }
    }

    @Override
    public void each(Consumer<StoredEntry> consumer) {
        database.look(sql -> {
            sql.stream("SELECT " + COLUMNS + " FROM log_carried ORDER BY sequence", row -> consumer.accept(storedEntry(row)));
            sql.stream("SELECT " + COLUMNS + " FROM log_entry ORDER BY sequence", row -> consumer.accept(storedEntry(row)));
        });
    }

    @Override
    public Verification verify() {
        return database.read(sql -> new LogProof(sql).verify());
    }

    @Override
    public Optional<Checkpoint> cut(Cut wanted) {
        return database.write(sql -> {
            Optional<Checkpoint> made = new LogCut(sql).cut(wanted);
            made.ifPresent(checkpoint -> append(List.of(LogCut.entry(checkpoint, wanted))));
            return made;
        });
    }

    @Override
    public Optional<Instant> oldest() {
        return database.read(sql -> sql.list("SELECT at FROM log_entry ORDER BY sequence LIMIT 1", row -> row.getString(1)).stream().findFirst().flatMap(Moment::read));
    }
}
