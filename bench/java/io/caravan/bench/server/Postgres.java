package io.caravan.bench.server;

import io.caravan.bench.measure.EndState;
import io.caravan.bench.process.Usage;
import io.caravan.bench.process.WatchedProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL of its own, whose commits are on disk before they are answered, with an empty table of accounts. */
public final class Postgres implements TargetServer {

    public static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final WatchedProcess process;
    private final AccountTable table;

    private Postgres(EmbeddedPostgres server, WatchedProcess process) {
        this.server = server;
        this.process = process;
        this.table = new AccountTable(url() + "?user=" + USER);
    }

    public static Postgres start(Path folder) throws IOException {
        Path data = folder.resolve("data");
        // The library's defaults are for tests: without a word, nothing would be written to disk.
        EmbeddedPostgres server = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(true)
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on").start();
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            checkDurable(server);
            Postgres postgres = new Postgres(server, new WatchedProcess("postgres", pid));
            postgres.table.create();
            return postgres;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static void checkDurable(EmbeddedPostgres server) throws IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit")) {
                try (ResultSet value = statement.executeQuery("show " + setting)) {
                    if (!value.next() || !value.getString(1).equals("on")) {
                        throw new IllegalStateException("PostgreSQL does not write what it commits: " + setting + " is off");
                    }
                }
            }
        } catch (SQLException failed) {
            throw new IOException("PostgreSQL does not tell its settings: " + failed.getMessage(), failed);
        }
    }

    /** Without a user. */
    public String url() {
        return server.getJdbcUrl(USER, "postgres").replaceFirst("\\?.*", "");
    }

    @Override
    public Usage usage() {
        return process.usage();
    }

    @Override
    public EndState endState() throws IOException {
        return table.endState();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL does not stop", failed);
        }
    }
}
