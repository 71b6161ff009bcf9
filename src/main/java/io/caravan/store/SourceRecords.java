package io.caravan.store;

import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.HubStore.ReadAnew;
import io.caravan.engine.HubStore.ReadBack;
import io.caravan.engine.HubStore.RecordHashes;
import io.caravan.engine.HubStore.RecordOwner;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.engine.HubStore.StagedRecord;
import io.caravan.engine.HubStore.Stands;
import io.caravan.subject.Attributes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The source records: what waits to be resolved (staged_record) and what was resolved last (source_record). */
final class SourceRecords {

    /** Of a record that waits as it was read anew; what other records say of memberships has been judged. */
    private static final String READ_ANEW = " AND EXISTS (SELECT 1 FROM staged_record w WHERE w.job = %1$s.job AND w.anchor = %1$s.anchor AND w.waits = 'read')";
    /** The hash of a record also tells what it says of memberships: if something of that has not become what it says, it is another record. */
    private static final String COMPARED_ANEW = "UPDATE source_record SET hash = 0 WHERE job = ? AND EXISTS (SELECT 1 FROM staged_claim s "
            + "WHERE s.job = source_record.job AND s.anchor = source_record.anchor)" + READ_ANEW.formatted("source_record");
    private static final String NOT_SAID = "DELETE FROM staged_claim WHERE job = ?" + READ_ANEW.formatted("staged_claim");
    private static final String KNOWN_OR_STAGED = """
            SELECT r.anchor, CASE WHEN s.waits = 'read' THEN s.hash ELSE r.hash END, s.waits IS NOT NULL
            FROM source_record r LEFT JOIN staged_record s ON s.job = r.job AND s.anchor = r.anchor
            WHERE r.job = ? AND (s.waits = 'read' OR r.absent_since IS NULL AND (s.waits IS NULL OR s.waits = 'again'))""";
    private static final String ONLY_STAGED = """
            SELECT s.anchor, s.hash FROM staged_record s
            WHERE s.job = ? AND s.waits = 'read'
              AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.job = s.job AND r.anchor = s.anchor)""";
    /** What a record says that its source did not have before either. */
    private static final String STILL_GONE = "INSERT INTO staged_claim (job, anchor, group_name, member_name, waits) "
            + "SELECT c.job, c.anchor, c.group_name, c.member_name, 'gone' FROM membership_claim c JOIN source_record r ON r.job = c.job AND r.anchor = c.anchor "
            + "WHERE c.job = ? AND r.absent_since IS NOT NULL" + READ_ANEW.formatted("c");
    private static final String UNLESS_THERE = " ON CONFLICT (job, anchor, group_name, member_name) DO NOTHING";

    private final Database database;
    private final LastReadings readings;

    SourceRecords(Database database, LastReadings readings) {
        this.database = database;
        this.readings = readings;
    }

    void eachHash(String job, RecordHashes consumer) {
        database.look(sql -> {
            if (sql.number("SELECT count(*) FROM (SELECT 1 FROM staged_record WHERE job = ? LIMIT 1) waiting", job) == 0) {
                sql.stream("SELECT anchor, hash FROM source_record WHERE job = ? AND absent_since IS NULL",
                        row -> consumer.accept(row.getString(1), row.getLong(2), false), job);
                return;
            }
            sql.stream(KNOWN_OR_STAGED, row -> consumer.accept(row.getString(1), row.getLong(2), row.getBoolean(3)), job);
            sql.stream(ONLY_STAGED, row -> consumer.accept(row.getString(1), row.getLong(2), true), job);
        });
    }

    void eachHash(String job, Collection<String> anchors, RecordHashes consumer) {
        database.look(sql -> Sql.portions(anchors, some -> {
            sql.each(KNOWN_OR_STAGED + " AND r." + sql.among("anchor"), row -> consumer.accept(row.getString(1), row.getLong(2), row.getBoolean(3)), job, some);
            sql.each(ONLY_STAGED + " AND s." + sql.among("anchor"), row -> consumer.accept(row.getString(1), row.getLong(2), true), job, some);
        }));
    }

    void stage(String job, List<StagedRecord> records) {
        staging(job, records, sql -> sql.batch("""
                INSERT INTO staged_record (job, anchor, waits, restaged, hash, place, attributes) VALUES (?, ?, 'read', FALSE, ?, ?, ?)
                ON CONFLICT (job, anchor) DO UPDATE
                SET waits = excluded.waits, hash = excluded.hash, place = excluded.place, attributes = excluded.attributes""",
                Latest.of(records, StagedRecord::anchor), (row, record) -> {
                    row.setString(1, job);
                    row.setString(2, record.anchor());
                    row.setLong(3, record.hash());
                    row.setString(4, record.where());
                    row.setString(5, Json.attributes(record.attributes()));
                }));
    }

    void unstage(String job, Collection<String> anchors) {
        staging(job, anchors, sql -> Sql.portions(anchors, some -> {
            sql.update(COMPARED_ANEW + " AND " + sql.among("anchor"), job, some);
            sql.update(NOT_SAID + " AND " + sql.among("anchor"), job, some);
            sql.update(STILL_GONE + " AND " + sql.among("c.anchor") + UNLESS_THERE, job, some);
            sql.update("UPDATE staged_record SET waits = 'again', hash = NULL, place = NULL, attributes = NULL WHERE restaged AND job = ? AND "
                    + sql.among("anchor"), job, some);
            sql.update("DELETE FROM staged_record WHERE NOT restaged AND job = ? AND " + sql.among("anchor"), job, some);
        }));
    }

    void takeBack(String job) {
        database.change(sql -> {
            readings.forget(job);
            sql.update(COMPARED_ANEW, job);
            sql.update(NOT_SAID, job);
            sql.update(STILL_GONE + UNLESS_THERE, job);
            sql.update("UPDATE staged_record SET waits = 'again', hash = NULL, place = NULL, attributes = NULL WHERE restaged AND job = ?", job);
            sql.update("DELETE FROM staged_record WHERE NOT restaged AND job = ?", job);
        });
    }

    boolean isSomethingReadAnew(String job) {
        return !database.read(sql -> sql.list("SELECT 1 FROM staged_record WHERE waits = 'read' AND job = ? LIMIT 1", row -> true, job)).isEmpty();
    }

    void eachReadAnew(String job, ReadAnew consumer) {
        database.look(sql -> sql.stream("""
                SELECT COALESCE(r.attributes, '{}'), s.attributes FROM staged_record s
                LEFT JOIN source_record r ON r.job = s.job AND r.anchor = s.anchor AND r.absent_since IS NULL
                WHERE s.job = ? AND s.waits = 'read'""",
                row -> consumer.accept(Json.attributes(row.getString(1)), Json.attributes(row.getString(2))), job));
    }

    void eachReadBack(String job, Predicate<Attributes> interesting, ReadBack consumer) {
        database.look(sql -> sql.stream("""
                SELECT s.anchor, r.absent_since IS NOT NULL, COALESCE(r.contributed, '{}'), r.attributes, s.attributes FROM staged_record s
                JOIN source_record r ON r.job = s.job AND r.anchor = s.anchor
                WHERE s.job = ? AND s.waits = 'read' AND (r.absent_since IS NOT NULL OR r.subject_id IS NOT NULL)""",
                row -> {
                    Attributes said = Json.attributes(row.getString(3));
                    if (row.getBoolean(2) || interesting.test(said)) {
                        consumer.accept(row.getString(1), row.getBoolean(2), said, Json.attributes(row.getString(4)), Json.attributes(row.getString(5)));
                    }
                }, job));
    }

    List<SourceRow> settled(String job, String after, int limit) {
        return database.read(sql -> sql.list("""
                SELECT r.anchor, r.attributes, r.hash, FALSE, r.place, r.subject_id FROM source_record r
                WHERE r.job = ? AND r.absent_since IS NULL AND r.anchor > ?
                  AND NOT EXISTS (SELECT 1 FROM staged_record s WHERE s.job = r.job AND s.anchor = r.anchor)
                ORDER BY r.anchor LIMIT ?""", SourceRecords::sourceRow, job, after, limit));
    }

    void stageAbsence(String job, Collection<String> anchors) {
        staging(job, anchors, sql -> Sql.portions(anchors, some -> {
            sql.update("UPDATE staged_record SET waits = 'absent' WHERE job = ? AND " + sql.among("anchor") + """
                     AND (waits = 'read' OR waits = 'again' AND EXISTS (SELECT 1 FROM source_record r
                          WHERE r.job = staged_record.job AND r.anchor = staged_record.anchor AND r.absent_since IS NULL))""",
                    job, some);
            sql.update("""
                    INSERT INTO staged_record (job, anchor, waits, restaged)
                    SELECT job, anchor, 'absent', FALSE FROM source_record
                    WHERE absent_since IS NULL AND job = ? AND\s""" + sql.among("anchor")
                    + " ON CONFLICT (job, anchor) DO NOTHING", job, some);
        }));
    }

    /** What is staged is no longer as the last reading found it. */
    private void staging(String job, Collection<?> records, Database.Task task) {
        if (!records.isEmpty()) {
            database.change(sql -> {
                readings.forget(job);
                task.with(sql);
            });
        }
    }

    void restage(String job) {
        database.change(sql -> sql.update("""
                INSERT INTO staged_record (job, anchor, waits, restaged)
                SELECT job, anchor, 'again', TRUE FROM source_record WHERE job = ?
                ON CONFLICT (job, anchor) DO UPDATE SET restaged = TRUE""", job));
    }

    void restage(String job, Collection<String> anchors) {
        database.change(sql -> Sql.portions(anchors, some -> sql.update("""
                INSERT INTO staged_record (job, anchor, waits, restaged)
                SELECT job, anchor, 'again', TRUE FROM source_record WHERE job = ? AND\s""" + sql.among("anchor")
                + " ON CONFLICT (job, anchor) DO UPDATE SET restaged = TRUE", job, some)));
    }

    /** What contributes nothing is out of scope or ambiguous, and not looking for an identity. */
    void restageUnassigned(String job) {
        database.change(sql -> sql.update("""
                INSERT INTO staged_record (job, anchor, waits, restaged)
                SELECT job, anchor, 'again', TRUE FROM source_record
                WHERE job = ? AND subject_id IS NULL AND absent_since IS NULL AND contributed <> '{}'
                ON CONFLICT (job, anchor) DO UPDATE SET restaged = TRUE""", job));
    }

    List<SourceRow> staged(String job, String afterAnchor, int limit) {
        return database.read(sql -> sql.list("""
                SELECT s.anchor, COALESCE(s.attributes, r.attributes), COALESCE(s.hash, r.hash),
                       s.waits = 'absent' OR s.waits = 'again' AND r.absent_since IS NOT NULL, COALESCE(s.place, r.place), r.subject_id
                FROM staged_record s LEFT JOIN source_record r ON r.job = s.job AND r.anchor = s.anchor
                WHERE s.job = ? AND s.anchor > ? ORDER BY s.anchor LIMIT ?""", SourceRecords::sourceRow, job, afterAnchor, limit));
    }

    List<KnownRecord> with(String anchor) {
        return database.read(sql -> sql.list("""
                SELECT anchor, attributes, hash, absent_since IS NOT NULL, place, subject_id, job
                FROM source_record WHERE anchor = ? ORDER BY job""", row -> new KnownRecord(row.getString(7), sourceRow(row)), anchor));
    }

    List<KnownRecord> unassigned(String job, String afterAnchor, int limit) {
        return database.read(sql -> sql.list("""
                SELECT anchor, attributes, hash, absent_since IS NOT NULL, place, subject_id, job
                FROM source_record r WHERE job = ? AND subject_id IS NULL AND absent_since IS NULL AND anchor > ?
                  AND NOT EXISTS (SELECT 1 FROM membership_claim c WHERE c.job = r.job AND c.anchor = r.anchor AND c.group_id IS NOT NULL AND c.member_id IS NOT NULL)
                ORDER BY anchor LIMIT ?""",
                row -> new KnownRecord(row.getString(7), sourceRow(row)), job, afterAnchor, limit));
    }

    Map<String, RecordOwner> owners(String job, Collection<String> anchors) {
        Map<String, RecordOwner> owners = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(anchors, some -> sql.each("SELECT anchor, CASE WHEN contributed <> '{}' AND absent_since IS NULL THEN subject_id END, place "
                + "FROM source_record WHERE job = ? AND " + sql.among("anchor"), row -> owners.put(row.getString(1),
                new RecordOwner(Sql.numberOrNull(row, 2).map(OptionalLong::of).orElse(OptionalLong.empty()), row.getString(3))), job, some)));
        return owners;
    }

    Map<Long, List<KnownRecord>> of(Collection<Long> identityIds) {
        Map<Long, List<KnownRecord>> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each("SELECT anchor, attributes, hash, absent_since IS NOT NULL, place, subject_id, job "
                + "FROM source_record WHERE " + sql.among("subject_id") + " ORDER BY subject_id, job, anchor",
                row -> found.computeIfAbsent(row.getLong(6), none -> new ArrayList<>()).add(new KnownRecord(row.getString(7), sourceRow(row))), some)));
        return found;
    }

    private static SourceRow sourceRow(ResultSet row) throws SQLException {
        return new SourceRow(row.getString(1), Json.attributes(row.getString(2)), row.getLong(3), row.getBoolean(4), row.getString(5),
                Sql.numberOrNull(row, 6).map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    long present(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM source_record WHERE job = ?", job)
                - sql.number("SELECT count(*) FROM source_record WHERE absent_since IS NOT NULL AND job = ?", job));
    }

    void resolved(String job, List<ResolvedRecord> records, Instant now) {
        String moment = Moment.text(now);
        Collection<ResolvedRecord> latest = Latest.of(records, record -> record.row().anchor());
        database.change(sql -> {
            sql.batch("""
                    INSERT INTO source_record (job, anchor, hash, absent_since, subject_id, place, attributes, contributed)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (anchor, job) DO UPDATE
                    SET hash = excluded.hash, subject_id = excluded.subject_id, place = excluded.place,
                        attributes = excluded.attributes, contributed = COALESCE(excluded.contributed, source_record.contributed),
                        absent_since = CASE WHEN excluded.absent_since IS NULL THEN NULL
                                            ELSE COALESCE(source_record.absent_since, excluded.absent_since) END
                    WHERE source_record.hash <> excluded.hash OR source_record.subject_id IS DISTINCT FROM excluded.subject_id
                       OR source_record.place <> excluded.place OR source_record.attributes <> excluded.attributes
                       OR excluded.contributed IS NOT NULL AND excluded.contributed IS DISTINCT FROM source_record.contributed
                       OR (source_record.absent_since IS NULL) <> (excluded.absent_since IS NULL)""",
                    latest, (row, record) -> {
                        SourceRow source = record.row();
                        row.setString(1, job);
                        row.setString(2, source.anchor());
                        row.setLong(3, source.hash());
                        row.setString(4, source.absent() ? moment : null);
                        if (record.identityId().isPresent()) {
                            row.setLong(5, record.identityId().getAsLong());
                        } else {
                            row.setNull(5, Types.BIGINT);
                        }
                        row.setString(6, source.where());
                        row.setString(7, Json.attributes(source.attributes()));
                        row.setString(8, record.contributed().map(Json::attributes).orElse(null));
                    });
            sql.batch("DELETE FROM staged_record WHERE job = ? AND anchor = ?", latest, (row, record) -> {
                row.setString(1, job);
                row.setString(2, record.row().anchor());
            });
        });
    }

    Map<Long, List<Contribution>> contributions(Collection<Long> identityIds) {
        Map<Long, List<Contribution>> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(
                "SELECT subject_id, job, anchor, COALESCE(contributed, '{}'), absent_since FROM source_record WHERE " + sql.among("subject_id")
                        + " ORDER BY subject_id, job, anchor",
                row -> found.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(new Contribution(row.getString(2), row.getString(3),
                        Json.attributes(row.getString(4)), Moment.read(row.getString(5)))), some)));
        return found;
    }

    List<Long> saidOnlyBy(String job, Collection<String> others, long after, int limit) {
        return database.read(sql -> sql.list("SELECT DISTINCT r.subject_id FROM source_record r WHERE r.job = ? AND r.subject_id > ? AND r.absent_since IS NULL AND r.contributed <> '{}' "
                + "AND NOT EXISTS (SELECT 1 FROM source_record o WHERE o.subject_id = r.subject_id AND o.absent_since IS NULL AND o.contributed <> '{}' AND " + sql.among("o.job")
                + ") ORDER BY r.subject_id LIMIT ?", row -> row.getLong(1), job, after, new Sql.Among(others.isEmpty() ? List.of("") : others), limit));
    }

    void keepEarlier(String job, Map<String, List<EarlierRecord>> records) {
        database.change(sql -> {
            Sql.portions(records.keySet(), some -> sql.update("DELETE FROM kept_record WHERE job = ? AND " + sql.among("anchor"), job, some));
            sql.batch("INSERT INTO kept_record (job, anchor, stands, attributes, contributed, not_before) VALUES (?, ?, ?, ?, ?, ?)",
                    records.values().stream().flatMap(List::stream).toList(), (row, record) -> {
                        row.setString(1, job);
                        row.setString(2, record.anchor());
                        row.setString(3, record.stands().name().toLowerCase(Locale.ROOT));
                        row.setString(4, Json.attributes(record.read()));
                        row.setString(5, Json.attributes(record.attributes()));
                        row.setString(6, Moment.textOrNull(record.notBefore()));
                    });
        });
    }

    void forgetEarlier(String job) {
        database.change(sql -> sql.update("DELETE FROM kept_record WHERE job = ?", job));
    }

    Map<Long, List<EarlierRecord>> earlier(Collection<Long> identityIds) {
        Map<Long, List<EarlierRecord>> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each("""
                SELECT r.subject_id, k.job, k.anchor, k.stands, k.attributes, k.contributed, k.not_before
                FROM source_record r JOIN kept_record k ON k.job = r.job AND k.anchor = r.anchor
                WHERE\s""" + sql.among("r.subject_id") + " ORDER BY r.subject_id, k.job, k.anchor, k.stands",
                row -> found.computeIfAbsent(row.getLong(1), id -> new ArrayList<>(1)).add(new EarlierRecord(row.getString(2), row.getString(3),
                        StoredWord.read(Stands.class, "place of a record", row.getString(4)), Json.attributes(row.getString(5)), Json.attributes(row.getString(6)),
                        Moment.read(row.getString(7)))), some)));
        return found;
    }
}
