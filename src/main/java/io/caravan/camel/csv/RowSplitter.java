package io.caravan.camel.csv;

import de.siegmar.fastcsv.reader.CsvReader;
import io.caravan.camel.csv.PhysicalLines.Line;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Puts lines together to rows. A row without quotes is its line, cut at the delimiters; the text of one with quotes is
 * bounded here and taken apart by FastCSV. A quote that is never closed would take every row after it along, so this
 * looks ahead at most as far as one field may be long, and when no sensible row comes of it, only the first line is
 * rejected and reading goes on with the second.
 */
final class RowSplitter {

    /** Stands for bytes that are no text in the file's charset; Unicode keeps it for such uses. */
    static final char UNDECODABLE = '\uFFFF';

    private enum At { FIELD_START, PLAIN, QUOTED, QUOTE_IN_QUOTED, STRAY }

    private final PhysicalLines lines;
    private final CsvFormat format;
    private final Deque<Line> again = new ArrayDeque<>();
    private final CsvReader.CsvReaderBuilder parser;
    private int columns;

    RowSplitter(PhysicalLines lines, CsvFormat format) {
        this.lines = lines;
        this.format = format;
        this.parser = CsvReader.builder().fieldSeparator(format.delimiter()).quoteCharacter(format.quote().orElse('"')).skipEmptyLines(false);
    }

    /** From now on, a row must have so many fields. */
    void expect(int fields) {
        columns = fields;
    }

    /** The next line, which need not be part of a row; null at the end of the file. */
    Line nextLine() throws IOException {
        Line line = again.poll();
        return line != null ? line : lines.next();
    }

    /** The row that begins with this line. */
    Row row(Line first) throws IOException {
        if (first.cut()) {
            return new Row.Bad("the line is longer than " + first.text().length() + " characters", split(first.text()), first.number());
        }
        if (format.quote().isEmpty() || first.text().indexOf(format.quote().get()) < 0) {
            return checked(split(first.text()), first.number());
        }
        return quotedRow(first);
    }

    private Row quotedRow(Line first) throws IOException {
        StringBuilder text = new StringBuilder(first.text());
        List<Line> ahead = new ArrayList<>();
        Scan scan = new Scan();
        scan.over(first.text());
        while (scan.at == At.QUOTED) {
            Line last = ahead.isEmpty() ? first : ahead.get(ahead.size() - 1);
            Line next = text.length() - scan.fieldStart > format.maxFieldSize() ? null : nextLine();
            if (next == null) {
                return rejectFirst(first, ahead, "a quote is opened and not closed");
            }
            ahead.add(next);
            text.append(last.end()).append(next.text());
            scan.over(last.end());
            scan.over(next.text());
        }
        if (scan.at == At.STRAY) {
            return rejectFirst(first, ahead, ahead.isEmpty() ? "a quote stands where none may be, in column " + (scan.field + 1)
                    : "a quote is opened and not closed");
        }
        List<String> fields = parse(text.toString());
        if (!ahead.isEmpty() && columns > 0 && fields.size() != columns) {
            return rejectFirst(first, ahead, "a quote is opened and not closed");
        }
        return checked(fields, first.number());
    }

    private Row rejectFirst(Line first, List<Line> ahead, String reason) {
        for (int i = ahead.size() - 1; i >= 0; i--) {
            again.push(ahead.get(i));
        }
        return new Row.Bad(reason, fieldsBeforeTrouble(first.text()), first.number());
    }

    private Row checked(List<String> fields, long line) {
        if (columns > 0 && fields.size() != columns) {
            // Which field is missing or too many cannot be known; only the first stands where it should for certain.
            return new Row.Bad(fields.size() + " fields where " + columns + " are expected", fields.subList(0, Math.min(1, fields.size())), line);
        }
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (field.length() > format.maxFieldSize()) {
                return new Row.Bad("column " + (i + 1) + " is longer than " + format.maxFieldSize() + " characters", without(fields, i), line);
            }
            if (field.indexOf(UNDECODABLE) >= 0) {
                return new Row.Bad("column " + (i + 1) + " has bytes that are not " + format.charset() + " text", without(fields, i), line);
            }
        }
        return new Row.Good(fields, line);
    }

    private static List<String> without(List<String> fields, int bad) {
        List<String> rest = new ArrayList<>(fields);
        rest.set(bad, "");
        return rest;
    }

    private List<String> split(String line) {
        List<String> fields = new ArrayList<>(columns == 0 ? 16 : columns);
        int start = 0;
        for (int end = line.indexOf(format.delimiter()); end >= 0; end = line.indexOf(format.delimiter(), start)) {
            fields.add(line.substring(start, end));
            start = end + 1;
        }
        fields.add(line.substring(start));
        return fields;
    }

    /** The complete fields of a line whose quotes are wrong. */
    private List<String> fieldsBeforeTrouble(String line) {
        Scan scan = new Scan();
        scan.over(line);
        return scan.fieldStart == 0 ? List.of() : parse(line.substring(0, scan.fieldStart - 1));
    }

    private List<String> parse(String text) {
        return text.isEmpty() ? List.of("") : parser.ofSingleCsvRecord(text).getFields();
    }

    /** Follows the quotes of one row (RFC 4180 §2, rules 5 to 7) until they go wrong. */
    private final class Scan {
        private final char quote = format.quote().orElseThrow();
        private At at = At.FIELD_START;
        private int position;
        private int fieldStart;
        private int field;

        void over(String text) {
            for (int i = 0; i < text.length() && at != At.STRAY; i++, position++) {
                step(text.charAt(i));
            }
        }

        private void step(char next) {
            if (at == At.QUOTED) {
                at = next == quote ? At.QUOTE_IN_QUOTED : At.QUOTED;
            } else if (next == format.delimiter()) {
                at = At.FIELD_START;
                field++;
                fieldStart = position + 1;
            } else if (at == At.FIELD_START) {
                at = next == quote ? At.QUOTED : At.PLAIN;
            } else if (next == quote) {
                at = at == At.QUOTE_IN_QUOTED ? At.QUOTED : At.STRAY;
            } else if (at == At.QUOTE_IN_QUOTED) {
                at = At.STRAY;
            }
        }
    }
}
