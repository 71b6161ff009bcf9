package io.caravan.bench.row;

import io.caravan.bench.process.MeasuredProcess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** The titles in a table of accounts, looked at until one of them is what it is to be. */
final class TitleColumn implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private final Connection connection;
    private final PreparedStatement titleOf;

    TitleColumn(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        titleOf = connection.prepareStatement("select title from account where worker_id = ?");
    }

    void await(MeasuredProcess daemon, String worker, String title) throws IOException, SQLException, InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!title.equals(of(worker))) {
            if (!daemon.isAlive() || System.nanoTime() > until) {
                throw new IOException(worker + " has the title " + of(worker) + ", and shall have " + title + ":\n" + daemon.err());
            }
            Thread.sleep(5);
        }
    }

    private String of(String worker) throws SQLException {
        titleOf.setString(1, worker);
        try (ResultSet rows = titleOf.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
