package io.caravan.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** A SQLite store that nobody has used yet, as the script that makes it: its tables and rows in the order they were made in. */
final class StoreScript {

    /** Differs each time, and has a default. */
    private static final Set<String> OF_THE_MOMENT = Set.of("installed_on");

    private StoreScript() {
    }

    static String of(String url) throws SQLException {
        StringBuilder script = new StringBuilder("-- What all migrations make of an empty file; made by SchemaTest, which compares.\n");
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet made = statement.executeQuery("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")) {
                while (made.next()) {
                    script.append(made.getString("sql")).append(";\n");
                    if (made.getString("type").equals("table")) {
                        tables.add(made.getString("name"));
                    }
                }
            }
            for (String table : tables) {
                rows(statement, table, script);
            }
        }
        return script.toString();
    }

    private static void rows(Statement statement, String table, StringBuilder script) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                StringJoiner names = new StringJoiner(", ", " (", ")");
                StringJoiner values = new StringJoiner(", ", " VALUES (", ");\n");
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String name = columns.getColumnName(i);
                    if (!OF_THE_MOMENT.contains(name)) {
                        names.add(name);
                        values.add(value(table, name, rows.getObject(i)));
                    }
                }
                script.append("INSERT INTO ").append(table).append(names).append(values);
            }
        }
    }

    private static String value(String table, String column, Object value) {
        if (table.equals("seal")) {
            return "lower(hex(randomblob(" + ((String) value).length() / 2 + ")))";
        }
        if (column.equals("execution_time")) {
            return "0";
        }
        return value == null || value instanceof Number ? String.valueOf(value) : "'" + value.toString().replace("'", "''") + "'";
    }
}
