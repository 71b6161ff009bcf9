package io.caravan.camel.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A database behind a pool that is opened with the first call and closed with the system. Thread-safe. */
final class Database implements AutoCloseable {

    /** What a connection needs. {@code timeoutSeconds}: to connect, and to get a connection. */
    record Access(String url, String username, String password, int poolSize, int timeoutSeconds) {
    }

    /** Work on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Access access;
    private HikariDataSource pool;

    Database(Access access) {
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
            return pool().getConnection();
        } catch (SQLException failed) {
            throw SqlOutcome.of(failed, Effect.NONE);
        }
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

    private HikariDataSource open(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException failed) {
            if (failed.getCause() instanceof SQLException said) {
                throw SqlOutcome.of(said, Effect.NONE);
            }
            throw failed;
        } catch (RuntimeException noDriver) {
            throw new OutcomeException(OutcomeKind.INVALID, "no JDBC driver takes the url " + access.url.replaceAll("[?;].*", "")
                    + "; put the driver's jar into lib/ and check the setting 'url'", noDriver);
        }
    }

    private Map<String, String> dialect() {
        return postgres() ? Map.of("stringtype", "unspecified", "connectTimeout", String.valueOf(access.timeoutSeconds), "ApplicationName", "caravan")
                : Map.of();
    }

    /** The names of what a table or query has for columns. */
    Set<String> columns(String relation) {
        return read(connection -> {
            try (var statement = connection.createStatement(); var nothing = statement.executeQuery("select * from " + relation + " where 1 = 0")) {
                Set<String> columns = new TreeSet<>();
                for (int i = 1; i <= nothing.getMetaData().getColumnCount(); i++) {
                    columns.add(nothing.getMetaData().getColumnLabel(i));
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
