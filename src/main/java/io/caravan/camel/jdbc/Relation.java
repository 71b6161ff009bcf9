package io.caravan.camel.jdbc;

import io.caravan.connector.KeyColumns;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.diagnostic.Suggestion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the records are rows of: a table, or a query that is only read. Columns are looked up once, because SQLite takes
 * a quoted name it does not know for a text, and because a wrong name deserves a better message than a database gives.
 */
final class Relation {

    /** How the settings call that nothing stands there. */
    private static final String NONE = "NULL";

    private final JdbcPool database;
    private final JdbcSettings settings;
    private final Map<String, String> quotedColumns = new ConcurrentHashMap<>();
    private Map<String, Boolean> columns;

    Relation(JdbcPool database, JdbcSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /** As it stands after {@code from}. */
    String from() {
        Optional<String> query = settings.text("query");
        return query.map(text -> "(" + text.replaceAll(";+\\s*$", "") + ") caravan_query").orElseGet(this::table);
    }

    /** The table that writes go to. */
    String table() {
        return database.quoted(settings.text("table").orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED,
                "neither 'table' nor a statement for this operation is set")));
    }

    String key() {
        return settings.required("key");
    }

    /** Whether there are the columns of the key. */
    void checkKey() {
        KeyColumns.of(key(), columns().keySet()).columns().forEach(this::column);
    }

    /** The column in quotes, if there is one of this name. */
    String column(String name) {
        String known = quotedColumns.get(name);
        if (known == null) {
            known = checked(name);
            quotedColumns.put(name, known);
        }
        return known;
    }

    /** Without its key a record is nobody's. */
    void requireKey(List<String> names) {
        for (String key : KeyColumns.of(key(), names).columns()) {
            if (!names.contains(key)) {
                throw new OutcomeException(OutcomeKind.INVALID, "the query gives no column '" + key + "', which the setting 'key' names"
                        + Suggestion.similar(key, names).map(near -> "; did you mean '" + near + "'?").orElse("; there are " + names));
            }
        }
    }

    /** Whether a column that there is holds text, which may be compared as such only. */
    boolean isText(String name) {
        return columns().get(name);
    }

    private String checked(String name) {
        if (!columns().containsKey(name) && name.equals(key()) && name.indexOf(',') >= 0) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "a key of several columns, '" + name + "', is for tables that are only listed; name one column in the setting 'key'");
        }
        if (!columns().containsKey(name)) {
            throw new OutcomeException(OutcomeKind.INVALID, "there is no column '" + name + "'"
                    + Suggestion.similar(name, columns().keySet()).map(near -> "; did you mean '" + near + "'?").orElse("; there are " + columns().keySet()));
        }
        return database.quoted(name);
    }

    private synchronized Map<String, Boolean> columns() {
        if (columns == null) {
            columns = database.columns(settings.text("table").isPresent() ? table() : from());
        }
        return columns;
    }

    Optional<String> enabledColumn() {
        return settings.text("enabledColumn");
    }

    /** What is written to the enabled column for this state: the first of the words that are set, else the database's own true or false. */
    Object enabledValue(boolean enabled) {
        return words(enabled).stream().findFirst().<Object>map(text -> text).orElse(enabled);
    }

    private List<String> words(boolean enabled) {
        return Arrays.stream(settings.text(enabled ? "enabledValue" : "disabledValue").orElse("").split(",")).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /** One row as attributes: the enabled column as a boolean, unless nobody knows what stands there; NULL as the setting {@code emptyIs} says. */
    Map<String, Object> record(ResultSet row, Columns columns) throws SQLException {
        Map<String, Object> record = new LinkedHashMap<>();
        for (int i = 1; i <= columns.names().size(); i++) {
            String name = columns.names().get(i - 1);
            Object value = SqlValues.read(row, i, columns.kinds().get(i - 1));
            if (enabledColumn().filter(name::equals).isPresent()) {
                record.put(name, state(value == null ? NONE : value.toString().strip()));
            } else if (value != null || settings.nullIsKnownEmpty()) {
                record.put(name, value);
            }
        }
        addKey(record, columns.names());
        return record;
    }

    /** Of several columns; one of which is empty makes no key. */
    private void addKey(Map<String, Object> record, List<String> names) {
        KeyColumns key = KeyColumns.of(key(), names);
        if (!key.isOne() && key.columns().stream().allMatch(column -> record.get(column) != null)) {
            record.put(key.name(), KeyColumns.joined(key.columns().stream().map(column -> record.get(column).toString()).toList()));
        }
    }

    /**
     * True or false; or the word itself, if it means neither. Where a statement of the settings closes accounts, or opens them, and no word for that
     * is set, it is any other.
     */
    private Object state(String value) {
        return means(value, true) ? Boolean.TRUE : means(value, false) ? Boolean.FALSE : isAnyOther(false) ? Boolean.FALSE : isAnyOther(true) ? Boolean.TRUE : (Object) value;
    }

    /** Drivers give a boolean as true, t or 1; the setting may be written in any of these. */
    private boolean means(String value, boolean enabled) {
        List<String> words = words(enabled);
        return (words.isEmpty() ? List.of(String.valueOf(enabled)) : words).stream().anyMatch(word -> plain(word).equals(plain(value)));
    }

    private boolean isAnyOther(boolean enabled) {
        return words(enabled).isEmpty() && !words(!enabled).isEmpty() && settings.text(enabled ? "enable" : "disable").isPresent();
    }

    private static String plain(String value) {
        return switch (value) {
            case "true", "TRUE", "t", "1" -> "true";
            case "false", "FALSE", "f", "0" -> "false";
            default -> value;
        };
    }
}
