package io.caravan.store;

import io.caravan.engine.AlertStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an operator is to be told of, on SQL. */
final class SqlAlertStore implements AlertStore {

    private final Database database;

    SqlAlertStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Alert> alerts() {
        return database.read(sql -> sql.list("SELECT reason, kind, job, words, next, count, since, told_at, over_at FROM alert ORDER BY since, reason",
                row -> new Alert(row.getString(1), StoredWord.read(Kind.class, "kind of an alert", row.getString(2)), row.getString(3), row.getString(4), row.getString(5), row.getLong(6),
                        Moment.read(row.getString(7)).orElseThrow(), Moment.read(row.getString(8)), Moment.read(row.getString(9)))));
    }

    @Override
    public void save(Collection<Alert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        database.change(sql -> sql.batch("""
                INSERT INTO alert (reason, kind, job, words, next, count, since, told_at, over_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (reason) DO UPDATE SET words = excluded.words, next = excluded.next, count = excluded.count, told_at = excluded.told_at, over_at = excluded.over_at""",
                alerts, (row, alert) -> {
                    row.setString(1, alert.reason());
                    row.setString(2, alert.kind().word());
                    row.setString(3, alert.job());
                    row.setString(4, alert.words());
                    row.setString(5, alert.next());
                    row.setLong(6, alert.count());
                    row.setString(7, Moment.text(alert.since()));
                    row.setString(8, alert.told().map(Moment::text).orElse(null));
                    row.setString(9, alert.over().map(Moment::text).orElse(null));
                }));
    }

    @Override
    public void remove(Collection<String> reasons) {
        if (!reasons.isEmpty()) {
            database.change(sql -> sql.batch("DELETE FROM alert WHERE reason = ?", reasons, (row, reason) -> row.setString(1, reason)));
        }
    }

    @Override
    public Optional<Instant> reportedUntil(String report) {
        return database.read(sql -> sql.list("SELECT until_at FROM report_told WHERE report = ?", row -> row.getString(1), report)).stream().findFirst().flatMap(Moment::read);
    }

    @Override
    public boolean reported(String report, Optional<Instant> before, Instant until) {
        return database.write(sql -> before.isPresent() ? sql.update("UPDATE report_told SET until_at = ? WHERE report = ? AND until_at = ?", until, report, before.get())
                : sql.update("INSERT INTO report_told (report, until_at) VALUES (?, ?) ON CONFLICT (report) DO NOTHING", report, until)) == 1;
    }

    @Override
    public Optional<Instant> lastTold() {
        return database.read(sql -> sql.list("SELECT at FROM alert_told", row -> row.getString(1))).stream().findFirst().flatMap(Moment::read);
    }

    @Override
    public void lastTold(Instant at) {
        database.change(sql -> {
            sql.update("DELETE FROM alert_told");
            sql.update("INSERT INTO alert_told (at) VALUES (?)", at);
        });
    }
}
