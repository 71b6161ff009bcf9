package io.caravan.camel.jdbc;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Clob;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Values between Caravan and a database.
 *
 * @param textDecides whether text parameters take the type of the column they meet (PostgreSQL with
 *                    {@code stringtype=unspecified}); all values are then sent as text
 */
record SqlValues(boolean textDecides) {

    private static final int LAST_YEAR = 9999;
    private static final String MIDNIGHT = "T00:00:00";

    void bind(PreparedStatement statement, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            bind(statement, i + 1, values.get(i));
        }
    }

    private void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, textDecides ? Types.OTHER : Types.NULL);
        } else if (value instanceof Collection<?>) {
            throw new OutcomeException(OutcomeKind.INVALID, "an attribute has several values, a column holds one; join them in the mapping");
        } else if (textDecides || value instanceof String) {
            statement.setString(index, value.toString());
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(index, flag);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof BigDecimal number) {
            statement.setBigDecimal(index, number);
        } else {
            statement.setString(index, value.toString());
        }
    }

    /** One column as an attribute value: dates as ISO 8601, bytes as Base64, arrays as lists. */
    static Object read(ResultSet row, int column, Columns.Kind kind) throws SQLException {
        if (kind == Columns.Kind.ZONED_TIME) {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : endless(time.getYear(), MIDNIGHT + "Z").orElseGet(() -> time.toInstant().toString());
        }
        Object value = row.getObject(column);
        if (value instanceof Timestamp time) {
            LocalDateTime local = time.toLocalDateTime();
            return endless(local.getYear(), MIDNIGHT).orElseGet(() -> local.toString().length() == 16 ? local + ":00" : local.toString());
        }
        if (value instanceof Date date) {
            return endless(date.toLocalDate().getYear(), "").orElseGet(date::toString);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Array array) {
            return elements((Object[]) array.getArray());
        }
        if (kind == Columns.Kind.PADDED && value instanceof String text) {
            return text.stripTrailing();
        }
        return value instanceof Clob text ? text.getSubString(1, (int) Math.min(Integer.MAX_VALUE, text.length())) : value;
    }

    /** What has no end, such as PostgreSQL's infinity, comes as a year that nobody can write: it is as far as a date goes. */
    private static Optional<String> endless(int year, String time) {
        return year > LAST_YEAR ? Optional.of("9999-12-31" + time) : year < 1 ? Optional.of("0001-01-01" + time) : Optional.empty();
    }

    private static List<Object> elements(Object[] array) {
        List<Object> elements = new ArrayList<>();
        for (Object element : array) {
            if (element != null) {
                elements.add(element);
            }
        }
        return elements;
    }
}
