package io.caravan.lives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The employees' source: a CSV file, written as the company is, and then perhaps spoilt. */
final class HrFile {

    static final List<String> COLUMNS = List.of("record", "pid", "given", "family", "mail", "phone", "dept", "boss", "status", "start", "end");

    private static final int WEEKS = 3;
    private static final Duration A_MOMENT = Duration.ofMillis(700);

    private final Path file;
    private final boolean trailer;
    private final boolean numbered;
    private final Deque<Week> weeks = new ArrayDeque<>();

    private record Week(Map<String, Person> people, String text) {
    }

    /**
     * @param trailer  whether the last line tells the number of rows
     * @param numbered whether people are called by numbers
     */
    HrFile(Path folder, boolean trailer, boolean numbered) {
        this.file = folder.resolve("hr.csv");
        this.trailer = trailer;
        this.numbered = numbered;
    }

    boolean hasTrailer() {
        return trailer;
    }

    /** Writes what is true, spoilt by a fault. */
    void write(Company company, FileFault fault, Random random) {
        List<Person> people = company.inRecords(false);
        List<List<String>> rows = people.stream().flatMap(one -> Stream.concat(one.former().stream(), Stream.of(one))).map(this::row).toList();
        String whole = text(rows, trailer);
        weeks.add(new Week(people.stream().collect(Collectors.toMap(Person::worker, Function.identity())), whole));
        if (weeks.size() > WEEKS) {
            weeks.remove();
        }
        switch (fault) {
            case NOT_THERE -> remove();
            case STALE -> put(weeks.element().text.getBytes(StandardCharsets.UTF_8));
            case STILL_BEING_WRITTEN -> putSlowly(fault.spoil(new FileFault.Whole(rows, whole, trailer, random)), whole.getBytes(StandardCharsets.UTF_8));
            default -> put(fault.spoil(new FileFault.Whole(rows, whole, trailer, random)));
        }
    }

    private void put(byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void putSlowly(byte[] first, byte[] whole) {
        put(first);
        CompletableFuture.delayedExecutor(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS).execute(() -> put(whole));
    }

    private void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    /** The employees of the file that {@link FileFault#STALE} brings back. */
    Map<String, Person> lastWeek() {
        return weeks.element().people;
    }

    private List<String> row(Person one) {
        return List.of(one.record(numbered), one.key(numbered), one.given(), one.family(), one.mail(), one.phone().orElse(""), one.dept(), one.boss().orElse(""), one.status(),
                one.start().toString(), one.end().map(Object::toString).orElse(""));
    }

    static String text(List<List<String>> rows, boolean trailer) {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        rows.forEach(row -> text.append(line(row)).append('\n'));
        return trailer ? text.append("END,").append(rows.size()).append('\n').toString() : text.toString();
    }

    static String line(List<String> row) {
        return row.stream().map(value -> value.contains(",") || value.contains("\"") ? "\"" + value.replace("\"", "\"\"") + "\"" : value)
                .collect(Collectors.joining(","));
    }
}
