package io.caravan.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * A copy of a SQLite store in a file beside it, gone when it is closed. The provisioning log is not copied: it can be by
 * far the largest table, and a trial run only adds to it.
 */
final class SqlitePreview {

    private static final String PREFIX = "preview-";
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private SqlitePreview() {
    }

    static SqlStateStore of(Location original) {
        Path folder = original.file().orElseThrow().toAbsolutePath().getParent();
        try {
            removeLeftovers(folder);
            Path copy = Files.createTempFile(folder, PREFIX, ".db");
            Location location = Location.file(copy, SQLiteConfig.SynchronousMode.OFF);
            copy(original, copy);
            Database database = location.connect();
            return new SqlStateStore(location, database, () -> {
                database.close();
                delete(copy);
            });
        } catch (IOException e) {
            throw original.failures().notWritable(e);
        } catch (SQLException e) {
            throw original.failures().explain(e);
        }
    }

    /** One read transaction: the copy shows one moment, and nobody waits for it. */
    private static void copy(Location original, Path copy) throws SQLException {
        try (Connection connection = original.source().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = OFF");
            try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS copy")) {
                attach.setString(1, copy.toString());
                attach.execute();
            }
            statement.execute("PRAGMA copy.journal_mode = OFF");
            statement.execute("PRAGMA copy.synchronous = OFF");
            statement.execute("BEGIN");
            copyTables(statement);
            statement.execute("COMMIT");
        }
    }

    private record Made(String type, String name, String sql) {
    }

    private static void copyTables(Statement statement) throws SQLException {
        List<Made> schema = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT type, name, sql FROM main.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
                ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END""")) {
            while (rows.next()) {
                schema.add(new Made(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        for (Made made : schema) {
            statement.execute(made.sql().replaceFirst("(?i)^CREATE (UNIQUE )?(TABLE|INDEX|TRIGGER) ", "$0copy."));
            if (made.type().equals("table") && !made.name().startsWith("log_")) {
                statement.execute("INSERT INTO copy." + made.name() + " SELECT * FROM main." + made.name());
            }
        }
        statement.execute("INSERT INTO copy.log_head (entries, hash) VALUES (0, '" + LogChain.START + "')");
    }

    /** What a killed process left; a preview never takes that long. */
    private static void removeLeftovers(Path folder) throws IOException {
        Instant old = Instant.now().minus(LEFT_BEHIND);
        try (var files = Files.newDirectoryStream(folder, PREFIX + "*.db*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void delete(Path copy) {
        try {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(copy + suffix));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the preview's copy cannot be deleted", e);
        }
    }
}
