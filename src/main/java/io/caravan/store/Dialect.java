package io.caravan.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;

/** What SQLite and PostgreSQL say differently. Everything else is the same SQL on both. */
enum Dialect {
    SQLITE(Map.of("id", "INTEGER", "text", "TEXT", "clustered", "WITHOUT ROWID", "bytes", "BLOB", "random", "lower(hex(randomblob(16)))")) {
        @Override
        String among(String column) {
            return column + " IN (SELECT value FROM json_each(?))";
        }

        @Override
        String pairs() {
            return "(SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS other FROM json_each(?)) p";
        }

        @Override
        void bind(PreparedStatement statement, int index, Collection<?> values) throws SQLException {
            statement.setString(index, Json.list(values));
        }

        @Override
        void beginWriting(Connection connection) {
            // BEGIN IMMEDIATE, which the connection is configured for, is the turn
        }
    },
    POSTGRESQL(Map.of("id", "BIGINT", "text", "TEXT COLLATE \"C\"", "clustered", "", "bytes", "BYTEA", "random", "replace(CAST(gen_random_uuid() AS TEXT), '-', '')")) {
        @Override
        String among(String column) {
            return column + " = ANY (?)";
        }

        @Override
        String pairs() {
            return "(SELECT CAST(value ->> 0 AS BIGINT) AS one, CAST(value ->> 1 AS BIGINT) AS other FROM json_array_elements(CAST(? AS json))) p";
        }

        @Override
        void bind(PreparedStatement statement, int index, Collection<?> values) throws SQLException {
            Object first = values.iterator().next();
            if (first instanceof Collection<?>) {
                statement.setString(index, Json.list(values));
                return;
            }
            boolean numbers = first instanceof Number;
            Connection connection = statement.getConnection();
            statement.setArray(index, connection.createArrayOf(numbers ? "bigint" : "text", values.toArray()));
        }

        @Override
        void beginWriting(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('caravan'), hashtext(current_schema()))");
            }
        }
    };

    private final Map<String, String> placeholders;

    Dialect(Map<String, String> placeholders) {
        this.placeholders = placeholders;
    }

    /** For the migrations. */
    Map<String, String> placeholders() {
        return placeholders;
    }

    /** Where its own migrations are. */
    String folder() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** A condition with one parameter: the column's value is among those bound with {@link #bind}, which are at least one. */
    abstract String among(String column);

    /** A table {@code p} with the columns {@code one} and {@code other}, and one parameter: lists of two numbers each, bound with {@link #bind}, at least one. */
    abstract String pairs();

    /** Waits for this process's turn to write, so that writers never meet half-way; the turn ends with the transaction. */
    abstract void beginWriting(Connection connection) throws SQLException;

    abstract void bind(PreparedStatement statement, int index, Collection<?> values) throws SQLException;
}
