package io.caravan.store;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the last reading of each job found, as numbers in a few large values: a million records are there in milliseconds. */
final class LastReadings {

    /** Numbers in one value. */
    private static final int PART = 100_000;
    /** The part that says that the others may not be used. */
    private static final int FORGOTTEN = -1;

    private final Database database;

    LastReadings(Database database) {
        this.database = database;
    }

    Optional<long[]> of(String job) {
        List<byte[]> parts = database.read(sql -> sql.list("""
                SELECT numbers FROM last_reading
                WHERE job = ? AND NOT EXISTS (SELECT 1 FROM last_reading WHERE job = ? AND part = ?)
                ORDER BY part""", row -> row.getBytes(1), job, job, FORGOTTEN));
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        long[] numbers = new long[parts.stream().mapToInt(part -> part.length / Long.BYTES).sum()];
        int next = 0;
        for (byte[] part : parts) {
            LongBuffer some = ByteBuffer.wrap(part).asLongBuffer();
            int count = some.remaining();
            some.get(numbers, next, count);
            next += count;
        }
        return Optional.of(numbers);
    }

    void remember(String job, long[] numbers) {
        database.change(sql -> {
            sql.update("DELETE FROM last_reading WHERE job = ?", job);
            insert(sql, job, 0, numbers);
        });
    }

    void add(String job, long[] more) {
        database.change(sql -> {
            sql.update("DELETE FROM last_reading WHERE job = ? AND part = ?", job, FORGOTTEN);
            insert(sql, job, sql.number("SELECT max(part) FROM last_reading WHERE job = ?", job) + 1, more);
        });
    }

    private static void insert(Sql sql, String job, long first, long[] numbers) throws SQLException {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int from = 0; from < numbers.length; from += PART) {
            int count = Math.min(PART, numbers.length - from);
            ByteBuffer part = ByteBuffer.allocate(count * Long.BYTES);
            part.asLongBuffer().put(numbers, from, count);
            parts.add(part);
        }
        long[] number = {first};
        sql.batch("INSERT INTO last_reading (job, part, numbers) VALUES (?, ?, ?)", parts, (row, part) -> {
            row.setString(1, job);
            row.setLong(2, number[0]++);
            row.setBytes(3, part.array());
        });
    }

    /** The numbers stay: often only a few of them have to be replaced. */
    void forget(String job) {
        database.change(sql -> sql.update("INSERT INTO last_reading (job, part, numbers) VALUES (?, ?, ?) ON CONFLICT (job, part) DO NOTHING",
                job, FORGOTTEN, new byte[0]));
    }
}
