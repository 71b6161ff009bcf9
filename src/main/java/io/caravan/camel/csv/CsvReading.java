package io.caravan.camel.csv;

import io.caravan.camel.csv.CsvFormat.EmptyField;
import io.caravan.camel.csv.CsvFormat.ShortRows;
import io.caravan.camel.csv.PhysicalLines.Line;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.KeyColumns;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * One file on its way through. Good rows come as records, bad ones as rejections with their line; what concerns the
 * whole file (no header, cut off, trailer wrong) fails the reading, so that nobody takes it for complete.
 */
final class CsvReading implements SourceReading {

    /** A line may be as long as this many of the longest fields. */
    private static final int LONGEST_FIELDS_IN_A_LINE = 16;

    private final String name;
    private final CsvFormat format;
    private final EncodedFile file;
    private final LastLine lastLine;
    private final RowSplitter rows;
    private final Header header;
    private final RowKinds kinds;
    private final List<KeyColumn> keys;
    private final RowFingerprints fingerprints;
    private LongPredicate known = fingerprint -> false;
    private long fingerprint;
    private long count;
    private long passed;
    private long lineNumber;
    private boolean open;
    private boolean trailerSeen;
    /** Where a quote was opened that nothing has closed, and no good row has come since; 0: nowhere. */
    private long openQuote;
    private int widest;
    private boolean ended;
    private SourceItem next;

    CsvReading(Path path, CsvFormat format) {
        this.name = path.getFileName().toString();
        this.format = format;
        try {
            this.file = new EncodedFile(path, format.fields().charset(), format.sizes().file());
        } catch (IOException failed) {
            throw unavailable(failed);
        }
        this.lastLine = new LastLine(format.end().line(), file.look().stamp());
        this.rows = new RowSplitter(new PhysicalLines(file.reader(), LONGEST_FIELDS_IN_A_LINE * format.sizes().field(),
                () -> file.failure().isPresent()), format);
        try {
            this.header = Header.read(format, rows, this::nextLine, this::invalid);
        } catch (IOException failed) {
            close();
            throw betterKnown(unavailable(failed));
        } catch (OutcomeException failed) {
            OutcomeException known = betterKnown(file.failure().map(this::unavailable).orElse(failed));
            close();
            throw known;
        }
        rows.expect(header.columns().size());
        this.kinds = new RowKinds(format, header.inFile(), header.keys().get(0));
        this.keys = header.keys().stream().map(column -> new KeyColumn(name, format.key().wholeNumbers())).toList();
        this.fingerprints = new RowFingerprints(format, header.columns());
    }

    /** The next line that counts, without byte order marks (those of files that were put behind one another stand in the middle). */
    private Line nextLine() throws IOException {
        Line line = rows.nextLine();
        while (line != null) {
            if (!line.text().isEmpty() && line.text().charAt(0) == '\uFEFF') {
                line = new Line(line.text().substring(1), line.end(), line.number(), line.cut());
            }
            if (!format.skips(line.text()) && !isEndOfFile(line)) {
                return line;
            }
            line = rows.nextLine();
        }
        return null;
    }

    /** As DOS and its heirs write it behind the last line. */
    private static boolean isEndOfFile(Line line) {
        return line.text().equals("\u001A") && line.end().isEmpty();
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = advance();
            } catch (IOException failed) {
                throw betterKnown(unavailable(failed));
            } catch (OutcomeException failed) {
                ended = true;
                throw betterKnown(failed);
            }
        }
        return next != null;
    }

    /** Whatever went wrong with a file that somebody writes to is no wonder. */
    private OutcomeException betterKnown(OutcomeException failed) {
        return file.hasChanged() ? changed() : failed;
    }

    private DisbelievedException changed() {
        return new DisbelievedException("the file " + name + " was written to while it was read", true);
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
        while (true) {
            Line line = nextRow();
            while (isKnown(line)) {
                passed++;
                openQuote = 0;
                line = nextRow();
            }
            Optional<SourceItem> item = line == null ? Optional.empty() : item(line);
            if (line == null || item.isPresent()) {
                return item.orElse(null);
            }
            count--;
        }
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
        checkLineEnd(line.number(), line.end().isEmpty());
        lineNumber = line.number();
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

    private void checkLineEnd(long line, boolean isOpen) {
        if (isOpen && file.failure().isEmpty()) {
            open = true;
            lastLine.ended(true);
            if (!lastLine.mayBeOpen()) {
                throw invalid("ends in its line " + line + ", which has no line end: it was cut off there, or is not finished. That line is not used, and nobody is "
                        + "taken for gone. Fetch the file again; if its exporter ends all files so, that is learnt with the next one, or say lastLineEnd = optional");
            }
        }
    }

    /** An exporter that ends its files without a line end still writes whole rows, as far as is known of it; a cut takes fields away. */
    private void checkLastFields(Row row) {
        boolean whole = row instanceof Row.Good good && good.width() >= good.fields().size();
        if (open && !whole && !lastLine.needsNoEnd()) {
            throw invalid("ends in its line " + row.line() + ", which has no line end and not all of its fields: it was cut off there. That line is not used, and "
                    + "nobody is taken for gone. Fetch the file again; if its last line is right so, say lastLineEnd = optional");
        }
    }

    private void checkEnd() throws IOException {
        if (file.failure().isPresent()) {
            throw file.failure().get();
        }
        if (format.end().trailer().isPresent() && !trailerSeen) {
            throw invalid("ends without its trailer, after line " + lineNumber + "; it is incomplete, fetch it again");
        }
        if (openQuote > 0) {
            throw invalid("ends in a field whose quote is opened in line " + openQuote + "; it was cut off, fetch it again");
        }
        if (format.rows().shorter() == ShortRows.SOME && passed == 0 && widest > 0 && widest < header.columns().size()) {
            throw new DisbelievedException("the file " + name + " has " + header.columns().size() + " columns, but no row has more than " + widest
                    + " fields: which of them is missing cannot be known. Mend the export; if the last ones are really empty in all rows, say shortRows = fill", false);
        }
        if (file.isUtf8AfterAll()) {
            throw new DisbelievedException("the file " + name + " is UTF-8, not " + format.fields().charset() + " as the setting 'charset' says", false);
        }
        if (file.hasChanged()) {
            throw changed();
        }
        lastLine.ended(open);
    }

    private Optional<SourceItem> item(Line line) throws IOException {
        Row row = rows.row(line);
        checkLineEnd(line.number(), rows.endsOpen());
        checkLastFields(row);
        String where = name + ":" + row.line();
        if (row instanceof Row.Bad bad) {
            openQuote = bad.open() ? bad.line() : openQuote;
            return Optional.of(new SourceItem.Rejected(anchorOf(bad.before()), bad.reason(), where));
        }
        Row.Good good = (Row.Good) row;
        openQuote = 0;
        return switch (kinds.of(good.fields())) {
            case NOTHING, HEADER, IGNORED -> Optional.empty();
            case OTHER_HEADER -> throw invalid("has other columns from line " + row.line() + " on: there stand names of columns again, and not as in its header. "
                    + "What follows is not used, and nobody is taken for gone");
            case TOTAL -> Optional.of(new SourceItem.Rejected(Optional.of("(total)"), "this is a total, not a record; leave it out of the export, or name it "
                    + "with the setting 'ignoreRows' or 'trailer'", where));
            case RECORD -> Optional.of(record(good, where));
        };
    }

    private SourceItem record(Row.Good row, String where) {
        widest = Math.max(widest, row.width());
        if (row.width() < row.fields().size()) {
            fingerprint = 0; // whether such a row is believed does not depend on it alone
        }
        List<String> fields = row.fields();
        List<String> key = new ArrayList<>(header.keys().size());
        for (int i = 0; i < header.keys().size(); i++) {
            String column = header.columns().get(header.keys().get(i));
            String written = fields.get(header.keys().get(i));
            if (written.isBlank()) {
                return new SourceItem.Rejected(Optional.empty(), "there is nothing in the key column '" + column + "'", where);
            }
            Optional<String> part = keys.get(i).meant(written);
            if (part.isEmpty()) {
                return new SourceItem.Rejected(Optional.empty(), "the key " + written.strip() + " has been shortened by a spreadsheet; format the column '"
                        + column + "' as text", where);
            }
            key.add(part.get());
        }
        Map<String, Object> values = new LinkedHashMap<>(fields.size() * 2);
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            int part = header.keys().indexOf(i);
            if (part >= 0) {
                values.put(header.columns().get(i), key.get(part));
            } else if (!field.isEmpty() || format.fields().empty() == EmptyField.TEXT) {
                values.put(header.columns().get(i), Attributes.normalValue(field));
            } else if (format.fields().empty() == EmptyField.NULL) {
                values.put(header.columns().get(i), null);
            }
        }
        if (key.size() > 1) {
            values.put(format.key().column(), KeyColumns.joined(key));
        }
        return new SourceItem.Read(Attributes.ofNormal(values), where);
    }

    private Optional<String> anchorOf(List<String> fields) {
        List<String> parts = new ArrayList<>(header.keys().size());
        for (int i = 0; i < header.keys().size(); i++) {
            int key = header.keys().get(i);
            boolean readable = key < fields.size() && !fields.get(key).isBlank() && fields.get(key).length() <= format.sizes().field()
                    && fields.get(key).indexOf(RowSplitter.UNDECODABLE) < 0;
            if (readable) {
                keys.get(i).meant(fields.get(key)).ifPresent(parts::add);
            }
        }
        return parts.size() < header.keys().size() ? Optional.empty() : Optional.of(parts.size() > 1 ? KeyColumns.joined(parts) : parts.get(0));
    }

    private OutcomeException invalid(String what) {
        return new OutcomeException(OutcomeKind.INVALID, "the file " + name + " " + what);
    }

    private OutcomeException unavailable(IOException failed) {
        ended = true;
        if (failed instanceof BrokenOffInput.TooLarge) {
            return invalid("is not read beyond line " + lineNumber + ": " + failed.getMessage() + ", and maybe no end; that is more than the setting maxFileSize allows. "
                    + "Nobody is taken for gone. If the file really is so large, raise the setting");
        }
        return new OutcomeException(OutcomeKind.UNAVAILABLE, "the file " + name + " cannot be read" + (lineNumber > 0 ? " beyond line " + lineNumber : "")
                + " (" + Optional.ofNullable(failed.getMessage()).orElse(failed.getClass().getSimpleName()) + "); put it there again in full", failed);
    }

    /** The columns, in the file's order. */
    List<String> columns() {
        return header.columns();
    }

    @Override
    public Optional<Set<String>> names() {
        return Optional.of(Set.copyOf(header.columns()));
    }

    @Override
    public Optional<Instant> writtenAt() {
        return Optional.of(file.look().modified().toInstant());
    }

    @Override
    public void recall(String memory) {
        lastLine.recall(memory);
    }

    @Override
    public Optional<String> memory() {
        return lastLine.memory();
    }

    @Override
    public void passOver(LongPredicate passedOver) {
        known = passedOver;
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
            file.close();
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }
}
