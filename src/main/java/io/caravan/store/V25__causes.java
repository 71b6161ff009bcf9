package io.caravan.store;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.LetterCause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Dead letters are put together by their cause, which is made of the outcome and the words of the reason. Of those there are, the values that were to
 * be written are not looked at. The same on SQLite and PostgreSQL. Its name is as Flyway wants it.
 */
final class V25__causes extends BaseJavaMigration {

    private static final int PAGE = 1000;

    private record Cause(long id, String cause) {
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        execute(connection, "ALTER TABLE dead_letter ADD COLUMN cause TEXT DEFAULT '' NOT NULL");
        execute(connection, "CREATE INDEX dead_letter_cause ON dead_letter (cause)");
        List<Cause> page = page(connection, 0);
        while (!page.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement("UPDATE dead_letter SET cause = ? WHERE id = ?")) {
                for (Cause one : page) {
                    update.setString(1, one.cause());
                    update.setLong(2, one.id());
                    update.addBatch();
                }
                update.executeBatch();
            }
            page = page(connection, page.get(page.size() - 1).id());
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    private static List<Cause> page(Connection connection, long after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id, outcome, reason, subject_key, anchor FROM dead_letter WHERE id > ? ORDER BY id LIMIT " + PAGE)) {
            query.setLong(1, after);
            List<Cause> page = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    List<String> own = Stream.of(rows.getString(4), rows.getString(5)).filter(Objects::nonNull).toList();
                    page.add(new Cause(rows.getLong(1), LetterCause.id(OutcomeKind.ofWord(rows.getString(2)).orElseThrow(), rows.getString(3), Optional.empty(), own)));
                }
            }
            return page;
        }
    }
}
