package io.caravan.camel.jdbc;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of one result, looked up once: drivers may ask the database for each of these.
 *
 * @param kinds how the values of each are to be read
 */
record Columns(List<String> names, List<Kind> kinds) {

    /** What SQLite makes of the name of a second column {@code id}. */
    private static final Pattern SECOND = Pattern.compile("(.+):\\d+");

    /** How a value is to be read: a moment with its zone, text padded to its column's width, or as it is. */
    enum Kind { ZONED_TIME, PADDED, PLAIN }

    /**
     * @param key the column that stays as it is, padded or not: it is compared in the database, where the padding may count
     * @throws OutcomeException invalid when two columns have one name: which of them is meant cannot be known
     */
    static Columns of(ResultSet rows, String key) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<String> names = new ArrayList<>();
        List<Kind> kinds = new ArrayList<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            names.add(about.getColumnLabel(i));
            Kind kind = kind(about.getColumnType(i), about.getColumnTypeName(i));
            kinds.add(kind == Kind.PADDED && names.get(i - 1).equals(key) ? Kind.PLAIN : kind);
        }
        Set<String> twice = twice(names);
        if (!twice.isEmpty()) {
            throw new OutcomeException(OutcomeKind.INVALID, "the query has more than one column " + String.join(", ", twice)
                    + ": which one is meant cannot be known. List its columns by name, and give each a name of its own: select p.id, c.id as contract_id …");
        }
        return new Columns(names, kinds);
    }

    private static Kind kind(int type, String typeName) {
        if (type == Types.TIMESTAMP_WITH_TIMEZONE || typeName.equalsIgnoreCase("timestamptz")) {
            return Kind.ZONED_TIME;
        }
        return type == Types.CHAR || type == Types.NCHAR ? Kind.PADDED : Kind.PLAIN;
    }

    private static Set<String> twice(List<String> names) {
        Set<String> all = new LinkedHashSet<>(names);
        Set<String> once = new LinkedHashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (String name : names) {
            Matcher second = SECOND.matcher(name);
            if (!once.add(name)) {
                twice.add(name);
            } else if (second.matches() && all.contains(second.group(1))) {
                twice.add(second.group(1));
            }
        }
        return twice;
    }
}
