package io.caravan.store;

import com.fasterxml.jackson.core.JsonParser;
import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore;
import io.caravan.engine.LeaseLostException;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Cycles, what each job remembers, and leases, on SQL. */
final class SqlCycleStore implements CycleStore {

    private static final String CYCLE = "id, job, kind, started_at, ended_at, status, message, counts";

    private final Database database;

    SqlCycleStore(Database database) {
        this.database = database;
    }

    @Override
    public JobState state(String job) {
        return database.read(sql -> sql.list(
                "SELECT fingerprint, evaluated_version, evaluated_at, watermark, last_full_count, last_full_at FROM job_state WHERE job = ?",
                row -> new JobState(row.getString(1), row.getLong(2), Moment.read(row.getString(3)), Optional.ofNullable(row.getString(4)), row.getLong(5),
                        Moment.read(row.getString(6))),
                job)).stream().findFirst().orElse(JobState.NEW);
    }

    @Override
    public void state(String job, JobState state) {
        database.change(sql -> sql.update("""
                INSERT INTO job_state (job, fingerprint, evaluated_version, evaluated_at, watermark, last_full_count, last_full_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (job) DO UPDATE
                SET fingerprint = excluded.fingerprint, evaluated_version = excluded.evaluated_version, evaluated_at = excluded.evaluated_at,
                    watermark = excluded.watermark, last_full_count = excluded.last_full_count, last_full_at = excluded.last_full_at""",
                job, state.fingerprint(), state.evaluatedVersion(), Moment.textOrNull(state.evaluatedAt()), state.watermark().orElse(null),
                state.lastFullCount(), Moment.textOrNull(state.lastFullAt())));
    }

    @Override
    public String systemMemory(String job) {
        return database.read(sql -> sql.list("SELECT memory FROM source_memory WHERE job = ?", row -> row.getString(1), job)).stream().findFirst().orElse("");
    }

    @Override
    public void systemMemory(String job, String memory) {
        database.change(sql -> sql.update(
                "INSERT INTO source_memory (job, memory) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET memory = excluded.memory", job, memory));
    }

    @Override
    public long open(String job, CycleKind kind, Instant now) {
        return database.write(sql -> {
            long id = sql.take("cycle", 1);
            sql.update("INSERT INTO cycle (id, job, kind, started_at, status, message, counts) VALUES (?, ?, ?, ?, ?, '', '{}')",
                    id, job, kind.word(), now, CycleStatus.RUNNING.word());
            return id;
        });
    }

    @Override
    public void close(long cycle, CycleStatus status, String message, Map<String, Long> counts, Instant now) {
        database.change(sql -> sql.update("UPDATE cycle SET status = ?, message = ?, counts = ?, ended_at = ? WHERE id = ?",
                status.word(), message, countsText(counts), now, cycle));
    }

    @Override
    public Optional<Instant> latestMoment() {
        return database.read(sql -> sql.list("SELECT max(started_at), max(ended_at) FROM cycle",
                row -> Stream.of(row.getString(1), row.getString(2)).flatMap(text -> Moment.read(text).stream()).max(Comparator.naturalOrder()))).get(0);
    }

    @Override
    public List<String> jobs() {
        return database.read(sql -> sql.list("SELECT DISTINCT job FROM cycle ORDER BY job", row -> row.getString(1)));
    }

    @Override
    public List<CycleRow> recent(String job, int limit) {
        return database.read(sql -> sql.list("SELECT " + CYCLE + " FROM cycle WHERE job = ? ORDER BY id DESC LIMIT ?", SqlCycleStore::cycleRow, job, limit));
    }

    @Override
    public Optional<CycleRow> cycle(long id) {
        return database.read(sql -> sql.list("SELECT " + CYCLE + " FROM cycle WHERE id = ?", SqlCycleStore::cycleRow, id)).stream().findFirst();
    }

    private static CycleRow cycleRow(ResultSet row) throws SQLException {
        return new CycleRow(row.getLong(1), row.getString(2), StoredWord.read(CycleKind.class, "kind of a cycle", row.getString(3)), Moment.read(row.getString(4)).orElseThrow(),
                Moment.read(row.getString(5)), StoredWord.read(CycleStatus.class, "status of a cycle", row.getString(6)), row.getString(7), Json.parse(row.getString(8), SqlCycleStore::readCounts));
    }

    @Override
    public void pause(Pause pause) {
        database.change(sql -> sql.update("""
                INSERT INTO job_pause (job, paused_at, paused_by, reason, until_at, disabled) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (job) DO UPDATE
                SET paused_at = excluded.paused_at, paused_by = excluded.paused_by, reason = excluded.reason, until_at = excluded.until_at,
                    disabled = excluded.disabled""",
                pause.job(), pause.since(), pause.by(), pause.reason(), Moment.textOrNull(pause.until()), pause.disabled()));
    }

    @Override
    public boolean resume(String job) {
        return database.write(sql -> sql.update("DELETE FROM job_pause WHERE job = ?", job)) == 1;
    }

    @Override
    public List<Pause> pauses() {
        return database.read(sql -> sql.list("SELECT job, paused_at, paused_by, reason, until_at, disabled FROM job_pause ORDER BY job",
                row -> new Pause(row.getString(1), Moment.read(row.getString(2)).orElseThrow(), row.getString(3), row.getString(4), Moment.read(row.getString(5)),
                        row.getBoolean(6))));
    }

    @Override
    public long forget(Instant endedBefore) {
        return database.write(sql -> sql.update("""
                DELETE FROM cycle WHERE ended_at < ? AND id NOT IN (SELECT MAX(id) FROM cycle GROUP BY job)
                AND NOT EXISTS (SELECT 1 FROM log_entry WHERE log_entry.cycle = cycle.id)
                AND id NOT IN (SELECT cycle FROM dead_letter)""", endedBefore));
    }

    @Override
    public Optional<Lease> take(String job, String owner, Instant now, Duration length) {
        return database.write(sql -> {
            Schema.refuseNewer(sql);
            Instant end = now.plus(length);
            long taken = sql.update("""
                    INSERT INTO job_lease (job, owner, expires_at, fence) VALUES (?, ?, ?, 1)
                    ON CONFLICT (job) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at, fence = job_lease.fence + 1
                    WHERE job_lease.owner = '' OR job_lease.expires_at <= ?""", job, owner, end, now);
            if (taken == 0) {
                sql.update("UPDATE job_lease SET expires_at = ? WHERE job = ? AND expires_at > ?", end, job, end);
                return Optional.empty();
            }
            return Optional.of(new Lease(job, owner, sql.number("SELECT fence FROM job_lease WHERE job = ?", job)));
        });
    }

    @Override
    public boolean renew(Lease lease, Instant now, Duration length) {
        return database.write(sql -> sql.update("UPDATE job_lease SET expires_at = ? WHERE job = ? AND owner = ? AND fence = ?",
                now.plus(length), lease.job(), lease.owner(), lease.fence())) == 1;
    }

    @Override
    public void release(Lease lease) {
        database.change(sql -> sql.update("UPDATE job_lease SET owner = '' WHERE job = ? AND owner = ? AND fence = ?",
                lease.job(), lease.owner(), lease.fence()));
    }

    /** What each transaction of a fenced store begins with. */
    static void check(Sql sql, Lease lease) throws SQLException {
        if (sql.number("SELECT COUNT(*) FROM job_lease WHERE job = ? AND owner = ? AND fence = ?", lease.job(), lease.owner(), lease.fence()) == 0) {
            throw new LeaseLostException(lease.job());
        }
    }

    @Override
    public Optional<Lease> leaseOf(String job) {
        return database.read(sql -> sql.list("SELECT owner, fence FROM job_lease WHERE job = ? AND owner <> ''",
                row -> new Lease(job, row.getString(1), row.getLong(2)), job)).stream().findFirst();
    }

    private static String countsText(Map<String, Long> counts) {
        return Json.text(out -> {
            out.writeStartObject();
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                out.writeNumberField(count.getKey(), count.getValue());
            }
            out.writeEndObject();
        });
    }

    private static Map<String, Long> readCounts(JsonParser in) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            counts.put(name, in.getLongValue());
        }
        return counts;
    }
}
