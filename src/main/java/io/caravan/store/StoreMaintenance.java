package io.caravan.store;

import io.caravan.engine.LogStore.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is done with a store as a whole, while others work with it: copied, looked over, made smaller. Thread-safe. */
public final class StoreMaintenance {

    private static final int MOST_DAMAGE = 20;

    private final Location location;

    private StoreMaintenance(Location location) {
        this.location = location;
    }

    /** Parameters as of {@link SqlStateStore#open}. */
    public static StoreMaintenance of(String url, String user, String password) {
        return new StoreMaintenance(Location.of(url, user, password));
    }

    /** A SQLite file, such as a backup. */
    public static StoreMaintenance ofFile(Path file) {
        return of("jdbc:sqlite:" + file.toAbsolutePath().normalize(), "", "");
    }

    /**
     * What was found.
     *
     * @param schema  the version of its tables
     * @param current the one that this program works with
     * @param damage  what the database finds wrong with its own file, in its words; at most a few
     * @param log     whether the log is whole; empty where damage kept it from being read
     */
    public record Findings(int schema, int current, List<String> damage, Optional<Verification> log) {
    }

    /** The store, as messages name it. */
    public String where() {
        return location.where();
    }

    /** The bytes of its file, with what has not been moved into it yet; empty for a server. */
    public OptionalLong bytes() {
        if (location.file().isEmpty()) {
            return OptionalLong.empty();
        }
        long bytes = 0;
        for (String beside : List.of("", "-wal")) {
            Path file = Path.of(location.file().get() + beside);
            try {
                bytes += Files.exists(file) ? Files.size(file) : 0;
            } catch (IOException gone) {
                // what is beside it comes and goes
            }
        }
        return OptionalLong.of(bytes);
    }

    /**
     * Copies the store into a new file, as it is at one moment; nobody waits for it. Nothing stands under the file's name before the copy is
     * whole and on the disk.
     *
     * @throws StoreException when the store is no file, the file is there already, or it cannot be written
     */
    public void copyTo(Path target) {
        if (location.file().isEmpty()) {
            throw new StoreException(location.where() + " is a PostgreSQL database, which is backed up with its own tools", "Run: " + location.dumpCommand(target));
        }
        Path file = target.toAbsolutePath().normalize();
        refuseToWrite(file);
        Path part = Path.of(file + ".part");
        try {
            Files.deleteIfExists(part);
            OwnerOnly.make(part);
            vacuumInto(location, part);
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            put(part, file);
        } catch (IOException e) {
            throw new StoreException("the backup cannot be written to " + file + ": " + e.getMessage(), "Free space there, or name another place.", e);
        } catch (SQLException e) {
            throw new StoreException("the backup cannot be written to " + file + ": " + e.getMessage(),
                    "Free space there, or name another place. If it says that the store is damaged: caravan store verify", e);
        } finally {
            removeQuietly(part);
        }
    }

    private static void put(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException elsewhere) {
            Files.move(part, file);
        }
    }

    private static void refuseToWrite(Path file) {
        if (Files.exists(file)) {
            throw new StoreException(file + " is there already, and no backup is written over another", "Name another file, or remove that one.");
        }
        if (!Files.isDirectory(file.getParent())) {
            throw new StoreException("there is no folder " + file.getParent(), "Make it, or name another place.");
        }
    }

    private static void vacuumInto(Location from, Path file) throws SQLException {
        try (Connection connection = from.source().getConnection(); PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, file.toString());
            copy.execute();
        }
    }

    private static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // what failed before says why
        }
    }

    /**
     * Looks the store over, and changes nothing in it. One of an earlier version is brought up to date as a copy beside it.
     *
     * @throws StoreException when there is none, or it is of a newer version
     */
    public Findings verify() {
        Location reading = location.readOnly();
        if (!reading.isThere()) {
            throw new StoreException("there is no store in " + location.where(), "Name the file of a backup, or of a store.");
        }
        int schema = Schema.of(reading);
        if (schema == 0) {
            throw new StoreException(location.where() + " has none of Caravan's tables", "Name the file of a backup, or of a store.");
        }
        List<String> damage = location.file().isPresent() ? damage(reading, schema == Schema.VERSION) : List.of();
        return new Findings(schema, Schema.VERSION, damage, damage.isEmpty() ? Optional.of(schema == Schema.VERSION ? log(reading) : logOfCopy()) : Optional.empty());
    }

    private static Verification log(Location reading) {
        try (Database database = reading.connect()) {
            return new SqlLogStore(database).verify();
        }
    }

    private Verification logOfCopy() {
        if (location.file().isEmpty()) {
            throw new StoreException(location.where() + " is of an earlier version", "Any other command that may write to it, such as caravan status, brings it up to date.");
        }
        Path copy = Path.of(location.file().get().toAbsolutePath() + ".verify");
        try {
            Files.deleteIfExists(copy);
            OwnerOnly.make(copy);
            vacuumInto(location, copy);
            Location copied = Location.of("jdbc:sqlite:" + copy, "", "");
            Schema.bringUpToDate(copied);
            return log(copied);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw location.failures().explain(e);
        } finally {
            List.of("", "-wal", "-shm").forEach(beside -> removeQuietly(Path.of(copy + beside)));
        }
    }

    /**
     * As SQLite sees it, whose words are kept; and what was counted otherwise than it is.
     *
     * @param current whether it has the tables of this program
     */
    private static List<String> damage(Location reading, boolean current) {
        List<String> damage = new ArrayList<>();
        try (Connection connection = reading.source().getConnection(); Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_DAMAGE + ")")) {
                while (rows.next()) {
                    if (!"ok".equals(rows.getString(1))) {
                        rows.getString(1).lines().limit(MOST_DAMAGE).forEach(damage::add);
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                while (rows.next() && damage.size() < MOST_DAMAGE) {
                    damage.add("a row of " + rows.getString(1) + " refers to one of " + rows.getString(3) + " that is not there");
                }
            }
            if (current) {
                miscounted(statement, damage);
            }
        } catch (SQLException e) {
            damage.add(e.getMessage());
        }
        return List.copyOf(damage);
    }

    private static void miscounted(Statement statement, List<String> damage) throws SQLException {
        try (ResultSet rows = statement.executeQuery("""
                SELECT job, counted, there FROM (
                    SELECT j.job, COALESCE(o.accounts, 0) AS counted, (SELECT count(*) FROM link l WHERE l.job = j.job AND l.state = 'enabled') AS there
                    FROM (SELECT DISTINCT job FROM link UNION SELECT job FROM open_accounts) j LEFT JOIN open_accounts o ON o.job = j.job) counts
                WHERE counted <> there""")) {
            while (rows.next() && damage.size() < MOST_DAMAGE) {
                damage.add("of " + rows.getString(1) + " " + rows.getLong(2) + " open accounts were counted, and there are " + rows.getLong(3));
            }
        }
    }

    /** Gives the disk back what is not used any more; whoever writes meanwhile waits. A server does it by itself. */
    public void compact() {
        if (location.file().isEmpty()) {
            return;
        }
        try (Connection connection = location.source().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("VACUUM");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw location.failures().explain(e);
        }
    }
}
