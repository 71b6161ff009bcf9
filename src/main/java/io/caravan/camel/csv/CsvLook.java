package io.caravan.camel.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A first look at a file of which nothing is known: what its beginning says of how it is to be read. A guess, to be written down and looked at; a read
 * goes by the settings alone.
 *
 * @param encoding  of the text
 * @param delimiter between two fields
 * @param skipLines lines before the header that are no rows
 * @param header    whether the first row names the columns
 * @param columns   their names
 * @param named     whether those are not just the header's: it has none, or lacks one, or has one twice
 * @param rows      the first rows behind it that have as many fields as there are columns
 */
public record CsvLook(Encoding encoding, char delimiter, int skipLines, boolean header, List<String> columns, boolean named,
                      List<List<String>> rows) {

    /**
     * How bytes become text.
     *
     * @param marked  whether a byte order mark says so
     * @param certain whether it is more than the likeliest
     */
    public record Encoding(Charset charset, boolean marked, boolean certain) {
    }

    private static final int LOOKED_AT = 1 << 20;
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final int LINES = 200;
    private static final Map<String, Charset> MARKS = new LinkedHashMap<>();
    private static final Charset OFFICE = Charset.forName("windows-1252");
    /** No name of a column looks so: a number, a date, an address. */
    private static final Pattern VALUE = Pattern.compile("[-+]?[\\d.,/: -]+|\\d{4}-\\d{2}-\\d{2}.*|[^@\\s]+@[^@\\s]+\\.[^@\\s]+|(?i:true|false|yes|no)");

    static {
        MARKS.put("EFBBBF", StandardCharsets.UTF_8);
        MARKS.put("0000FEFF", Charset.forName("UTF-32BE"));
        MARKS.put("FFFE0000", Charset.forName("UTF-32LE"));
        MARKS.put("FEFF", StandardCharsets.UTF_16BE);
        MARKS.put("FFFE", StandardCharsets.UTF_16LE);
    }

    /** There is no row in a file: of what it will have, nothing is known. */
    public static final class NothingInIt extends IOException {

        private static final long serialVersionUID = 1;

        private NothingInIt(String what) {
            super(what);
        }
    }

    /**
     * Looks at the beginning of a file.
     *
     * @throws NothingInIt when it has no row
     * @throws IOException when it cannot be read, or is no delimited text; the message says what it is
     */
    public static CsvLook at(Path file) throws IOException {
        byte[] bytes = beginning(file);
        if (bytes.length == 0) {
            throw new NothingInIt("is empty");
        }
        if (bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] < 9) {
            throw new IOException("is a ZIP archive or a workbook, not text; save it as CSV");
        }
        Optional<Map.Entry<String, Charset>> mark = mark(bytes);
        byte[] content = mark.map(found -> Arrays.copyOfRange(bytes, found.getKey().length() / 2, bytes.length)).orElse(bytes);
        Optional<Charset> wide = mark.isPresent() ? Optional.empty() : wide(content);
        boolean utf8 = mark.isEmpty() && wide.isEmpty() && isUtf8(content, bytes.length == LOOKED_AT);
        Charset charset = mark.map(Map.Entry::getValue).or(() -> wide).orElse(utf8 ? StandardCharsets.UTF_8 : OFFICE);
        String text = new String(content, charset);
        if (text.indexOf('\0') >= 0) {
            throw new IOException("is no text");
        }
        return of(text, bytes.length == LOOKED_AT, new Encoding(charset, mark.isPresent(), mark.isPresent() || wide.isPresent() || utf8));
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            int magic = raw.read() << 8 | raw.read();
            raw.reset();
            return (magic == 0x1f8b ? new GZIPInputStream(raw) : raw).readNBytes(LOOKED_AT);
        }
    }

    private static Optional<Map.Entry<String, Charset>> mark(byte[] bytes) {
        StringBuilder first = new StringBuilder();
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            first.append(String.format("%02X", bytes[i]));
        }
        return MARKS.entrySet().stream().filter(mark -> first.indexOf(mark.getKey()) == 0).findFirst();
    }

    /** UTF-16 without a mark: every other byte of western text is zero. */
    private static Optional<Charset> wide(byte[] bytes) {
        int looked = Math.min(bytes.length, 1000) / 2 * 2;
        long high = IntStream.range(0, looked / 2).filter(i -> bytes[2 * i] == 0).count();
        long low = IntStream.range(0, looked / 2).filter(i -> bytes[2 * i + 1] == 0).count();
        return high > looked * 0.3 ? Optional.of(StandardCharsets.UTF_16BE) : low > looked * 0.3 ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    private static boolean isUtf8(byte[] bytes, boolean cut) {
        int end = bytes.length;
        while (cut && end > 0 && bytes.length - end < 4 && bytes[end - 1] < 0) {
            end--;
        }
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            strict.decode(ByteBuffer.wrap(bytes, 0, end));
            return true;
        } catch (CharacterCodingException otherCharset) {
            return false;
        }
    }

    private static CsvLook of(String text, boolean cut, Encoding encoding) throws IOException {
        char best = ',';
        long bestScore = -1;
        for (char delimiter : DELIMITERS) {
            long score = score(rows(text, delimiter, cut));
            if (score > bestScore) {
                best = delimiter;
                bestScore = score;
            }
        }
        List<List<String>> rows = rows(text, best, cut);
        int width = usual(rows);
        int skip = 0;
        while (skip < rows.size() && width > 1 && rows.get(skip).size() == 1) {
            skip++;
        }
        if (skip == rows.size()) {
            throw new NothingInIt("has no row");
        }
        List<String> first = rows.get(skip).stream().map(String::strip).toList();
        boolean header = first.stream().noneMatch(name -> VALUE.matcher(name).matches()) && first.stream().anyMatch(name -> !name.isEmpty());
        List<String> columns = header ? distinct(first) : IntStream.rangeClosed(1, width).mapToObj(i -> "column" + i).toList();
        return new CsvLook(encoding, best, linesBefore(text, skip), header, columns, !columns.equals(header ? withoutEnd(first) : List.of()),
                rows.subList(skip + (header ? 1 : 0), rows.size()).stream().filter(row -> row.size() >= columns.size()).toList());
    }

    /** A delimiter behind the last name is no column. */
    private static List<String> withoutEnd(List<String> names) {
        int end = names.size();
        while (end > 1 && names.get(end - 1).isEmpty()) {
            end--;
        }
        return names.subList(0, end);
    }

    /** A name for each column, and for each another. */
    private static List<String> distinct(List<String> names) {
        List<String> distinct = new ArrayList<>();
        for (String name : withoutEnd(names)) {
            String base = name.isEmpty() ? "column" + (distinct.size() + 1) : name;
            String another = base;
            for (int i = 2; distinct.contains(another); i++) {
                another = base + i;
            }
            distinct.add(another);
        }
        return List.copyOf(distinct);
    }

    /** Rows before the first one that counts, as lines: the reader counts blank ones, too. */
    private static int linesBefore(String text, int rows) {
        int lines = 0;
        int counted = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            if (counted == rows) {
                return rows == 0 ? 0 : lines;
            }
            lines++;
            counted += line.isEmpty() ? 0 : 1;
        }
        return lines;
    }

    /** So many rows of one width above one; what is alike in all its rows is a table. */
    private static long score(List<List<String>> rows) {
        int width = usual(rows);
        long alike = rows.stream().filter(row -> row.size() == width).count();
        return width < 2 ? 0 : alike * 1000 / Math.max(1, rows.size()) * 100 + Math.min(width, 99);
    }

    private static int usual(List<List<String>> rows) {
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        rows.forEach(row -> widths.merge(row.size(), 1, Integer::sum));
        return widths.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0);
    }

    /** The first rows by RFC 4180; one that is not finished is none. */
    private static List<List<String>> rows(String text, char delimiter, boolean cut) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length() && rows.size() < LINES; i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean twice = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                quoted = c != '"' || twice;
                if (quoted) {
                    field.append(c);
                    i += twice ? 1 : 0;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == delimiter) {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n' || c == '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (row.size() > 1 || !row.get(0).isEmpty()) {
                    rows.add(List.copyOf(row));
                }
                row.clear();
            } else {
                field.append(c);
            }
        }
        if (!quoted && !cut && rows.size() < LINES && (!row.isEmpty() || !field.isEmpty())) {
            row.add(field.toString());
            rows.add(List.copyOf(row));
        }
        return rows;
    }
}
