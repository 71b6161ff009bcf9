package io.caravan.camel.csv;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a file is to be read. One value for each setting of the connector, hence the many components.
 *
 * @param columns      the names of the columns; empty: the header's
 * @param skipLines    lines before the header that are not looked at
 * @param comment      lines that start with it are not looked at
 * @param key          the column that is the anchor
 * @param wholeNumbers whether a key such as {@code 1001.0} is the number 1001
 * @param empty        what a field without text means
 * @param maxFieldSize characters a field may have
 * @param maxFileSize  MiB the file may have, once it is unpacked
 * @param shortRows    what becomes of rows with fewer fields than there are columns
 * @param ignoredRows  rows whose first text looks like this are left out
 * @param lastLineEnd  whether the last line must have an end
 * @param trailer      the file's last line; its first group is the number of rows
 */
record CsvFormat(char delimiter, Optional<Character> quote, Charset charset, boolean header, List<String> columns, int skipLines,
                 Optional<Character> comment, String key, boolean wholeNumbers, EmptyField empty, int maxFieldSize, long maxFileSize, ShortRows shortRows,
                 Optional<Pattern> ignoredRows, LastLine.Rule lastLineEnd, Optional<Pattern> trailer) {

    /** What a field without text becomes: no attribute, an attribute known to be empty, or the empty text. */
    enum EmptyField { ABSENT, NULL, TEXT }

    /** A row with fewer fields than there are columns: filled as long as another row has them all, always filled, or rejected. */
    enum ShortRows { SOME, FILL, REJECT }

    CsvFormat {
        columns = List.copyOf(columns);
        if (!header && columns.isEmpty()) {
            throw new IllegalArgumentException("a file without a header needs the setting 'columns'");
        }
        if (quote.isPresent() && quote.get() == delimiter) {
            throw new IllegalArgumentException("'delimiter' and 'quote' are the same character");
        }
    }

    boolean skips(String line) {
        return line.isEmpty() || comment.isPresent() && line.charAt(0) == comment.get();
    }

    /** The number of rows the line claims, if it is the trailer. */
    Optional<Long> claimedRows(String line) {
        if (trailer.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = trailer.get().matcher(line.strip());
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
