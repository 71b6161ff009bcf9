package io.caravan.store;

import io.caravan.engine.ServiceStore;
import java.util.List;

/** Processes and refused credentials, on SQL. */
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
    public void refused(Refused refused) {
        database.change(sql -> sql.update("""
                INSERT INTO refused_credentials (system, setting, since, last_at, tries, again_at, given) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (system) DO UPDATE SET setting = excluded.setting, since = excluded.since, last_at = excluded.last_at, tries = excluded.tries,
                    again_at = excluded.again_at, given = excluded.given""",
                refused.system(), refused.setting(), refused.since(), refused.last(), refused.tries(), refused.again(), refused.given()));
    }

    @Override
    public void accepted(String system) {
        if (refusals().stream().anyMatch(refused -> refused.system().equals(system))) {
            database.change(sql -> sql.update("DELETE FROM refused_credentials WHERE system = ?", system));
        }
    }

    @Override
    public List<Refused> refusals() {
        return database.read(sql -> sql.list("SELECT system, setting, since, last_at, tries, again_at, given FROM refused_credentials ORDER BY system",
                row -> new Refused(row.getString(1), row.getString(2), Moment.read(row.getString(3)).orElseThrow(), Moment.read(row.getString(4)).orElseThrow(),
                        row.getLong(5), Moment.read(row.getString(6)).orElseThrow(), row.getString(7))));
    }
}
