package io.caravan.camel.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.subject.KeyText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;

/**
 * A state file as it is read, line by line: a head, the requests that are known again by their keys, what was rejected of a full load and is not known
 * otherwise, the keys of those that are no more and the records, what was rejected since, and an end that says how many records those are.
 */
final class InboxState implements AutoCloseable {

    static final String SEQUENCE = "sequence";
    static final String KEY = "idempotencyKey";
    static final String REJECTED = "rejected";
    static final String RECORD = "record";
    static final String DELETED = "deleted";
    static final String RECORDS = "records";
    static final String AT = "at";
    static final String ANSWER = "answer";
    static final String WHERE = "where";
    private static final String END = "end";

    private final InboxFolder.Found file;
    private final BufferedReader lines;
    private final JsonNode head;

    private InboxState(InboxFolder.Found file, BufferedReader lines, JsonNode head) {
        this.file = file;
        this.lines = lines;
        this.head = head;
    }

    static InboxState open(InboxFolder.Found file) throws IOException {
        BufferedReader lines = Files.newBufferedReader(file.file(), StandardCharsets.UTF_8);
        try {
            String first = lines.readLine();
            return new InboxState(file, lines, PushedRecords.JSON.readTree(first == null ? "" : first));
        } catch (IOException unreadable) {
            lines.close();
            throw unreadable;
        }
    }

    JsonNode head() {
        return head;
    }

    InboxFolder.Found file() {
        return file;
    }

    /** The next line; empty behind the last. @throws IOException when the file is not whole */
    Optional<JsonNode> next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException(file.file().getFileName() + " has no end");
        }
        JsonNode node = PushedRecords.JSON.readTree(line);
        return node.has(END) ? Optional.empty() : Optional.of(node);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Writes one. */
    static final class Writer {

        private final BufferedWriter out;
        private long records;

        Writer(BufferedWriter out, ObjectNode head) throws IOException {
            this.out = out;
            line(head);
        }

        void line(JsonNode node) throws IOException {
            out.write(PushedRecords.JSON.writeValueAsString(node));
            out.write('\n');
        }

        /** That it is no more: whoever does not believe the rest is to know that. */
        void deleted(String key, Instant at) throws IOException {
            line(PushedRecords.JSON.createObjectNode().put(DELETED, key).put(AT, at.toString()));
        }

        void record(JsonNode record) throws IOException {
            ObjectNode line = PushedRecords.JSON.createObjectNode();
            line.set(RECORD, record);
            line(line);
            records++;
        }

        void end() throws IOException {
            line(PushedRecords.JSON.createObjectNode().put(END, records));
        }
    }

    static String key(JsonNode record, String keyName) {
        return KeyText.of(record.path(keyName).asText());
    }
}
