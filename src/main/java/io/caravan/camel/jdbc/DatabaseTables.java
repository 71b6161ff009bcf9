package io.caravan.camel.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a database has that could be a source or a target: for whoever begins, and knows no more than its address. */
public final class DatabaseTables {

    private static final int SECONDS = 10;
    private static final int MOST = 200;
    private static final Set<String> OF_THE_DATABASE = Set.of("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema");

    private DatabaseTables() {
    }

    /**
     * One table or view.
     *
     * @param name    as the setting {@code table} wants it
     * @param key     the column that is its primary key, if it is one
     * @param columns whether each is a boolean, by name
     */
    public record Table(String name, Optional<String> key, Map<String, Boolean> columns) {
    }

    /**
     * All of them, those of other schemas with the schema's name.
     *
     * @param url with secrets resolved; files relative to the process
     * @throws io.caravan.connector.OutcomeException when the database does not answer
     */
    public static List<Table> of(String url, String username, String password) {
        try (JdbcPool pool = new JdbcPool(new JdbcPool.Access(url, username, password, 1, SECONDS, SECONDS))) {
            return pool.read(DatabaseTables::of);
        }
    }

    private static List<Table> of(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String own = connection.getSchema();
        Map<String, String[]> found = new LinkedHashMap<>();
        try (ResultSet each = about.getTables(connection.getCatalog(), null, "%", new String[] {"TABLE", "VIEW"})) {
            while (each.next() && found.size() < MOST) {
                String schema = each.getString("TABLE_SCHEM");
                String table = each.getString("TABLE_NAME");
                boolean internal = schema != null && OF_THE_DATABASE.contains(schema.toLowerCase(Locale.ROOT)) || table.startsWith("sqlite_");
                if (!internal) {
                    found.put(schema == null || schema.equals(own) ? table : schema + "." + table, new String[] {schema, table});
                }
            }
        }
        List<Table> tables = new ArrayList<>();
        for (Map.Entry<String, String[]> each : found.entrySet()) {
            tables.add(new Table(each.getKey(), key(connection, each.getValue()), columns(connection, each.getValue())));
        }
        return tables;
    }

    private static Optional<String> key(Connection connection, String[] table) throws SQLException {
        List<String> key = new ArrayList<>();
        try (ResultSet each = connection.getMetaData().getPrimaryKeys(connection.getCatalog(), table[0], table[1])) {
            while (each.next()) {
                key.add(each.getString("COLUMN_NAME"));
            }
        }
        return key.size() == 1 ? Optional.of(key.get(0)) : Optional.empty();
    }

    private static Map<String, Boolean> columns(Connection connection, String[] table) throws SQLException {
        Map<String, Boolean> columns = new LinkedHashMap<>();
        DatabaseMetaData about = connection.getMetaData();
        try (ResultSet each = about.getColumns(connection.getCatalog(), table[0] == null ? null : TableSchema.escaped(about, table[0]),
                TableSchema.escaped(about, table[1]), "%")) {
            while (each.next()) {
                String type = each.getString("TYPE_NAME");
                columns.put(each.getString("COLUMN_NAME"), type != null && type.toLowerCase(Locale.ROOT).startsWith("bool"));
            }
        }
        return columns;
    }
}
