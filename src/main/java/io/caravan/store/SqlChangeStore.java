package io.caravan.store;

import io.caravan.engine.ChangeStore;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.plan.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Planned changes on SQL; the dead letters are {@link DeadLetters}. */
final class SqlChangeStore implements ChangeStore {

    private static final String POSTPONED = "SELECT subject_id, basis, tries, since, last_at, again_at, reason FROM postponed_change WHERE job = ?";

    private final Database database;
    private final DeadLetters letters;

    SqlChangeStore(Database database) {
        this.database = database;
        this.letters = new DeadLetters(database);
    }

    @Override
    public List<PlannedChange> plan(String job, long cycle, List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        return database.write(sql -> {
            long first = sql.take("change", changes.size());
            long[] id = {first};
            sql.batch("""
                    INSERT INTO planned_change (id, job, cycle, dispatch_order, held, subject_id, subject_key, kind, change, subject_kind, counts)
                    VALUES (?, ?, ?, ?, FALSE, ?, ?, ?, ?, ?, ?)""", changes, (row, change) -> {
                row.setLong(1, id[0]++);
                row.setString(2, job);
                row.setLong(3, cycle);
                row.setInt(4, change.rank());
                row.setLong(5, change.identityId());
                row.setString(6, change.identityKey());
                row.setString(7, change.kind().word());
                row.setString(8, ChangeJson.text(change));
                row.setString(9, change.subject().kind().name());
                row.setLong(10, change.count());
            });
            return IntStream.range(0, changes.size()).mapToObj(i -> new PlannedChange(first + i, changes.get(i), false)).toList();
        });
    }

    @Override
    public void eachWaiting(String job, WaitingChanges consumer) {
        database.look(sql -> sql.stream("SELECT id, subject_id FROM planned_change WHERE NOT held AND job = ? AND dispatch_order = ? ORDER BY id",
                row -> consumer.accept(row.getLong(1), row.getLong(2)), job, Change.WAITS));
    }

    @Override
    public List<PlannedChange> read(String job, Collection<Long> changeIds) {
        List<PlannedChange> found = new ArrayList<>();
        database.look(sql -> Sql.portions(changeIds, some -> sql.each("SELECT id, change FROM planned_change WHERE NOT held AND job = ? AND " + sql.among("id"),
                row -> found.add(new PlannedChange(row.getLong(1), ChangeJson.change(row.getString(2)), false)), job, some)));
        return found;
    }

    @Override
    public List<PlannedChange> next(String job, Optional<PlannedChange> after, int limit) {
        return database.read(sql -> inOrder(sql, "NOT held", job, after, limit));
    }

    /** Held changes and the others have an index each, so that those that are on their way are not kept in two. */
    @Override
    public List<PlannedChange> unsettled(String job, Optional<PlannedChange> after, int limit) {
        return database.read(sql -> {
            List<PlannedChange> both = new ArrayList<>(inOrder(sql, "NOT held", job, after, limit));
            both.addAll(inOrder(sql, "held", job, after, limit));
            return both.stream().sorted(PlannedChange.ORDER_OF_DISPATCH).limit(limit).toList();
        });
    }

    private static List<PlannedChange> inOrder(Sql sql, String condition, String job, Optional<PlannedChange> after, int limit) throws SQLException {
        int rank = after.map(change -> change.change().rank()).orElse(-1);
        long id = after.map(PlannedChange::id).orElse(0L);
        return sql.list("SELECT id, change, held FROM planned_change WHERE " + condition
                        + " AND job = ? AND (dispatch_order, id) > (?, ?) ORDER BY dispatch_order, id LIMIT ?",
                row -> new PlannedChange(row.getLong(1), ChangeJson.change(row.getString(2)), row.getBoolean(3)), job, rank, id, limit);
    }

    @Override
    public void hold(String job, Collection<Long> changeIds, boolean held) {
        database.change(sql -> Sql.portions(changeIds, some ->
                sql.update("UPDATE planned_change SET held = ? WHERE job = ? AND " + sql.among("id"), held, job, some)));
    }

    @Override
    public void settle(String job, Collection<Long> changeIds) {
        database.change(sql -> Sql.portions(changeIds, some ->
                sql.update("DELETE FROM planned_change WHERE job = ? AND " + sql.among("id"), job, some)));
    }

    @Override
    public List<Long> discard(String job) {
        return database.write(sql -> {
            TreeSet<Long> whose = new TreeSet<>();
            sql.each("DELETE FROM planned_change WHERE job = ? RETURNING subject_id", row -> whose.add(row.getLong(1)), job);
            return new ArrayList<>(whose);
        });
    }

    @Override
    public long unsettledCount(String job) {
        return database.read(sql -> sql.number("SELECT coalesce(sum(counts), 0) FROM planned_change WHERE job = ?", job));
    }

    @Override
    public Map<String, Long> heldByJob() {
        Map<String, Long> held = new TreeMap<>();
        database.look(sql -> sql.each("SELECT job, sum(counts) FROM planned_change WHERE held GROUP BY job",
                row -> held.put(row.getString(1), row.getLong(2))));
        return held;
    }

    @Override
    public void saveDeadLetters(List<DeadLetter> dead) {
        letters.saveDeadLetters(dead);
    }

    @Override
    public Map<Long, String> deadLettered(String job, Collection<Long> identityIds) {
        return letters.deadLettered(job, identityIds);
    }

    @Override
    public Map<Long, Change> deadLetteredChanges(String job, Collection<Long> identityIds) {
        return letters.deadLetteredChanges(job, identityIds);
    }

    @Override
    public void dropDeadLetters(String job, Collection<Long> identityIds) {
        letters.dropDeadLetters(job, identityIds);
    }

    @Override
    public Map<Pair, String> deadLetteredMembers(String job, Collection<Pair> pairs) {
        return letters.ofMembers(job, pairs);
    }

    @Override
    public void dropMemberLetters(String job, Collection<Pair> pairs) {
        letters.dropOfMembers(job, pairs);
    }

    @Override
    public List<PlannedChange> ofMembers(String job, long afterId, int limit) {
        return database.read(sql -> sql.list("SELECT id, change, held FROM planned_change WHERE job = ? AND kind IN ('join', 'leave') AND id > ? ORDER BY id LIMIT ?",
                row -> new PlannedChange(row.getLong(1), ChangeJson.change(row.getString(2)), row.getBoolean(3)), job, afterId, limit));
    }

    @Override
    public List<DeadLetter> replaceRejections(String job, List<DeadLetter> rejections) {
        return letters.replaceRejections(job, rejections);
    }

    @Override
    public void resolved(String job, Collection<String> anchors) {
        letters.resolved(job, anchors);
    }

    @Override
    public List<DeadLetter> deadLetters(LetterFilter filter, int limit) {
        return letters.newest(filter, limit);
    }

    @Override
    public List<CauseCount> causes(LetterFilter filter) {
        return letters.causes(filter);
    }

    @Override
    public void forgetLetters(Collection<Long> letterIds) {
        letters.forget(letterIds);
    }

    @Override
    public void tryAgain(Collection<Long> letterIds) {
        letters.tryAgain(letterIds);
    }

    @Override
    public List<LetterCount> deadLetterCounts(String job) {
        return letters.counts(job);
    }

    @Override
    public long deadLetterCount(String job) {
        return letters.count(job);
    }

    @Override
    public void postpone(String job, Collection<Postponed> changes) {
        if (!changes.isEmpty()) {
            database.change(sql -> {
                for (Postponed one : changes) {
                    sql.update("""
                            INSERT INTO postponed_change (job, subject_id, basis, tries, since, last_at, again_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                            ON CONFLICT (job, subject_id) DO UPDATE SET basis = excluded.basis, tries = excluded.tries, since = excluded.since, last_at = excluded.last_at,
                                again_at = excluded.again_at, reason = excluded.reason""",
                            job, one.identityId(), one.basis(), one.tries(), one.since(), one.last(), one.again(), one.reason());
                }
            });
        }
    }

    @Override
    public Map<Long, Postponed> postponed(String job, Collection<Long> identityIds) {
        Map<Long, Postponed> found = new TreeMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(POSTPONED + " AND " + sql.among("subject_id"),
                row -> found.put(row.getLong(1), postponed(row)), job, some)));
        return found;
    }

    @Override
    public List<Postponed> postponed(String job, int limit) {
        return database.read(sql -> sql.list(POSTPONED + " ORDER BY again_at, subject_id LIMIT ?", SqlChangeStore::postponed, job, limit));
    }

    private static Postponed postponed(ResultSet row) throws SQLException {
        return new Postponed(row.getLong(1), row.getString(2), row.getLong(3), Moment.read(row.getString(4)).orElseThrow(), Moment.read(row.getString(5)).orElseThrow(),
                Moment.read(row.getString(6)).orElseThrow(), row.getString(7));
    }

    @Override
    public long postponedCount(String job) {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM postponed_change WHERE job = ?", job));
    }

    @Override
    public void dropPostponed(String job, Collection<Long> identityIds) {
        database.change(sql -> Sql.portions(identityIds, some -> sql.update("DELETE FROM postponed_change WHERE job = ? AND " + sql.among("subject_id"), job, some)));
    }

    @Override
    public void dropPostponed(String job) {
        if (postponedCount(job) > 0) {
            database.change(sql -> sql.update("DELETE FROM postponed_change WHERE job = ?", job));
        }
    }
}
