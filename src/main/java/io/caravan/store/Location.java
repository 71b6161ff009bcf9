package io.caravan.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where a store is, and how its connections are made. */
final class Location {

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int READERS = 4;
    /** How long another process's transaction is waited for. */
    private static final int BUSY_MILLIS = 30_000;
    /** Negative: KiB. Random inserts into the indexes of a million rows need the pages at hand. */
    private static final int CACHE = -65_536;
    /** Of a connection that only reads, while another writes: with each transaction of that one, it forgets what it has kept. */
    private static final int READERS_CACHE = -4_096;
    /** Pages of 4 KiB that gather in the log before they are moved into the file. */
    private static final int CHECKPOINT_PAGES = 32_000;
    private static final int CONNECT_SECONDS = 10;
    /** How long a store that is away for a moment is waited for: longer than a server takes to start again, shorter than a lease lasts. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Dialect dialect;
    private final DataSource source;
    private final DataSource migrating;
    private final Optional<Path> file;
    private final String where;
    private final StoreFailures failures;
    private final boolean onlyReads;

    private Location(Dialect dialect, DataSource source, DataSource migrating, Optional<Path> file, String where, boolean onlyReads) {
        this.where = where;
        this.onlyReads = onlyReads;
        this.dialect = dialect;
        this.source = source;
        this.migrating = migrating;
        this.file = file;
        this.failures = new StoreFailures(where, onlyReads);
    }

    static Location of(String url, String user, String password) {
        if (url.startsWith(SQLITE) && !url.contains(":memory:") && url.length() > SQLITE.length()) {
            return file(Path.of(url.substring(SQLITE.length()).replaceFirst("\\?.*", "")), SQLiteConfig.SynchronousMode.NORMAL);
        }
        if (url.startsWith(POSTGRESQL)) {
            return server(url, user, password);
        }
        throw new StoreException("the store's address is neither a SQLite file nor a PostgreSQL database",
                "Set caravan.store.url to jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE.");
    }

    static Location file(Path file, SQLiteConfig.SynchronousMode synchronous) {
        return new Location(Dialect.SQLITE, source(file, synchronous, true), source(file, synchronous, false), Optional.of(file), file.toString(), false);
    }

    /**
     * The same, and nothing can be written to it. A file in a folder that must not be written to either, and with nothing beside it that
     * belongs to it, is being written by nobody: that has to be said, since otherwise SQLite makes a file beside it first.
     */
    Location readOnly() {
        if (file.isEmpty()) {
            return new Location(dialect, source, migrating, file, where, true);
        }
        Path path = file.get().toAbsolutePath();
        boolean alone = !Files.isWritable(path.getParent()) && !Files.exists(Path.of(path + "-wal"));
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(CACHE);
        SQLiteDataSource reading = new SQLiteDataSource(config);
        reading.setUrl(alone ? SQLITE + path.toUri() + "?immutable=1" : SQLITE + path);
        return new Location(dialect, reading, reading, file, where, true);
    }

    private static DataSource source(Path file, SQLiteConfig.SynchronousMode synchronous, boolean foreignKeys) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(foreignKeys);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(CACHE);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setGetGeneratedKeys(false); // nobody asks for them, and the driver would prepare a query for them after every single insert
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SQLITE + file);
        return source;
    }

    private static Location server(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new StoreException("the store's address is not one PostgreSQL's driver understands",
                    "Set caravan.store.url to jdbc:postgresql://HOST:PORT/DATABASE.", e);
        }
        if (!user.isEmpty()) {
            source.setUser(user);
        }
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
        source.setReWriteBatchedInserts(true);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setApplicationName("caravan");
        return new Location(Dialect.POSTGRESQL, source, source, Optional.empty(), url.substring(POSTGRESQL.length()).replaceFirst("\\?.*", ""), false);
    }

    Dialect dialect() {
        return dialect;
    }

    /** The store, as messages name it: a file, or host and database; no password. */
    String where() {
        return where;
    }

    /** What copies a database into a file with PostgreSQL's own tools; the password is asked for, or in its usual places. */
    String dumpCommand(Path target) {
        PGSimpleDataSource server = (PGSimpleDataSource) source;
        String user = Optional.ofNullable(server.getUser()).map(name -> " --username=" + name).orElse("");
        return "pg_dump --format=custom --host=" + server.getServerNames()[0] + " --port=" + server.getPortNumbers()[0] + user + " --file=" + target + " " + server.getDatabaseName();
    }

    Optional<Path> file() {
        return file;
    }

    StoreFailures failures() {
        return failures;
    }

    /** Connections made one by one, for what is done once. */
    DataSource source() {
        return source;
    }

    /** As {@link #source}, without looking at references between tables: SQLite cannot change a table that others refer to otherwise. */
    DataSource migrating() {
        return migrating;
    }

    /** Whether there is a file with something in it; of a server that is for whoever asks it. */
    boolean isThere() {
        try {
            return file.isEmpty() || Files.exists(file.get()) && Files.size(file.get()) > 0;
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** Makes sure that there is a file; a new one is for its owner alone. */
    void prepare() {
        if (file.isEmpty()) {
            return;
        }
        Path path = file.get().toAbsolutePath();
        if (Files.isDirectory(path) || Files.exists(path) && !Files.isWritable(path)) {
            throw failures.notWritable(null);
        }
        try {
            OwnerOnly.make(path);
        } catch (IOException e) {
            throw failures.notWritable(e);
        }
    }

    /** Makes sure that the file, which is a store for certain, is for its owner alone. */
    void protect() {
        if (file.isPresent()) {
            Path path = file.get().toAbsolutePath();
            try {
                OwnerOnly.close(path);
            } catch (IOException e) {
                throw failures.openToOthers(path, e);
            }
        }
    }

    Database connect() {
        if (onlyReads) {
            return Database.toRead(dialect, new HikariDataSource(pool("caravan-store-readers", READERS)), failures);
        }
        HikariDataSource writer = new HikariDataSource(pool("caravan-store-writer", 1));
        HikariConfig readers = pool("caravan-store-readers", READERS);
        if (dialect == Dialect.SQLITE) {
            readers.setConnectionInitSql("PRAGMA cache_size = " + READERS_CACHE);
        }
        return new Database(dialect, writer, new HikariDataSource(readers), failures, PATIENCE);
    }

    /** One connection that stays the same. */
    HikariDataSource single() {
        HikariConfig config = pool("caravan-store-preview", 1);
        config.setMinimumIdle(1);
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    private HikariConfig pool(String name, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(BUSY_MILLIS);
        config.setReadOnly(onlyReads);
        if (dialect == Dialect.POSTGRESQL) {
            config.setTransactionIsolation("TRANSACTION_READ_COMMITTED"); // what it has anyway; the pool would ask a server that is just going away, and keep its not answering for good
        }
        return config;
    }
}
