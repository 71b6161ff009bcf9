package io.caravan.store;

import io.caravan.connector.CredentialEnd;
import io.caravan.engine.ExpiringCredential;
import io.caravan.engine.Quarantine;
import io.caravan.engine.ServiceStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** Processes and jobs in quarantine, on SQL. */
final class SqlServiceStore implements ServiceStore {

    private final Database database;

    SqlServiceStore(Database database) {
        this.database = database;
    }

    @Override
    public void seen(ServiceProcess process) {
        database.change(sql -> sql.update("""
                INSERT INTO service (owner, started_by, started_at, seen_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (owner) DO UPDATE SET seen_at = excluded.seen_at""",
                process.owner(), process.startedBy(), process.startedAt(), process.seenAt()));
    }

    @Override
    public void gone(String owner) {
        database.change(sql -> sql.update("DELETE FROM service WHERE owner = ?", owner));
    }

    @Override
    public List<ServiceProcess> processes() {
        return database.read(sql -> sql.list("SELECT owner, started_by, started_at, seen_at FROM service ORDER BY started_at, owner",
                row -> new ServiceProcess(row.getString(1), row.getString(2), Moment.read(row.getString(3)).orElseThrow(), Moment.read(row.getString(4)).orElseThrow())));
    }

    @Override
    public void quarantine(Quarantine one) {
        Quarantine.Probes probes = one.probes();
        database.change(sql -> sql.update("""
                INSERT INTO job_quarantine (job, system, cause, reason, setting, since, last_at, tries, again_at, spent_seconds, given) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (job) DO UPDATE SET system = excluded.system, cause = excluded.cause, reason = excluded.reason, setting = excluded.setting, since = excluded.since,
                    last_at = excluded.last_at, tries = excluded.tries, again_at = excluded.again_at, spent_seconds = excluded.spent_seconds, given = excluded.given""",
                one.job(), one.system(), one.why().cause().word(), one.why().reason(), one.why().setting(), probes.since(), probes.last(), probes.tries(), probes.again(),
                probes.spent().toSeconds(), one.given()));
    }

    @Override
    public boolean release(String job) {
        return quarantine(job).isPresent()
                && database.write(sql -> sql.update("DELETE FROM job_quarantine WHERE job = ?", job)) == 1;
    }

    @Override
    public List<ExpiringCredential> credentials() {
        return database.read(sql -> sql.list("SELECT system, what, said_by, ends_at, told_days, began_at FROM credential_end ORDER BY system, what", row -> new ExpiringCredential(row.getString(1),
                new CredentialEnd(row.getString(2), Moment.read(row.getString(6)), Moment.read(row.getString(4)).orElseThrow()), StoredWord.read(ExpiringCredential.By.class, "source of an expiry", row.getString(3)),
                Sql.numberOrNull(row, 5).map(days -> OptionalInt.of(days.intValue())).orElse(OptionalInt.empty()))));
    }

    @Override
    public void credentials(Collection<ExpiringCredential> all) {
        database.change(sql -> {
            sql.update("DELETE FROM credential_end");
            for (ExpiringCredential one : all) {
                sql.update("INSERT INTO credential_end (system, what, said_by, ends_at, told_days, began_at) VALUES (?, ?, ?, ?, ?, ?)", one.system(), one.end().what(), one.by().word(),
                        one.end().until(), one.told().isPresent() ? (Long) (long) one.told().getAsInt() : null, one.end().since().map(Moment::text).orElse(null));
            }
        });
    }

    @Override
    public List<Quarantine> quarantines() {
        return database.read(sql -> sql.list(
                "SELECT job, system, cause, reason, setting, since, last_at, tries, again_at, spent_seconds, given FROM job_quarantine ORDER BY job",
                row -> new Quarantine(row.getString(1), row.getString(2),
                        new Quarantine.Why(StoredWord.read(Quarantine.Cause.class, "cause of a quarantine", row.getString(3)), row.getString(4), row.getString(5)),
                        new Quarantine.Probes(Moment.read(row.getString(6)).orElseThrow(), Moment.read(row.getString(7)).orElseThrow(), row.getLong(8),
                                Moment.read(row.getString(9)).orElseThrow(), Duration.ofSeconds(row.getLong(10))), row.getString(11))));
    }
}
