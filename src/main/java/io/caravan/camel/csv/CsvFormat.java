package io.caravan.camel.csv;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a file is to be read. */
record CsvFormat(Fields fields, Columns columns, Key key, Rows rows, Sizes sizes, End end) {

    /**
     * How a row becomes fields.
     *
     * @param empty what a field without text means
     */
    record Fields(Charset charset, char delimiter, Optional<Character> quote, EmptyField empty) {
    }

    /**
     * @param header    whether a line of the file names them
     * @param names     empty: the header's
     * @param skipLines lines before the header that are not looked at
     */
    record Columns(boolean header, List<String> names, int skipLines) {

        Columns {
            names = List.copyOf(names);
        }
    }

    /**
     * @param column       the column that is the anchor
     * @param wholeNumbers whether a key such as {@code 1001.0} is the number 1001
     */
    record Key(String column, boolean wholeNumbers) {
    }

    /**
     * Which lines are records.
     *
     * @param comment lines that start with it are not looked at
     * @param shorter what becomes of rows with fewer fields than there are columns
     * @param ignored rows whose first text looks like this are left out
     */
    record Rows(Optional<Character> comment, ShortRows shorter, Optional<Pattern> ignored) {
    }

    /**
     * @param field characters a field may have
     * @param file  MiB the file may have, once it is unpacked
     */
    record Sizes(int field, long file) {
    }

    /**
     * How the file says that it is whole.
     *
     * @param line    whether the last line must have an end
     * @param trailer the file's last line; its first group is the number of rows
     */
    record End(LastLine.Rule line, Optional<Pattern> trailer) {
    }

    /** What a field without text becomes: no attribute, an attribute known to be empty, or the empty text. */
    enum EmptyField { ABSENT, NULL, TEXT }

    /** A row with fewer fields than there are columns: filled as long as another row has them all, always filled, or rejected. */
    enum ShortRows { SOME, FILL, REJECT }

    CsvFormat {
        if (!columns.header() && columns.names().isEmpty()) {
            throw new IllegalArgumentException("a file without a header needs the setting 'columns'");
        }
        if (fields.quote().isPresent() && fields.quote().get() == fields.delimiter()) {
            throw new IllegalArgumentException("'delimiter' and 'quote' are the same character");
        }
    }

    boolean skips(String line) {
        return line.isEmpty() || rows.comment().isPresent() && line.charAt(0) == rows.comment().get();
    }

    /** The number of rows the line claims, if it is the trailer. */
    Optional<Long> claimedRows(String line) {
        if (end.trailer().isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = end.trailer().get().matcher(line.strip());
        return matcher.matches() ? Optional.of(matcher.groupCount() == 0 ? -1L : Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    /** {@code TRAILER,<count>} as a pattern: everything but {@code <count>} stands for itself. */
    static Pattern trailerPattern(String written) {
        String[] parts = written.split("<count>", -1);
        StringBuilder pattern = new StringBuilder(Pattern.quote(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            pattern.append(i == 1 ? "0*(\\d{1,15})" : ".*").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(pattern.toString());
    }

    /** {@code Total*, Summe*} as a pattern: {@code *} stands for any text, the rest for itself, whatever its case. */
    static Pattern wordsPattern(List<String> written) {
        String pattern = String.join("|", written.stream().map(word -> Pattern.quote(word).replace("*", "\\E.*\\Q")).toList());
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
