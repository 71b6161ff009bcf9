package io.caravan.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Links told their reason in a sentence, the last failure's where there had been one since. From here on {@code because} says
 * why an account stands as it does and {@code problem} what failed last, both as data. Where a failure had taken the
 * reason's place, the provisioning log tells for what the account was disabled, released or deleted; such links are looked at again.
 * The same on SQLite and PostgreSQL. Its name is as Flyway wants it.
 */
final class V4__why_is_data extends BaseJavaMigration {

    private static final int PAGE = 1000;
    /** States of an account that we brought about, and whose reason a failure may have taken the place of. */
    private static final Set<String> BROUGHT_ABOUT = Set.of("disabled", "unmanaged", "deleted");

    private record Row(String job, long identityId, String state, String reason) {
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        execute(connection, "ALTER TABLE link ADD COLUMN because TEXT");
        execute(connection, "ALTER TABLE link ADD COLUMN problem TEXT");
        execute(connection, "ALTER TABLE link ADD COLUMN unconfirmed TEXT"); // what was written and did not read back
        List<Row> page = page(connection, new Row("", 0, "", ""));
        while (!page.isEmpty()) {
            rewrite(connection, page);
            page = page(connection, page.get(page.size() - 1));
        }
        execute(connection, "ALTER TABLE link DROP COLUMN reason");
        changes(connection, "planned_change");
        changes(connection, "dead_letter");
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private static List<Row> page(Connection connection, Row after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT job, identity_id, state, reason FROM link"
                + " WHERE (job, identity_id) > (?, ?) AND reason <> '' ORDER BY job, identity_id LIMIT " + PAGE)) {
            query.setString(1, after.job());
            query.setLong(2, after.identityId());
            List<Row> page = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    page.add(new Row(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
                }
            }
            return page;
        }
    }

    private static void rewrite(Connection connection, List<Row> page) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE link SET because = ?, problem = ?, marked = (marked OR ?) WHERE job = ? AND identity_id = ?")) {
            for (Row row : page) {
                PublishedReason said = PublishedReason.of(row.reason()).orElseThrow();
                Optional<String> because = said.problem() ? asLogged(connection, row) : Optional.of(said.json());
                update.setString(1, because.orElse(null));
                update.setString(2, said.problem() ? said.json() : null);
                update.setBoolean(3, said.problem());
                update.setString(4, row.job());
                update.setLong(5, row.identityId());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static Optional<String> asLogged(Connection connection, Row row) throws SQLException {
        if (!BROUGHT_ABOUT.contains(row.state())) {
            return Optional.empty();
        }
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT e.reason FROM log_entry e JOIN identity i ON i.key = e.identity_key
                WHERE i.id = ? AND e.job = ? AND e.status = 'success' AND e.action IN ('create', 'link', 'enable', 'disable', 'release', 'delete')
                ORDER BY e.sequence DESC LIMIT 1""")) {
            query.setLong(1, row.identityId());
            query.setString(2, row.job());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? PublishedReason.of(rows.getString(1)).filter(said -> !said.problem()).map(PublishedReason::json) : Optional.empty();
            }
        }
    }

    /** Changes that wait or were given up tell their reason, too. */
    private static void changes(Connection connection, String table) throws SQLException {
        long last = 0;
        List<Change> page = changes(connection, table, last);
        while (!page.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement("UPDATE " + table + " SET change = ? WHERE id = ?")) {
                for (Change change : page) {
                    update.setString(1, withBecause(change.json()));
                    update.setLong(2, change.id());
                    update.addBatch();
                }
                update.executeBatch();
            }
            last = page.get(page.size() - 1).id();
            page = changes(connection, table, last);
        }
    }

    private record Change(long id, String json) {
    }

    private static List<Change> changes(Connection connection, String table, long after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id, change FROM " + table
                + " WHERE id > ? AND change LIKE '%\"reason\":%' ORDER BY id LIMIT " + PAGE)) {
            query.setLong(1, after);
            List<Change> page = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    page.add(new Change(rows.getLong(1), rows.getString(2)));
                }
            }
            return page;
        }
    }

    /** All but the reason stays as it is written, numbers included. */
    private static String withBecause(String json) {
        return Json.parse(json, in -> {
            String name = in.nextFieldName();
            while (!"reason".equals(name)) {
                if (name == null) {
                    return json; // it is an attribute that is called so
                }
                in.nextToken();
                in.skipChildren();
                name = in.nextFieldName();
            }
            int field = (int) in.currentTokenLocation().getCharOffset();
            in.nextToken();
            String because = PublishedReason.of(in.getText()).orElseThrow().json();
            int end = (int) in.currentLocation().getCharOffset();
            return json.substring(0, field) + "\"because\":" + because + json.substring(end);
        });
    }
}
