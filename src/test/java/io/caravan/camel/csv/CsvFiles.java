package io.caravan.camel.csv;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SourceItem.Read;
import io.caravan.connector.SourceItem.Rejected;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One file after the other of one source, read like cycles read them: each reading is told what the one before had remembered. */
final class CsvFiles {

    final CsvSystem csv = new CsvSystem();
    final Path path;
    private String memory = "";

    /** What came of a reading. */
    record Result(List<SourceItem> items, Optional<OutcomeException> failure) {

        List<Map<String, Object>> records() {
            return items.stream().filter(Read.class::isInstance).map(item -> ((Read) item).attributes().asMap()).toList();
        }

        List<Object> keys() {
            return records().stream().map(record -> record.get("id")).toList();
        }

        List<Rejected> rejected() {
            return items.stream().filter(Rejected.class::isInstance).map(Rejected.class::cast).toList();
        }

        String failureText() {
            return failure.map(Throwable::getMessage).orElse("no failure");
        }
    }

    CsvFiles(Path folder) {
        path = folder.resolve("hr.csv");
        csv.setFolder(folder.toString());
        csv.setFile("hr.csv");
        csv.setKey("id");
        csv.setQuietSeconds(0);
    }

    Result read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    Result read(byte[] bytes) throws IOException {
        FileTime before = Files.exists(path) ? Files.getLastModifiedTime(path) : FileTime.fromMillis(0);
        Files.write(path, bytes);
        if (Files.getLastModifiedTime(path).toMillis() <= before.toMillis()) { // two files are told apart by the millisecond (FileLook.stamp)
            Files.setLastModifiedTime(path, FileTime.fromMillis(before.toMillis() + 1));
        }
        return read();
    }

    /** What lies there already. */
    Result read() {
        List<SourceItem> items = new ArrayList<>();
        SourceReading reading;
        try {
            reading = csv.list(() -> false);
        } catch (OutcomeException failed) {
            return new Result(items, Optional.of(failed));
        }
        try (reading) {
            reading.recall(memory);
            reading.forEachRemaining(items::add);
            return new Result(items, Optional.empty());
        } catch (OutcomeException failed) {
            return new Result(items, Optional.of(failed));
        } finally {
            memory = reading.memory().orElse(memory);
        }
    }
}
