package io.caravan.camel.csv;

import io.caravan.camel.csv.CsvFormat.EmptyField;
import io.caravan.camel.csv.PhysicalLines.Line;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.cycle.SourceReading;
import io.caravan.identity.Attributes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.zip.GZIPInputStream;

/**
 * One file on its way through. Good rows come as records, bad ones as rejections with their line; what concerns the
 * whole file (no header, cut off, trailer wrong) fails the reading, so that nobody takes it for complete.
 */
final class CsvReading implements SourceReading {

    /** A line may be as long as this many of the longest fields. */
    private static final int LONGEST_FIELDS_IN_A_LINE = 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final String name;
    private final CsvFormat format;
    private final BrokenOffInput input;
    private final RowSplitter rows;
    private final List<String> columns;
    private final int key;
    private final RowFingerprints fingerprints;
    private LongPredicate known = fingerprint -> false;
    private long fingerprint;
    private long count;
    private long lastLine;
    private boolean trailerSeen;
    private boolean ended;
    private SourceItem next;

    CsvReading(Path file, CsvFormat format) {
        this.name = file.getFileName().toString();
        this.format = format;
        this.input = new BrokenOffInput(open(file));
        this.rows = new RowSplitter(new PhysicalLines(reader(), LONGEST_FIELDS_IN_A_LINE * format.maxFieldSize(),
                () -> input.failure().isPresent()), format);
        try {
            this.columns = columns();
            this.key = columns.indexOf(format.key());
            if (key < 0) {
                throw invalid("has no column '" + format.key() + "', which the setting 'key' names; its columns are " + columns);
            }
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed instanceof RuntimeException known ? known : unavailable((IOException) failed);
        }
        rows.expect(columns.size());
        fingerprints = new RowFingerprints(format, columns);
    }

    private InputStream open(Path file) {
        try {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            bytes.mark(2);
            int magic = bytes.read() << 8 | bytes.read();
            bytes.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    private Reader reader() {
        return new InputStreamReader(input, format.charset().newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE).replaceWith(String.valueOf(RowSplitter.UNDECODABLE)));
    }

    private List<String> columns() throws IOException {
        for (int i = 0; i < format.skipLines(); i++) {
            rows.nextLine();
        }
        if (!format.header()) {
            return format.columns();
        }
        Line line = nextLine();
        if (line == null) {
            throw invalid("is empty; if that is right, leave this system out until it has data");
        }
        if (!(rows.row(line) instanceof Row.Good header)) {
            throw invalid("has no readable header in line " + line.number() + "; check 'charset', 'delimiter' and 'quote'");
        }
        return format.columns().isEmpty() ? distinct(header.fields().stream().map(String::strip).toList()) : format.columns();
    }

    private List<String> distinct(List<String> names) {
        Set<String> once = new HashSet<>();
        for (String column : names) {
            if (column.isEmpty() || !once.add(column)) {
                throw invalid((column.isEmpty() ? "has a column without a name" : "has the column '" + column + "' twice")
                        + " in its header; name the columns with the setting 'columns'");
            }
        }
        return names;
    }

    /** The next line that counts, the byte order mark taken off the first. */
    private Line nextLine() throws IOException {
        Line line = rows.nextLine();
        while (line != null) {
            if (line.number() == 1 && line.text().startsWith("\uFEFF")) {
                line = new Line(line.text().substring(1), line.end(), 1, line.cut());
            }
            if (!format.skips(line.text())) {
                return line;
            }
            line = rows.nextLine();
        }
        return null;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = advance();
            } catch (IOException failed) {
                throw unavailable(failed);
            }
        }
        return next != null;
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SourceItem item = next;
        next = null;
        return item;
    }

    private SourceItem advance() throws IOException {
        Line line = nextRow();
        while (isKnown(line)) {
            line = nextRow();
        }
        return line == null ? null : item(rows.row(line));
    }

    private boolean isKnown(Line line) {
        fingerprint = line == null ? 0 : fingerprints.of(line);
        return fingerprint != 0 && known.test(fingerprint);
    }

    /** The line with which the next row begins; null at the end. */
    private Line nextRow() throws IOException {
        Line line = nextLine();
        while (line != null && isTrailer(line)) {
            line = nextLine();
        }
        if (line == null) {
            ended = true;
            checkEnd();
            return null;
        }
        if (trailerSeen) {
            throw invalid("goes on after its trailer, in line " + line.number() + "; fetch the file again");
        }
        lastLine = line.number();
        count++;
        return line;
    }

    private boolean isTrailer(Line line) {
        Optional<Long> claimed = format.claimedRows(line.text());
        claimed.ifPresent(rows -> checkTrailer(rows, line.number()));
        return claimed.isPresent();
    }

    private void checkTrailer(long claimed, long line) {
        if (claimed >= 0 && claimed != count) {
            throw invalid("has " + count + " rows, but its trailer in line " + line + " says " + claimed + "; fetch the file again");
        }
        trailerSeen = true;
    }

    private void checkEnd() throws IOException {
        if (input.failure().isPresent()) {
            throw input.failure().get();
        }
        if (format.trailer().isPresent() && !trailerSeen) {
            throw invalid("ends without its trailer, after line " + lastLine + "; it is incomplete, fetch it again");
        }
    }

    private SourceItem item(Row row) {
        String where = name + ":" + row.line();
        if (row instanceof Row.Bad bad) {
            return new SourceItem.Rejected(anchorOf(bad.before()), bad.reason(), where);
        }
        List<String> fields = ((Row.Good) row).fields();
        if (fields.get(key).isBlank()) {
            return new SourceItem.Rejected(Optional.empty(), "there is nothing in the key column '" + format.key() + "'", where);
        }
        Map<String, Object> values = new LinkedHashMap<>(fields.size() * 2);
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (!field.isEmpty() || format.empty() == EmptyField.TEXT) {
                values.put(columns.get(i), Attributes.normalValue(field));
            } else if (format.empty() == EmptyField.NULL) {
                values.put(columns.get(i), null);
            }
        }
        return new SourceItem.Read(Attributes.ofNormal(values), where);
    }

    private Optional<String> anchorOf(List<String> fields) {
        return key < fields.size() && !fields.get(key).isBlank() && fields.get(key).length() <= format.maxFieldSize()
                && fields.get(key).indexOf(RowSplitter.UNDECODABLE) < 0
                ? Optional.of((String) Attributes.normalValue(fields.get(key))) : Optional.empty();
    }

    private OutcomeException invalid(String what) {
        return new OutcomeException(OutcomeKind.INVALID, "the file " + name + " " + what);
    }

    private OutcomeException unavailable(IOException failed) {
        ended = true;
        return new OutcomeException(OutcomeKind.UNAVAILABLE, "the file " + name + " cannot be read" + (lastLine > 0 ? " beyond line " + lastLine : "")
                + " (" + Optional.ofNullable(failed.getMessage()).orElse(failed.getClass().getSimpleName()) + "); put it there again in full", failed);
    }

    @Override
    public void passOver(LongPredicate passed) {
        known = passed;
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public Optional<String> watermark() {
        return Optional.empty();
    }

    @Override
    public void close() {
        ended = true;
        try {
            input.close();
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }
}
