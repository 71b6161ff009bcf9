package io.caravan.camel.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database behind a pool that is opened with the first call and closed with the system. Thread-safe. */
final class JdbcPool implements AutoCloseable {

    /** What a connection needs. {@code timeoutSeconds}: to connect, and to get a connection. {@code statementSeconds}: for one statement. */
    record Access(String url, String username, String password, int poolSize, int timeoutSeconds, int statementSeconds) {
    }

    /** Work on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final Set<Integer> TEXT = Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR);
    private static final Logger LOG = LoggerFactory.getLogger(JdbcPool.class);
    /** A database that ends a statement in time says so; only one that says nothing at all is left alone. */
    private static final int GRACE_SECONDS = 30;

    private final Access access;
    private HikariDataSource pool;

    JdbcPool(Access access) {
        this.access = access;
    }

    /** Values as this kind of database takes them. */
    SqlValues values() {
        return new SqlValues(postgres());
    }

    private boolean postgres() {
        return access.url.startsWith("jdbc:postgresql:");
    }

    /** A connection out of the pool, committing by itself. The caller closes it. */
    Connection connection() {
        try {
            Connection connection = pool().getConnection();
            limit(connection);
            return connection;
        } catch (SQLException failed) {
            throw SqlOutcome.of(failed, Effect.NONE);
        }
    }

    /** A SQLite file has no network, and would take the limit of a statement for how long to wait for a lock. */
    private boolean isFile() {
        return access.url.startsWith("jdbc:sqlite:");
    }

    private void limit(Connection connection) throws SQLException {
        if (isFile()) {
            return;
        }
        try {
            connection.setNetworkTimeout(Runnable::run, (access.statementSeconds + GRACE_SECONDS) * 1000);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError limitsOnlyStatements) {
            LOG.debug("the JDBC driver has no network timeout: url={}", access.url.replaceAll("[?;].*", ""));
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /** The statement, which ends when it takes longer than it may. */
    <T extends Statement> T limited(T statement) throws SQLException {
        if (!isFile()) {
            statement.setQueryTimeout(access.statementSeconds);
        }
        return statement;
    }

    <T> T read(Work<T> work) {
        return run(work, Effect.NONE);
    }

    /** A write that commits by itself; whatever goes wrong once it was sent may come after the commit. */
    <T> T write(Effect effect, Work<T> work) {
        return run(work, effect);
    }

    private <T> T run(Work<T> work, Effect effect) {
        try (Connection connection = connection()) {
            return work.on(connection);
        } catch (SQLException failed) {
            throw SqlOutcome.of(failed, effect);
        }
    }

    private synchronized HikariDataSource pool() {
        if (pool == null) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(access.url);
            if (!access.username.isEmpty()) {
                config.setUsername(access.username);
                config.setPassword(access.password);
            }
            config.setMaximumPoolSize(access.poolSize);
            config.setMinimumIdle(0);
            config.setIdleTimeout(60_000);
            config.setConnectionTimeout(access.timeoutSeconds * 1000L);
            // Fails at once with the database's own words, where the pool would try for the whole timeout.
            config.setInitializationFailTimeout(1);
            dialect().forEach(config::addDataSourceProperty);
            pool = open(config);
        }
        return pool;
    }

    /** In a thread of its own: not every driver has a limit for a server that takes a connection and then says nothing. */
    private HikariDataSource open(HikariConfig config) {
        FutureTask<HikariDataSource> opening = new FutureTask<>(() -> new HikariDataSource(config));
        Thread opener = new Thread(opening, "opens-a-database");
        opener.setDaemon(true);
        opener.start();
        try {
            return opening.get(2L * access.timeoutSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw unopened(failed.getCause());
        } catch (TimeoutException silence) {
            opening.cancel(true);
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the database took the connection and said nothing for " + 2 * access.timeoutSeconds
                    + " s; is the address right? If it needs longer, raise the setting timeout", silence);
        } catch (InterruptedException stopped) {
            opening.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "it was stopped while it connected", stopped);
        }
    }

    private OutcomeException unopened(Throwable failed) {
        if (failed instanceof PoolInitializationException && failed.getCause() instanceof SQLException said) {
            return SqlOutcome.of(said, Effect.NONE);
        }
        return new OutcomeException(OutcomeKind.INVALID, "no JDBC driver takes the url " + access.url.replaceAll("[?;].*", "")
                + "; put the driver's jar into lib/ext/ and check the setting 'url'", failed);
    }

    private Map<String, String> dialect() {
        String seconds = String.valueOf(access.timeoutSeconds);
        return postgres() ? Map.of("stringtype", "unspecified", "connectTimeout", seconds, "loginTimeout", seconds,
                "socketTimeout", String.valueOf(access.statementSeconds + GRACE_SECONDS), "ApplicationName", "caravan") : Map.of();
    }

    /** The names of what a table or query has for columns, and whether each holds text; SQLite's hold what they are given. */
    Map<String, Boolean> columns(String relation) {
        return read(connection -> {
            try (var statement = limited(connection.createStatement()); var nothing = statement.executeQuery("select * from " + relation + " where 1 = 0")) {
                Map<String, Boolean> columns = new TreeMap<>();
                for (int i = 1; i <= nothing.getMetaData().getColumnCount(); i++) {
                    columns.put(nothing.getMetaData().getColumnLabel(i), access.url.startsWith("jdbc:sqlite:") || TEXT.contains(nothing.getMetaData().getColumnType(i)));
                }
                return columns;
            }
        });
    }

    /** A name in the database's own quotes; each part of {@code schema.table} for itself. */
    String quoted(String name) {
        String quote = access.url.startsWith("jdbc:mysql:") || access.url.startsWith("jdbc:mariadb:") ? "`" : "\"";
        return quote + name.replace(quote, quote + quote).replace(".", quote + "." + quote) + quote;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }
}
