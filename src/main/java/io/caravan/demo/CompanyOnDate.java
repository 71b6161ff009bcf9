package io.caravan.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The company on one day, as its HR system would export it: everybody who has begun to work by then. Whoever has left
 * stays in the file with an end date, as good HR exports have it: a leaver who is named is told apart from a row that got lost.
 */
public final class CompanyOnDate {

    /** The first and the last day the data tells of. */
    public static final LocalDate FIRST_DAY = LocalDate.of(1985, 2, 2);
    public static final LocalDate LAST_DAY = LocalDate.of(2002, 8, 1);

    private static final String[] COLUMNS = {"workerId", "givenName", "familyName", "status", "hireDate", "startDate",
        "endDate", "departmentCode", "department", "title", "managerId"};

    private final CompanyHistory history;
    private final LocalDate day;
    private final List<Worker> workers;

    private CompanyOnDate(CompanyHistory history, LocalDate day) {
        this.history = history;
        this.day = day;
        this.workers = history.people().values().stream().flatMap(this::worker).toList();
    }

    /**
     * @param data the folder with the employees data
     * @throws IllegalArgumentException when the data does not reach that day
     * @throws UncheckedIOException     when the data cannot be read
     */
    public static CompanyOnDate read(Path data, LocalDate day) {
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new IllegalArgumentException(day + " is outside the company's history, which goes from " + FIRST_DAY + " to " + LAST_DAY);
        }
        return new CompanyOnDate(CompanyHistory.read(data), day);
    }

    public LocalDate day() {
        return day;
    }

    /** How many people have a department on this day. */
    public long employed() {
        return workers.stream().filter(Worker::employed).count();
    }

    /** How many people had one before and no longer have. */
    public long left() {
        return workers.size() - employed();
    }

    /** The worker id of somebody who is at work on this day; empty when nobody is. */
    public Optional<String> someone() {
        return workers.stream().filter(Worker::employed).map(Worker::workerId).findFirst();
    }

    List<Worker> workers() {
        return workers;
    }

    /**
     * Writes the HR file: UTF-8, with a header, commas, one row a person, in the order of the data. A reader never sees
     * half a file.
     */
    public void writeHrFile(Path file) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (CsvWriter csv = CsvWriter.builder().build(beside)) {
                csv.writeRecord(COLUMNS);
                workers.forEach(worker -> csv.writeRecord(row(worker)));
            }
            moveInto(file, beside);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void moveInto(Path file, Path beside) throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException onThisFileSystem) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<String> row(Worker worker) {
        return List.of(worker.workerId(), worker.givenName(), worker.familyName(), worker.status(), worker.contract().hireDate().toString(),
                worker.contract().startDate().toString(), worker.contract().endDate().map(LocalDate::toString).orElse(""), worker.post().departmentCode(),
                worker.post().department(), worker.post().title(), worker.post().managerId().orElse(""));
    }

    private Stream<Worker> worker(CompanyHistory.Person person) {
        List<Tenure<String>> begun = history.stays().getOrDefault(person.number(), List.of()).stream()
                .filter(stay -> !stay.from().isAfter(day)).toList();
        if (begun.isEmpty()) {
            return Stream.empty();
        }
        Tenure<String> stay = begun.get(begun.size() - 1);
        Optional<LocalDate> end = stay.covers(day) ? Optional.empty() : Optional.of(stay.lastDay());
        LocalDate lookedAt = end.orElse(day);
        return Stream.of(new Worker(workerId(person.number()), person.givenName(), person.familyName(),
                new Worker.Contract(person.hireDate(), begun.get(0).from(), end), new Worker.Post(stay.value(), history.departments().get(stay.value()),
                title(person, lookedAt), manager(stay.value(), person, lookedAt))));
    }

    private String title(CompanyHistory.Person person, LocalDate lookedAt) {
        return history.titles().getOrDefault(person.number(), List.of()).stream().filter(title -> title.covers(lookedAt))
                .map(Tenure::value).findFirst().orElse("");
    }

    private Optional<String> manager(String department, CompanyHistory.Person person, LocalDate lookedAt) {
        return history.managers().getOrDefault(department, List.of()).stream().filter(post -> post.covers(lookedAt))
                .map(Tenure::value).filter(manager -> !manager.equals(person.number())).map(CompanyOnDate::workerId).findFirst();
    }

    private static String workerId(String number) {
        return "E" + number;
    }
}
