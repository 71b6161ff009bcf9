package io.caravan.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SQL on one connection: statements prepared once for as long as the connection lives, lists in one parameter, rows in
 * batches. Parameters are text, numbers, booleans, moments, {@link Among}, or null. Not thread-safe.
 */
final class Sql {

    /** Rows sent to the database at a time. */
    static final int BATCH = 1_000;
    /** Values in one list parameter. */
    static final int LIST = 5_000;
    /** Rows fetched at a time while streaming. */
    private static final int FETCH = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    /** Statements nobody is using. One that is in use is not here: its rows may be read while the same text is run again. */
    private final Map<String, PreparedStatement> idle = new HashMap<>();

    Sql(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** The values of a list parameter, for {@link #among}. */
    record Among(Collection<?> values) {
    }

    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    interface EachRow {
        void accept(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    interface Binder<R> {
        void bind(PreparedStatement statement, R row) throws SQLException;
    }

    String among(String column) {
        return dialect.among(column);
    }

    /** @see Dialect#pairs */
    String pairs() {
        return dialect.pairs();
    }

    <T> List<T> list(String sql, Row<T> reader, Object... parameters) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(reader.read(row)), parameters);
        return rows;
    }

    /** The one number the query answers with; 0 for no row or null. */
    long number(String sql, Object... parameters) throws SQLException {
        long[] number = {0};
        each(sql, row -> number[0] = row.getLong(1), parameters);
        return number[0];
    }

    void each(String sql, EachRow consumer, Object... parameters) throws SQLException {
        with(sql, statement -> {
            bindAll(statement, parameters);
            return drain(statement, consumer);
        });
    }

    /** As {@link #each}, without ever holding many rows in memory. The consumer may use the store, and write to it. */
    void stream(String sql, EachRow consumer, Object... parameters) throws SQLException {
        boolean alone = dialect == Dialect.POSTGRESQL && connection.getAutoCommit();
        if (alone) {
            connection.setAutoCommit(false);
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            bindAll(statement, parameters);
            drain(statement, consumer);
        } finally {
            if (alone) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Calls once for each portion of the values that fits into one list parameter; not at all for none. */
    static void portions(Collection<?> values, Portion portion) throws SQLException {
        List<Object> some = new ArrayList<>(Math.min(values.size(), LIST));
        for (Iterator<?> rest = values.iterator(); rest.hasNext();) {
            some.add(rest.next());
            if (some.size() == LIST || !rest.hasNext()) {
                portion.with(new Among(some));
                some.clear();
            }
        }
    }

    @FunctionalInterface
    interface Portion {
        void with(Among values) throws SQLException;
    }

    int update(String sql, Object... parameters) throws SQLException {
        return with(sql, statement -> {
            bindAll(statement, parameters);
            return statement.executeUpdate();
        });
    }

    /** One statement for many rows, sent {@value #BATCH} at a time. */
    <R> void batch(String sql, Collection<R> rows, Binder<R> binder) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        with(sql, statement -> {
            int waiting = 0;
            for (R row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
                if (++waiting == BATCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
            return rows.size();
        });
    }

    /** The next {@code count} numbers of a counter; returns the first. */
    long take(String counter, int count) throws SQLException {
        return number("UPDATE counter SET value = value + ? WHERE name = ? RETURNING value", count, counter) - count + 1;
    }

    void bindAll(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof Among among) {
                dialect.bind(statement, i + 1, among.values());
            } else if (value instanceof Instant moment) {
                statement.setString(i + 1, Moment.text(moment));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** A column that may be null. */
    static Optional<Long> numberOrNull(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, Use<T> use) throws SQLException {
        PreparedStatement known = idle.remove(sql);
        PreparedStatement statement = known != null ? known : connection.prepareStatement(sql);
        T result;
        try {
            result = use.of(statement);
        } catch (AssertionError broken) { // PostgreSQL's driver, where the connection breaks in the middle of a batch
            close(statement, broken);
            throw new SQLException(broken.getMessage(), "08006", broken);
        } catch (SQLException | RuntimeException | Error e) {
            close(statement, e);
            throw e;
        }
        PreparedStatement superfluous = idle.put(sql, statement);
        if (superfluous != null) {
            superfluous.close();
        }
        return result;
    }

    private static void close(PreparedStatement statement, Throwable why) {
        try {
            statement.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private static int drain(PreparedStatement statement, EachRow consumer) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            int count = 0;
            while (rows.next()) {
                consumer.accept(rows);
                count++;
            }
            return count;
        }
    }
}
