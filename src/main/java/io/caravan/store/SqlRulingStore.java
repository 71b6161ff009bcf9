package io.caravan.store;

import io.caravan.engine.RulingStore;
import io.caravan.plan.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decisions about held changes, on SQL. */
final class SqlRulingStore implements RulingStore {

    private static final String COLUMNS = "subject_id, ruling, change, ruled_at, ruled_by, why, until_at";

    private final Database database;

    SqlRulingStore(Database database) {
        this.database = database;
    }

    @Override
    public void rule(String job, Collection<Ruling> rulings) {
        database.change(sql -> sql.batch("""
                INSERT INTO change_ruling (job, subject_id, ruling, change, ruled_at, ruled_by, why, until_at, member) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (job, subject_id, member) DO UPDATE
                SET ruling = excluded.ruling, change = excluded.change, ruled_at = excluded.ruled_at, ruled_by = excluded.ruled_by, why = excluded.why,
                    until_at = excluded.until_at""", rulings, (row, ruling) -> {
            row.setString(1, job);
            row.setLong(2, ruling.change().identityId());
            row.setString(3, ruling.decided().word());
            row.setString(4, ChangeJson.text(ruling.change()));
            row.setString(5, Moment.text(ruling.by().at()));
            row.setString(6, ruling.by().who());
            row.setString(7, ruling.by().why());
            row.setString(8, Moment.textOrNull(ruling.until()));
            row.setString(9, member(ruling.change()));
        }));
    }

    @Override
    public Map<Long, Ruling> rulings(String job, Collection<Long> identityIds) {
        Map<Long, Ruling> found = new HashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each("SELECT " + COLUMNS + " FROM change_ruling WHERE job = ? AND member = '' AND " + sql.among("subject_id"),
                row -> found.put(row.getLong(1), ruling(row)), job, some)));
        return found;
    }

    @Override
    public List<Ruling> rulings(String job) {
        return database.read(sql -> sql.list("SELECT " + COLUMNS + " FROM change_ruling WHERE job = ? ORDER BY subject_id, member", SqlRulingStore::ruling, job));
    }

    private static Ruling ruling(ResultSet row) throws SQLException {
        return new Ruling(StoredWord.read(Decided.class, "decision on a change", row.getString(2)), ChangeJson.change(row.getString(3)),
                new By(Moment.read(row.getString(4)).orElseThrow(), row.getString(5), row.getString(6)), Moment.read(row.getString(7)));
    }

    @Override
    public long rejected(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM change_ruling WHERE job = ? AND ruling = ?", job, Decided.REJECTED.word()));
    }

    @Override
    public void lift(String job, Collection<Long> identityIds) {
        database.change(sql -> Sql.portions(identityIds, some -> sql.update("DELETE FROM change_ruling WHERE job = ? AND member = '' AND " + sql.among("subject_id"), job, some)));
    }

    @Override
    public void liftOf(String job, Collection<Change> changes) {
        database.change(sql -> sql.batch("DELETE FROM change_ruling WHERE job = ? AND subject_id = ? AND member = ?",
                changes.stream().flatMap(change -> change.each().stream()).toList(), (row, change) -> {
                    row.setString(1, job);
                    row.setLong(2, change.identityId());
                    row.setString(3, member(change));
                }));
    }

    private static String member(Change change) {
        return change.members().isEmpty() ? "" : change.members().get(0).name();
    }
}
