package io.caravan.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the tables of a new SQLite store by one script, in one transaction. It holds what all migrations make of an empty file, their history included; a test
 * compares. To run them one by one took most of the time of a project's first command.
 */
final class NewStore {

    static final String SCRIPT = "/db/new/sqlite.sql";

    private NewStore() {
    }

    /** Does nothing in a file that has tables, whoever made them, and in PostgreSQL. */
    static void make(Location location) {
        if (location.dialect() != Dialect.SQLITE) {
            return;
        }
        try (Connection connection = location.migrating().getConnection(); Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE"); // whoever opens the same new store at this moment waits
            if (isEmpty(statement)) {
                statement.executeUpdate(script());
            }
            statement.executeUpdate("COMMIT");
        } catch (SQLException e) {
            throw location.failures().explain(e);
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet tables = statement.executeQuery("SELECT COUNT(*) FROM sqlite_master")) {
            return tables.getInt(1) == 0;
        }
    }

    private static String script() {
        try (InputStream script = NewStore.class.getResourceAsStream(SCRIPT)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
