package io.caravan.store;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.CauseCount;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterCount;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.ChangeStore.Stage;
import io.caravan.engine.LetterCause;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The dead letters. One without a change is a source record that was rejected. */
final class DeadLetters {

    private static final String COLUMNS =
            "id, job, cycle, subject_id, subject_key, anchor, change, outcome, reason, place, attempts, at, step, basis, subject_kind";

    private final Database database;

    DeadLetters(Database database) {
        this.database = database;
    }

    void saveDeadLetters(List<DeadLetter> letters) {
        database.change(sql -> insert(sql, letters));
    }

    private static List<DeadLetter> insert(Sql sql, List<DeadLetter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return List.of();
        }
        List<DeadLetter> numbered = new ArrayList<>(letters.size());
        long id = sql.take("dead letter", letters.size());
        for (DeadLetter letter : letters) {
            numbered.add(letter.withId(id++));
        }
        Collection<DeadLetter> latest = Latest.of(numbered, DeadLetters::about);
        sql.batch("DELETE FROM dead_letter WHERE job = ? AND subject_id = ? AND group_id = ?",
                latest.stream().filter(letter -> letter.identityId().isPresent()).toList(), (row, letter) -> {
                    row.setString(1, letter.job());
                    row.setLong(2, letter.identityId().orElseThrow());
                    row.setLong(3, letter.group());
                });
        sql.batch("DELETE FROM dead_letter WHERE step = 'resolve' AND job = ? AND anchor = ?",
                latest.stream().filter(letter -> letter.stage() == Stage.RESOLVE).toList(), (row, letter) -> {
                    row.setString(1, letter.job());
                    row.setString(2, letter.anchor().orElseThrow());
                });
        sql.batch("""
                INSERT INTO dead_letter (id, job, cycle, at, subject_id, subject_key, anchor, outcome, attempts, place, reason, basis, change, step, subject_kind,
                                         group_id, cause)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", latest, DeadLetters::bind);
        return numbered;
    }

    /** There is one at most about the same. */
    private static Object about(DeadLetter letter) {
        return letter.identityId().<Object>map(identity -> List.of(letter.job(), identity, letter.group()))
                .orElseGet(() -> letter.stage() == Stage.RESOLVE ? List.of(letter.job(), letter.anchor().orElseThrow()) : letter.id());
    }

    private static void bind(PreparedStatement row, DeadLetter letter) throws SQLException {
        row.setLong(1, letter.id());
        row.setString(2, letter.job());
        row.setLong(3, letter.failure().cycle());
        row.setString(4, Moment.text(letter.failure().at()));
        if (letter.identityId().isPresent()) {
            row.setLong(5, letter.identityId().get());
        } else {
            row.setNull(5, Types.BIGINT);
        }
        row.setString(6, letter.identityKey());
        row.setString(7, letter.anchor().orElse(null));
        row.setString(8, letter.outcome().word());
        row.setInt(9, letter.failure().attempts());
        row.setString(10, letter.where());
        row.setString(11, letter.reason());
        row.setString(12, letter.change().map(Change::basis).orElse(null));
        row.setString(13, letter.change().map(ChangeJson::text).orElse(null));
        row.setString(14, letter.stage().word());
        row.setString(15, letter.subject().kind().name());
        row.setLong(16, letter.group());
        row.setString(17, letter.cause());
    }

    Map<Long, String> deadLettered(String job, Collection<Long> identityIds) {
        Map<Long, String> bases = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(
                "SELECT subject_id, basis FROM dead_letter WHERE basis IS NOT NULL AND group_id = 0 AND job = ? AND outcome <> ? AND " + sql.among("subject_id"),
                row -> bases.put(row.getLong(1), row.getString(2)), job, OutcomeKind.BLOCKED.word(), some)));
        return bases;
    }

    Map<Long, Change> deadLetteredChanges(String job, Collection<Long> identityIds) {
        Map<Long, Change> changes = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(
                "SELECT subject_id, change FROM dead_letter WHERE basis <> '' AND group_id = 0 AND job = ? AND outcome <> ? AND " + sql.among("subject_id"),
                row -> changes.put(row.getLong(1), ChangeJson.change(row.getString(2))), job, OutcomeKind.BLOCKED.word(), some)));
        return changes;
    }

    void dropDeadLetters(String job, Collection<Long> identityIds) {
        database.change(sql -> Sql.portions(identityIds, some ->
                sql.update("DELETE FROM dead_letter WHERE group_id = 0 AND job = ? AND " + sql.among("subject_id"), job, some)));
    }

    Map<Pair, String> ofMembers(String job, Collection<Pair> pairs) {
        Map<Pair, String> bases = new TreeMap<>();
        database.look(sql -> Sql.portions(SqlMembershipStore.numbers(pairs), some -> sql.each("SELECT d.group_id, d.subject_id, d.basis FROM " + sql.pairs()
                + " CROSS JOIN dead_letter d WHERE d.basis IS NOT NULL AND d.group_id = p.one AND d.subject_id = p.other AND d.job = ?",
                row -> bases.put(new Pair(row.getLong(1), row.getLong(2)), row.getString(3)), some, job)));
        return bases;
    }

    void dropOfMembers(String job, Collection<Pair> pairs) {
        database.change(sql -> sql.batch("DELETE FROM dead_letter WHERE job = ? AND subject_id = ? AND group_id = ?", pairs, (row, pair) -> {
            row.setString(1, job);
            row.setLong(2, pair.member());
            row.setLong(3, pair.group());
        }));
    }

    /** What tells one rejected record from another. */
    private record Rejection(Optional<String> anchor, String where, String reason) {
    }

    List<DeadLetter> replaceRejections(String job, List<DeadLetter> rejections) {
        Map<Rejection, DeadLetter> fresh = new LinkedHashMap<>();
        rejections.forEach(letter -> fresh.put(new Rejection(letter.anchor(), letter.where(), letter.reason()), letter));
        return database.write(sql -> {
            Map<Rejection, Long> old = new HashMap<>();
            List<Long> gone = new ArrayList<>();
            sql.each("SELECT id, anchor, place, reason FROM dead_letter WHERE step = 'read' AND job = ?", row -> {
                Rejection rejection = new Rejection(Optional.ofNullable(row.getString(2)), row.getString(3), row.getString(4));
                if (!fresh.containsKey(rejection) || old.putIfAbsent(rejection, row.getLong(1)) != null) {
                    gone.add(row.getLong(1));
                }
            }, job);
            Sql.portions(gone, some -> sql.update("DELETE FROM dead_letter WHERE " + sql.among("id"), some));
            fresh.keySet().removeAll(old.keySet());
            return insert(sql, List.copyOf(fresh.values()));
        });
    }

    void resolved(String job, Collection<String> anchors) {
        database.change(sql -> Sql.portions(anchors, some ->
                sql.update("DELETE FROM dead_letter WHERE step = 'resolve' AND job = ? AND " + sql.among("anchor"), job, some)));
    }

    /** An empty basis is that of no change. */
    void tryAgain(Collection<Long> ids) {
        database.change(sql -> Sql.portions(ids, some ->
                sql.update("UPDATE dead_letter SET basis = '' WHERE basis IS NOT NULL AND " + sql.among("id"), some)));
    }

    void forget(Collection<Long> ids) {
        database.change(sql -> Sql.portions(ids, some -> sql.update("DELETE FROM dead_letter WHERE " + sql.among("id"), some)));
    }

    List<CauseCount> causes(LetterFilter filter) {
        List<Object> values = new ArrayList<>();
        String where = where(filter, values);
        return database.read(sql -> {
            List<Grouped> groups = sql.list("SELECT cause, job, outcome, count(*), min(at), max(at), max(id) FROM dead_letter WHERE " + where + " GROUP BY cause, job, outcome",
                    Grouped::of, values.toArray());
            Map<Long, DeadLetter> newest = new HashMap<>();
            Sql.portions(groups.stream().map(Grouped::newest).toList(), some -> sql.each("SELECT " + COLUMNS + " FROM dead_letter WHERE " + sql.among("id"), row -> {
                DeadLetter letter = letter(row);
                newest.put(letter.id(), letter);
            }, some));
            return groups.stream().map(group -> new CauseCount(group.cause(), group.job(), group.outcome(), group.count(), group.since(), group.last(), newest.get(group.newest())))
                    .sorted(Comparator.comparingLong(CauseCount::count).reversed().thenComparing(CauseCount::job).thenComparing(CauseCount::cause)).toList();
        });
    }

    /** A row of what is counted. */
    private record Grouped(String cause, String job, OutcomeKind outcome, long count, Instant since, Instant last, long newest) {

        private static Grouped of(ResultSet row) throws SQLException {
            return new Grouped(row.getString(1), row.getString(2), DeadLetters.outcome(row.getString(3)), row.getLong(4), Moment.read(row.getString(5)).orElseThrow(),
                    Moment.read(row.getString(6)).orElseThrow(), row.getLong(7));
        }
    }

    List<DeadLetter> newest(LetterFilter filter, int limit) {
        List<Object> values = new ArrayList<>();
        String where = where(filter, values);
        values.add(limit);
        return database.read(sql -> sql.list("SELECT " + COLUMNS + " FROM dead_letter WHERE " + where + " ORDER BY id DESC LIMIT ?", DeadLetters::letter, values.toArray()));
    }

    private static String where(LetterFilter filter, List<Object> values) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        filter.job().ifPresent(job -> add("job = ?", conditions, values, job));
        filter.who().ifPresent(who -> add("(subject_key = ? OR anchor = ?)", conditions, values, who, who));
        filter.cause().ifPresent(cause -> {
            if (LetterCause.isId(cause)) {
                add("cause = ?", conditions, values, cause);
            } else if (OutcomeKind.ofWord(cause).isPresent()) {
                add("outcome = ?", conditions, values, cause);
            } else {
                add("lower(reason) LIKE ? ESCAPE '!'", conditions, values,
                        "%" + cause.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
            }
        });
        filter.outcome().ifPresent(outcome -> add("outcome = ?", conditions, values, outcome.word()));
        filter.since().ifPresent(since -> add("at >= ?", conditions, values, since));
        return String.join(" AND ", conditions);
    }

    private static void add(String condition, List<String> conditions, List<Object> values, Object... more) {
        conditions.add(condition);
        values.addAll(List.of(more));
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        DeadLetter.About about = new DeadLetter.About(Sql.numberOrNull(row, 4), new SubjectKey(Kind.of(row.getString(15)), row.getString(5)),
                Optional.ofNullable(row.getString(6)), row.getString(10));
        DeadLetter.Failure failure = new DeadLetter.Failure(stage(row.getString(13)), outcome(row.getString(8)), row.getString(9),
                row.getInt(11), row.getLong(3), Moment.read(row.getString(12)).orElseThrow());
        return new DeadLetter(row.getLong(1), row.getString(2), about, Optional.ofNullable(row.getString(7)).map(ChangeJson::change), failure,
                "".equals(row.getString(14)));
    }

    List<LetterCount> counts(String job) {
        return database.read(sql -> sql.list("SELECT step, outcome, count(*) FROM dead_letter WHERE job = ? GROUP BY step, outcome",
                row -> new LetterCount(stage(row.getString(1)), outcome(row.getString(2)), row.getLong(3)), job)).stream()
                .sorted(Comparator.comparing(LetterCount::stage).thenComparing(LetterCount::outcome)).toList();
    }

    private static Stage stage(String word) {
        return StoredWord.read(Stage.class, "step of a dead letter", word);
    }

    private static OutcomeKind outcome(String word) {
        return StoredWord.read(OutcomeKind.class, "outcome of a dead letter", word);
    }

    long count(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM dead_letter WHERE job = ?", job));
    }
}
