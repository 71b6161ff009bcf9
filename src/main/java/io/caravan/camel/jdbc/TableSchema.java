package io.caravan.camel.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a database says of the columns of a table or query: the metadata of a result without rows, and of the table where there is one. */
final class TableSchema {

    private static final Set<Integer> WHOLE = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);
    private static final Set<Integer> BROKEN = Set.of(Types.NUMERIC, Types.DECIMAL, Types.FLOAT, Types.REAL, Types.DOUBLE);
    private static final Set<Integer> MOMENT = Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);
    private static final Set<Integer> BYTES = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    private final Connection connection;

    TableSchema(Connection connection) {
        this.connection = connection;
    }

    /** @param table as set, {@code schema.table} or {@code table}; empty for a query, of which nothing is known but types */
    Map<String, Object> of(String relation, Optional<String> table, String key) throws SQLException {
        Map<String, Map<String, Object>> columns = new LinkedHashMap<>();
        try (var statement = connection.createStatement(); ResultSet nothing = statement.executeQuery("select * from " + relation + " where 1 = 0")) {
            ResultSetMetaData about = nothing.getMetaData();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                Map<String, Object> column = new HashMap<>(Map.of("name", about.getColumnLabel(i), "type", type(about.getColumnType(i), about.getColumnTypeName(i))));
                if (about.getColumnLabel(i).equals(key)) {
                    column.put("required", true);
                    column.put("unique", true);
                }
                columns.put(about.getColumnLabel(i), column);
            }
        }
        if (table.isPresent()) {
            List<String> parts = List.of(table.get().split("\\."));
            describe(columns, parts.size() > 1 ? parts.get(parts.size() - 2) : null, parts.get(parts.size() - 1));
        }
        return Map.of("attributes", List.copyOf(columns.values()));
    }

    private static String type(int type, String name) {
        return type == Types.BOOLEAN || type == Types.BIT || name.equalsIgnoreCase("bool") || name.equalsIgnoreCase("boolean") ? "boolean"
                : WHOLE.contains(type) ? "integer" : BROKEN.contains(type) ? "decimal" : type == Types.DATE || name.equalsIgnoreCase("date") ? "date"
                : MOMENT.contains(type) ? "datetime" : BYTES.contains(type) ? "binary" : "string";
    }

    private void describe(Map<String, Map<String, Object>> columns, String schema, String table) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String inSchema = schema == null ? connection.getSchema() : schema;
        try (ResultSet each = about.getColumns(connection.getCatalog(), escaped(about, inSchema), escaped(about, table), "%")) {
            while (each.next()) {
                Map<String, Object> column = columns.get(each.getString("COLUMN_NAME"));
                if (column != null) {
                    String filled = each.getString("COLUMN_DEF");
                    boolean given = filled != null && !filled.equalsIgnoreCase("null") || "YES".equals(each.getString("IS_AUTOINCREMENT"));
                    column.merge("required", !given && each.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls, (key, says) -> Boolean.TRUE.equals(key) && !given || Boolean.TRUE.equals(says));
                    if ("YES".equals(generated(each))) {
                        column.put("readOnly", true);
                        column.put("required", false);
                    }
                }
            }
        }
        unique(columns, inSchema, table, about);
    }

    private static String generated(ResultSet column) throws SQLException {
        try {
            return column.getString("IS_GENERATEDCOLUMN");
        } catch (SQLException olderDriver) {
            return "";
        }
    }

    /** Alone, not together with others. SQLite numbers rows by a key that is a whole number. */
    private void unique(Map<String, Map<String, Object>> columns, String schema, String table, DatabaseMetaData about) throws SQLException {
        Map<String, List<String>> indexes = new HashMap<>();
        try (ResultSet each = about.getPrimaryKeys(connection.getCatalog(), schema, table)) {
            while (each.next()) {
                indexes.computeIfAbsent("", name -> new ArrayList<>()).add(each.getString("COLUMN_NAME"));
            }
        }
        try (ResultSet each = about.getIndexInfo(connection.getCatalog(), schema, table, true, true)) {
            while (each.next()) {
                if (each.getString("COLUMN_NAME") != null) {
                    indexes.computeIfAbsent(each.getString("INDEX_NAME"), name -> new ArrayList<>()).add(each.getString("COLUMN_NAME"));
                }
            }
        }
        if (about.getDatabaseProductName().equals("SQLite")) {
            indexes.getOrDefault("", List.of()).stream().filter(name -> indexes.get("").size() == 1).map(columns::get)
                    .filter(column -> column != null && "integer".equals(column.get("type"))).forEach(column -> column.put("required", false));
        }
        indexes.values().stream().filter(index -> index.size() == 1).map(index -> columns.get(index.get(0))).filter(Objects::nonNull)
                .forEach(column -> column.put("unique", true));
    }

    static String escaped(DatabaseMetaData about, String name) throws SQLException {
        String escape = about.getSearchStringEscape();
        return name == null || escape == null || escape.isEmpty() ? name
                : name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }
}
