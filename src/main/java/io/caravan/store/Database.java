package io.caravan.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Connections and transactions. One connection writes, under a lock; a few read. Inside a transaction its thread reads
 * and writes on the writing connection, so it sees what it wrote; everybody else sees what was last committed.
 *
 * <p>Thread-safe. A transaction belongs to the thread that began it: work it hands to other threads is not part of it, and
 * waiting in it for another thread that writes is a deadlock.
 */
final class Database implements AutoCloseable {

    private final Dialect dialect;
    private final HikariDataSource writer;
    private final HikariDataSource readers;
    private final StoreFailures failures;
    private final Outage outage;
    /** Fair: who writes one transaction after the other would keep everybody else waiting. */
    private final ReentrantLock turn;
    private final Map<Connection, Sql> statements;
    private final ThreadLocal<Transaction> current;
    /** What each transaction begins with; throws when there shall be none. */
    private final Task fence;

    /** As {@link #Database(Dialect, HikariDataSource, HikariDataSource, StoreFailures, Duration)}, for one that is never waited for. */
    Database(Dialect dialect, HikariDataSource writer, HikariDataSource readers, StoreFailures failures) {
        this(dialect, writer, readers, failures, Duration.ZERO);
    }

    /**
     * @param writer  null: nothing can be written
     * @param readers may be the same as {@code writer}; then everything happens on its one connection, in turns
     * @param patience how long one that is away is waited for before a transaction or a read begins
     */
    Database(Dialect dialect, HikariDataSource writer, HikariDataSource readers, StoreFailures failures, Duration patience) {
        this.outage = new Outage(failures, patience);
        this.dialect = dialect;
        this.writer = writer;
        this.readers = readers;
        this.failures = failures;
        this.turn = new ReentrantLock(true);
        this.statements = new IdentityHashMap<>();
        this.current = new ThreadLocal<>();
        this.fence = sql -> { };
    }

    /** Nothing can be written. */
    static Database toRead(Dialect dialect, HikariDataSource readers, StoreFailures failures) {
        return new Database(dialect, null, readers, failures);
    }

    boolean onlyReads() {
        return writer == null;
    }

    private Database(Database same, Task fence) {
        this.dialect = same.dialect;
        this.writer = same.writer;
        this.readers = same.readers;
        this.failures = same.failures;
        this.outage = same.outage;
        this.turn = same.turn;
        this.statements = same.statements;
        this.current = same.current;
        this.fence = fence;
    }

    /** The same database; its transactions begin with this look. */
    Database fencedBy(Task look) {
        return new Database(this, look);
    }

    /** Work on a connection that belongs to a {@link Sql}. */
    @FunctionalInterface
    interface Work<T> {
        T with(Sql sql) throws SQLException;
    }

    /** Work that gives nothing back. */
    @FunctionalInterface
    interface Task {
        void with(Sql sql) throws SQLException;
    }

    private static final class Transaction {
        private final Sql sql;
        private final Task fence;
        private Throwable failure;

        private Transaction(Sql sql, Task fence) {
            this.sql = sql;
            this.fence = fence;
        }
    }

    Dialect dialect() {
        return dialect;
    }

    <T> T inTransaction(Supplier<T> work) {
        return write(sql -> work.get());
    }

    void change(Task task) {
        write(sql -> {
            task.with(sql);
            return null;
        });
    }

    /** All or nothing; part of the transaction this thread is in, if any. */
    <T> T write(Work<T> work) {
        Transaction outer = current.get();
        return outer == null ? begin(work) : join(outer, outer.fence == fence ? work : sql -> {
            fence.with(sql);
            return work.with(sql);
        });
    }

    /**
     * Sees what is committed, and what this thread wrote in its transaction. Where the store is away for a moment the work is done once more from
     * its beginning, so it has no effect but its result.
     */
    <T> T read(Work<T> work) {
        Transaction outer = current.get();
        if (outer != null) {
            return join(outer, work);
        }
        if (alone()) {
            return begin(work);
        }
        while (true) {
            try (Connection connection = readers.getConnection()) {
                T result = readOn(connection, work);
                outage.over();
                return result;
            } catch (SQLException e) {
                if (!outage.waits(e)) {
                    throw failures.explain(e);
                }
            }
        }
    }

    private <T> T readOn(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.with(sqlOn(connection));
        } catch (SQLException | RuntimeException | Error e) {
            readers.evictConnection(connection);
            throw e;
        }
    }

    /**
     * The statements of a connection are kept while it lives, so they are made on the driver's own connection, not on the one the pool lends.
     * The pool does not see their failures: a connection on which something failed is given up.
     */
    private Sql sqlOn(Connection lent) throws SQLException {
        Connection own = lent.unwrap(Connection.class);
        synchronized (statements) {
            Sql known = statements.get(own);
            if (known == null) {
                for (Iterator<Connection> all = statements.keySet().iterator(); all.hasNext();) {
                    if (all.next().isClosed()) {
                        all.remove();
                    }
                }
                known = new Sql(own, dialect);
                statements.put(own, known);
            }
            return known;
        }
    }

    /** The same for work that hands on what it reads as it comes: it is not done twice. */
    void look(Task task) {
        Transaction outer = current.get();
        if (outer != null) {
            join(outer, sql -> {
                task.with(sql);
                return null;
            });
            return;
        }
        boolean[] begun = {false};
        read(sql -> {
            if (begun[0]) {
                throw new StoreException("the store went away while it was read", "The next cycle reads it again.");
            }
            sql.number("SELECT 1"); // whether it is there
            begun[0] = true;
            task.with(sql);
            return null;
        });
    }

    /** Nobody else has this database: a preview. */
    private boolean alone() {
        return readers == writer;
    }

    private <T> T join(Transaction outer, Work<T> work) {
        try {
            return work.with(outer.sql);
        } catch (SQLException e) {
            StoreException explained = failures.explain(e);
            outer.failure = explained;
            throw explained;
        } catch (RuntimeException | Error e) {
            outer.failure = e;
            throw e;
        }
    }

    private <T> T begin(Work<T> work) {
        if (onlyReads()) {
            throw failures.onlyReads();
        }
        turn.lock();
        try (Connection connection = begun()) {
            Transaction transaction = new Transaction(sqlOn(connection), fence);
            current.set(transaction);
            try {
                fence.with(transaction.sql);
                T result = work.with(transaction.sql);
                if (transaction.failure != null) {
                    throw new IllegalStateException("a part of this transaction failed, so none of it was stored", transaction.failure);
                }
                commit(connection);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                current.remove();
            }
        } catch (SQLException e) {
            throw failures.explain(e);
        } finally {
            turn.unlock();
        }
    }

    /** A connection whose transaction has begun; a store that is away is waited for, since nothing was done yet. */
    private Connection begun() throws SQLException {
        while (true) {
            Connection connection = null;
            try {
                connection = writer.getConnection();
                connection.setAutoCommit(false);
                if (!alone()) {
                    dialect.beginWriting(connection);
                }
                outage.over();
                return connection;
            } catch (SQLException e) {
                if (connection != null) {
                    writer.evictConnection(connection);
                }
                if (!outage.waits(e)) {
                    throw e;
                }
            }
        }
    }

    /** Not {@link Connection#commit}: SQLite's driver begins the next transaction with it, and keeps others waiting. */
    private static void commit(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
    }

    private void rollback(Connection connection, Throwable why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        if (!alone()) {
            writer.evictConnection(connection);
        }
    }

    @Override
    public void close() {
        readers.close();
        if (writer != null) {
            writer.close();
        }
    }
}
