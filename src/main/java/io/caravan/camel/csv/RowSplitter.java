package io.caravan.camel.csv;

import de.siegmar.fastcsv.reader.CsvReader;
import io.caravan.camel.csv.CsvFormat.ShortRows;
import io.caravan.camel.csv.PhysicalLines.Line;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Puts lines together to rows. A row without quotes is its line, cut at the delimiters; the text of one with quotes is
 * bounded here and taken apart by FastCSV. A quote that is never closed would take every row after it along, so this
 * looks ahead at most as far as one field may be long, and when no sensible row comes of it, only the first line is
 * rejected and reading goes on with the second. Those lines may be the rest of a field as well as rows: of them, only what has
 * all its fields counts as a row.
 */
final class RowSplitter {

    /** Stands for bytes that are no text in the file's charset; Unicode keeps it for such uses. */
    static final char UNDECODABLE = '\uFFFF';

    private static final String OPEN_QUOTE = "a quote is opened and not closed";

    private final PhysicalLines lines;
    private final CsvFormat format;
    private final Deque<Line> again = new ArrayDeque<>();
    private final CsvReader.CsvReaderBuilder parser;
    private int columns;
    private long inDoubtUntil;
    private Line last;

    RowSplitter(PhysicalLines lines, CsvFormat format) {
        this.lines = lines;
        this.format = format;
        this.parser = CsvReader.builder().fieldSeparator(format.fields().delimiter()).quoteCharacter(format.fields().quote().orElse('"')).skipEmptyLines(false);
    }

    /** From now on, a row must have so many fields. */
    void expect(int fields) {
        columns = fields;
    }

    /** The next line, which need not be part of a row; null at the end of the file. */
    Line nextLine() throws IOException {
        Line line = again.poll();
        last = line != null ? line : lines.next();
        return last;
    }

    /** Whether the line taken last, with which a row ends, has no end itself: the file is over, perhaps too early. */
    boolean endsOpen() {
        return last != null && last.end().isEmpty();
    }

    /** The row that begins with this line. */
    Row row(Line first) throws IOException {
        if (first.cut()) {
            return new Row.Bad("the line is longer than " + first.text().length() + " characters", split(first.text()), false, first.number());
        }
        if (format.fields().quote().isEmpty() || first.text().indexOf(format.fields().quote().get()) < 0) {
            return checked(split(first.text()), first.number());
        }
        return quotedRow(first);
    }

    private Row quotedRow(Line first) throws IOException {
        StringBuilder text = new StringBuilder(first.text());
        List<Line> ahead = new ArrayList<>();
        QuoteScan scan = new QuoteScan(format);
        scan.over(first.text());
        while (scan.isOpen()) {
            Line before = last;
            boolean tooLong = text.length() - scan.fieldStart() > format.sizes().field();
            Line next = tooLong ? null : nextLine();
            if (next == null) {
                return rejectFirst(first, ahead, OPEN_QUOTE, !tooLong);
            }
            ahead.add(next);
            text.append(before.end()).append(next.text());
            scan.over(before.end());
            scan.over(next.text());
        }
        if (scan.isStray()) {
            return rejectFirst(first, ahead, ahead.isEmpty() ? "a quote stands where none may be, in column " + (scan.field() + 1) : OPEN_QUOTE, false);
        }
        List<String> fields = parse(scan.withoutBlanks(text));
        if (!ahead.isEmpty() && columns > 0 && fields.size() != columns) {
            return rejectFirst(first, ahead, OPEN_QUOTE, false);
        }
        return checked(fields, first.number());
    }

    private Row rejectFirst(Line first, List<Line> ahead, String reason, boolean openToTheEnd) {
        for (int i = ahead.size() - 1; i >= 0; i--) {
            again.push(ahead.get(i));
            inDoubtUntil = Math.max(inDoubtUntil, ahead.get(i).number());
        }
        last = first;
        return new Row.Bad(reason, fieldsBeforeTrouble(first.text()), openToTheEnd, first.number());
    }

    private Row checked(List<String> fields, long line) {
        int width = fields.size();
        if (columns > 0 && width != columns) {
            if (!fits(fields, line)) {
                // Which field is missing or too many cannot be known; only the first stands where it should for certain.
                return new Row.Bad(width + " fields where " + columns + " are expected", fields.subList(0, Math.min(1, width)), false, line);
            }
            fields = width > columns ? fields.subList(0, columns) : filled(fields);
        }
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.length() > format.sizes().field()) {
                return new Row.Bad("column " + (i + 1) + " is longer than " + format.sizes().field() + " characters", without(fields, i), false, line);
            }
            if (field.indexOf(UNDECODABLE) >= 0) {
                return new Row.Bad("column " + (i + 1) + " has bytes that are not " + format.fields().charset() + " text", without(fields, i), false, line);
            }
        }
        return new Row.Good(fields, width, line);
    }

    /** Empty fields too many at the end do not count; empty ones that are missing there may be left out. A row of nothing but its first field tells nothing. */
    private boolean fits(List<String> fields, long line) {
        return fields.size() > columns ? fields.subList(columns, fields.size()).stream().allMatch(String::isBlank)
                : fields.size() > 1 && format.rows().shorter() != ShortRows.REJECT && line > inDoubtUntil;
    }

    private List<String> filled(List<String> fields) {
        List<String> filled = new ArrayList<>(fields);
        filled.addAll(Collections.nCopies(columns - fields.size(), ""));
        return filled;
    }

    private static List<String> without(List<String> fields, int bad) {
        List<String> rest = new ArrayList<>(fields);
        rest.set(bad, "");
        return rest;
    }

    private List<String> split(String line) {
        List<String> fields = new ArrayList<>(columns == 0 ? 16 : columns);
        int start = 0;
        for (int end = line.indexOf(format.fields().delimiter()); end >= 0; end = line.indexOf(format.fields().delimiter(), start)) {
            fields.add(line.substring(start, end));
            start = end + 1;
        }
        fields.add(line.substring(start));
        return fields;
    }

    /** The complete fields of a line whose quotes are wrong. */
    private List<String> fieldsBeforeTrouble(String line) {
        QuoteScan scan = new QuoteScan(format);
        scan.over(line);
        if (scan.fieldStart() == 0) {
            return List.of();
        }
        String before = line.substring(0, scan.fieldStart() - 1);
        QuoteScan good = new QuoteScan(format);
        good.over(before);
        return parse(good.withoutBlanks(new StringBuilder(before)));
    }

    private List<String> parse(String text) {
        return text.isEmpty() ? List.of("") : parser.ofSingleCsvRecord(text).getFields();
    }
}
