package io.caravan.camel.csv;

import io.caravan.camel.ConnectorCall;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort.HandOver;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;

/**
 * The bean behind {@code connectors/csv-outbox.kamelet.yaml}: a folder into which each cycle that has something to say puts one file. What is
 * answered with ok is on the disk; the file has its name when the cycle has ended, or, if the process did not live to see that, when the next one
 * of that job begins. Its setters are the connector's settings. Set once, then thread-safe.
 */
public final class CsvOutbox implements AutoCloseable {

    private static final DateTimeFormatter SORTED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Map<String, Character> NAMED = Map.of("tab", '\t', "comma", ',', "semicolon", ';', "pipe", '|');

    private Path projectFolder = Path.of("");
    private String folder = "";
    private String name = "";
    private String key = "";
    private String delimiter = ",";
    private String charset = "UTF-8";
    private String trailer = "TRAILER,<count>";
    private String cleared = "";
    private boolean formulas;
    private HandOver current;
    private OutboxFile file;

    /** Carries out the operation in the exchange's variables and makes the answer the body. */
    public synchronized void call(Exchange exchange) {
        ConnectorCall call = new ConnectorCall(exchange);
        exchange.getMessage().setBody(call.isBatch() ? take(call.requests()) : switch (call.operation()) {
            case TEST -> test();
            case BEGIN -> begin(new HandOver(call.text("job"), exchange.getVariable("cycle", Long.class), Instant.parse(call.text("began")), call.attributes()));
            case END -> end();
            default -> take(List.of(call.request())).get(0);
        });
    }

    private Outcome test() {
        format();
        Path outbox = outbox();
        return Files.isWritable(outbox) ? Outcome.ok() : Outcome.failed(OutcomeKind.UNAVAILABLE, "nothing can be written into " + outbox + "; give the right to it");
    }

    /** The folder. It is not made: where it is missing a file system may not be there, and nobody would ever come for the file. */
    private Path outbox() {
        Path outbox = projectFolder.resolve(folder).toAbsolutePath().normalize();
        if (!Files.isDirectory(outbox)) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "there is no folder " + outbox + "; make it, or correct the setting 'folder'");
        }
        return outbox;
    }

    /** What an earlier cycle could not hand over any more is handed over now. */
    private Outcome begin(HandOver what) {
        OutboxRows format = format();
        Path outbox = outbox();
        List<OutboxFile.Finished> finished = new ArrayList<>();
        try {
            closeFile();
            current = what;
            for (Path part : left(outbox, what.job())) {
                Optional<OutboxFile> left = OutboxFile.leftBehind(part, what.job(), format);
                if (left.isPresent()) {
                    try (OutboxFile open = left.get()) {
                        open.finish().ifPresent(finished::add);
                    }
                }
            }
            return told(finished);
        } catch (IOException failed) {
            return unwritable("what an earlier cycle left in " + outbox + " could not be handed over", failed);
        }
    }

    private static List<Path> left(Path outbox, String job) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(outbox, OutboxFile.parts(job))) {
            return StreamSupport.stream(parts.spliterator(), false).sorted().toList();
        }
    }

    private Outcome end() {
        current = null;
        if (file == null) {
            return Outcome.ok();
        }
        OutboxFile ended = file;
        file = null;
        try (ended) {
            return told(ended.finish().stream().toList());
        } catch (IOException failed) {
            return unwritable("the file with " + ended.rows() + " rows could not be handed over; it is kept, and the next cycle hands it over", failed);
        }
    }

    /** By the name of each file, how many rows it has. */
    private Outcome told(List<OutboxFile.Finished> finished) {
        List<String> files = finished.stream().map(one -> projectFolder.toAbsolutePath().normalize().relativize(one.file().toAbsolutePath().normalize()) + ": "
                + one.rows() + (one.rows() == 1 ? " row" : " rows")).toList();
        return new Outcome(OutcomeKind.OK, Optional.empty(), files.isEmpty() ? Attributes.empty() : Attributes.of(Map.of("files", files)), "", Optional.empty());
    }

    /** Those that can be written go to the disk together; the others are told why not. */
    private List<Outcome> take(List<AccountRequest> requests) {
        if (current == null) {
            throw new OutcomeException(OutcomeKind.INVALID, "no cycle has begun for which this could be collected");
        }
        OutboxRows format = format();
        Outcome[] outcomes = new Outcome[requests.size()];
        List<byte[]> rows = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            try {
                rows.add(format.row(requests.get(i), current.attributes()));
                places.add(i);
            } catch (OutcomeException refused) {
                outcomes[i] = refused.outcome();
            }
        }
        Outcome taken = rows.isEmpty() ? Outcome.ok() : append(format, rows);
        places.forEach(place -> outcomes[place] = taken.isOk() ? Outcome.ok(requests.get(place).anchor().orElseThrow(), Attributes.empty()) : taken);
        return List.of(outcomes);
    }

    private Outcome append(OutboxRows format, List<byte[]> rows) {
        try {
            if (file == null) {
                String called = name.isEmpty() ? current.job() : name;
                file = OutboxFile.begin(outbox(), current.job(), called + "-" + SORTED.format(current.at()) + "-" + String.format("%08d", current.cycle()), format, current.attributes());
            }
            file.append(rows);
            return Outcome.ok();
        } catch (IOException failed) {
            return unwritable("the file could not be written", failed);
        }
    }

    private static Outcome unwritable(String what, IOException failed) {
        String why = failed instanceof NoSuchFileException ? "the folder of " + failed.getMessage() + " is gone" : String.valueOf(failed.getMessage());
        return Outcome.failed(OutcomeKind.UNAVAILABLE, what + ": " + why);
    }

    private OutboxRows format() {
        try {
            char between = NAMED.getOrDefault(delimiter, delimiter.length() == 1 ? delimiter.charAt(0) : '"');
            if (between == '"' || Character.isLetterOrDigit(between)) {
                throw new IllegalArgumentException("'delimiter' must be one character, or tab, semicolon, pipe; it is '" + delimiter + "'");
            }
            return new OutboxRows(key, between, Charset.forName(charset), trailer.equals("none") ? "" : trailer, cleared, formulas);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "the setting 'charset' is '" + charset + "', which is no charset; write UTF-8, ISO-8859-1 …");
        } catch (IllegalArgumentException wrong) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "the settings of the outbox do not fit: " + wrong.getMessage());
        }
    }

    private void closeFile() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** What was collected stays where it is, for the next cycle to hand over. */
    @Override
    public synchronized void close() throws IOException {
        closeFile();
    }

    /** The project's folder. */
    public void setProjectFolder(String projectFolder) {
        this.projectFolder = Path.of(projectFolder);
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public void setTrailer(String trailer) {
        this.trailer = trailer;
    }

    public void setCleared(String cleared) {
        this.cleared = cleared;
    }

    public void setFormulas(String formulas) {
        this.formulas = formulas.equals("allow");
    }
}
