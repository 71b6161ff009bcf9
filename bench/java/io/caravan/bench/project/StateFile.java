package io.caravan.bench.project;

import io.caravan.bench.measure.AnswerTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Caravan's SQLite file, looked at after Caravan has ended. */
public final class StateFile {

    private static final int LARGEST = 8;

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    /** How long the target took to answer the calls of a job, by the provisioning log: in a batch, the batch's time. */
    public Map<String, Double> answerTimes(String job) throws IOException {
        long[] millis = numbers("select duration_millis from log_entry where job = ? and status = 'success'", job);
        return AnswerTimes.percentiles(millis, 1);
    }

    /** Bytes on disk, with what has not been merged into the file yet. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (String part : List.of("", "-wal", "-shm")) {
            Path path = Path.of(file + part);
            bytes += Files.exists(path) ? Files.size(path) : 0;
        }
        return bytes;
    }

    /** Bytes of each table with its indexes, the largest first; only such as have some share in the whole. */
    public Map<String, Long> bytesByTable() throws IOException {
        String sql = "select m.tbl_name, sum(d.pgsize) from dbstat d join sqlite_schema m on m.name = d.name"
                + " where d.aggregate = true group by m.tbl_name order by 2 desc limit " + LARGEST;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
             PreparedStatement statement = connection.prepareStatement(sql); ResultSet rows = statement.executeQuery()) {
            Map<String, Long> bytes = new LinkedHashMap<>();
            while (rows.next()) {
                bytes.put(rows.getString(1), rows.getLong(2));
            }
            return bytes;
        } catch (SQLException failed) {
            throw new IOException("the state file cannot be read: " + failed.getMessage(), failed);
        }
    }

    /** In a query: a moment that stands in a column, in milliseconds of the epoch. */
    public static String millis(String column) {
        return "cast(strftime('%%s', %1$s) as integer) * 1000 + cast(substr(%1$s, 21, 3) as integer)".formatted(column);
    }

    /** The numbers that a query of one column gives. */
    public long[] numbers(String sql, String... parameters) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
             PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<Long> numbers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
            return numbers.stream().mapToLong(Long::longValue).toArray();
        } catch (SQLException failed) {
            throw new IOException("the state file cannot be read: " + failed.getMessage(), failed);
        }
    }
}
