package io.caravan.bench.row;

import io.caravan.bench.measure.AnswerTimes;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Who got which title when, as a source that tells changes, and what its reader says of the work that they made. */
final class MovesTable {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private final String url;

    MovesTable(Path file) throws SQLException {
        url = "jdbc:sqlite:" + file;
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute("create table move (workerId text primary key, title text not null, changed text not null)");
        }
    }

    void give(String worker, String title) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
             PreparedStatement statement = connection.prepareStatement("insert or replace into move (workerId, title, changed) values (?, ?, ?)")) {
            statement.setString(1, worker);
            statement.setString(2, title);
            statement.setString(3, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            statement.executeUpdate();
        }
    }

    /** The last cycle of the daemon's beginning: it has looked at the table twice by then, and nothing else is under way. */
    static long beginning(MeasuredProcess daemon, CaravanProject project, long before) throws IOException, InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (project.state().numbers("select count(*) from cycle where ended_at is not null and job = 'moves' and id > " + before)[0] < 2
                || project.state().numbers("select count(*) from cycle where ended_at is null")[0] > 0) {
            if (!daemon.isAlive() || System.nanoTime() > until) {
                throw new IOException("the daemon does not read:\n" + daemon.err());
            }
            Thread.sleep(50);
        }
        return project.state().numbers("select max(id) from cycle")[0];
    }

    /** Milliseconds that a change takes, in the middle: of the cycle that reads it, the rules and each target. Once the daemon has ended. */
    static double millisOfWork(CaravanProject project, long after, List<String> jobs) throws IOException {
        double sum = 0;
        for (String job : jobs) {
            long[] millis = project.state().numbers("select " + StateFile.millis("ended_at") + " - (" + StateFile.millis("started_at") + ") from cycle where id > " + after
                    + " and job = ? and (counts like '%\"evaluated\":1%' or counts like '%\"identities-changed\":1%')", job);
            if (millis.length == 0) {
                throw new IOException("no cycle of " + job + " changed anybody");
            }
            sum += AnswerTimes.percentiles(millis, 1).get("p50");
        }
        return sum;
    }
}
