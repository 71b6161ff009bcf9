package io.caravan.store;

import io.caravan.connector.OutcomeKind;
import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.plan.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dead letters. One without a change is a source record that was rejected. */
final class DeadLetters {

    private static final String COLUMNS =
            "SELECT id, job, cycle, identity_id, identity_key, anchor, change, outcome, reason, place, attempts, at FROM dead_letter ";

    private final Database database;

    DeadLetters(Database database) {
        this.database = database;
    }

    void bury(List<DeadLetter> letters) {
        database.change(sql -> insert(sql, letters));
    }

    private static List<DeadLetter> insert(Sql sql, List<DeadLetter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return List.of();
        }
        List<DeadLetter> numbered = new ArrayList<>(letters.size());
        long id = sql.take("dead letter", letters.size());
        for (DeadLetter letter : letters) {
            numbered.add(new DeadLetter(id++, letter.job(), letter.cycle(), letter.identityId(), letter.identityKey(), letter.anchor(),
                    letter.change(), letter.outcome(), letter.reason(), letter.where(), letter.attempts(), letter.at()));
        }
        Collection<DeadLetter> latest = Latest.of(numbered, letter -> letter.identityId().<Object>map(identity -> List.of(letter.job(), identity))
                .orElse(letter.id()));
        sql.batch("DELETE FROM dead_letter WHERE job = ? AND identity_id = ?",
                latest.stream().filter(letter -> letter.identityId().isPresent()).toList(), (row, letter) -> {
                    row.setString(1, letter.job());
                    row.setLong(2, letter.identityId().orElseThrow());
                });
        sql.batch("""
                INSERT INTO dead_letter (id, job, cycle, at, identity_id, identity_key, anchor, outcome, attempts, place, reason, basis, change)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", latest, DeadLetters::bind);
        return numbered;
    }

    private static void bind(PreparedStatement row, DeadLetter letter) throws SQLException {
        row.setLong(1, letter.id());
        row.setString(2, letter.job());
        row.setLong(3, letter.cycle());
        row.setString(4, Moment.text(letter.at()));
        if (letter.identityId().isPresent()) {
            row.setLong(5, letter.identityId().get());
        } else {
            row.setNull(5, Types.BIGINT);
        }
        row.setString(6, letter.identityKey());
        row.setString(7, letter.anchor().orElse(null));
        row.setString(8, letter.outcome().word());
        row.setInt(9, letter.attempts());
        row.setString(10, letter.where());
        row.setString(11, letter.reason());
        row.setString(12, letter.change().map(Change::basis).orElse(null));
        row.setString(13, letter.change().map(ChangeJson::text).orElse(null));
    }

    Map<Long, String> buried(String job, Collection<Long> identityIds) {
        Map<Long, String> bases = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(
                "SELECT identity_id, basis FROM dead_letter WHERE basis IS NOT NULL AND job = ? AND outcome <> ? AND " + sql.among("identity_id"),
                row -> bases.put(row.getLong(1), row.getString(2)), job, OutcomeKind.BLOCKED.word(), some)));
        return bases;
    }

    void exhume(String job, Collection<Long> identityIds) {
        database.change(sql -> Sql.portions(identityIds, some ->
                sql.update("DELETE FROM dead_letter WHERE job = ? AND " + sql.among("identity_id"), job, some)));
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
            sql.each("SELECT id, anchor, place, reason FROM dead_letter WHERE change IS NULL AND job = ?", row -> {
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

    List<DeadLetter> newest(Optional<String> job, int limit) {
        return database.read(sql -> job.isPresent()
                ? sql.list(COLUMNS + "WHERE job = ? ORDER BY id DESC LIMIT ?", DeadLetters::letter, job.get(), limit)
                : sql.list(COLUMNS + "ORDER BY id DESC LIMIT ?", DeadLetters::letter, limit));
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(row.getLong(1), row.getString(2), row.getLong(3), Sql.numberOrNull(row, 4), row.getString(5), Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getString(7)).map(ChangeJson::change), OutcomeKind.ofWord(row.getString(8)).orElseThrow(),
                row.getString(9), row.getString(10), row.getInt(11), Moment.read(row.getString(12)).orElseThrow());
    }

    long count(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM dead_letter WHERE job = ?", job));
    }
}
