package io.caravan.camel.csv;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of a file that is handed over, as RFC 4180 has them. A value is written as it is or not at all: what cannot be told without being
 * altered, or may do harm where somebody opens the file, is refused. No field has a line break in it, so a line that ends is a whole row.
 *
 * @param trailer what the last line looks like, with {@code <count>} in it; empty: there is none
 * @param cleared what stands for a value that is emptied; empty: nothing does
 * @param formulas whether a value may look like a formula
 */
record OutboxRows(String key, char delimiter, Charset charset, String trailer, String cleared, boolean formulas) {

    static final String LINE_END = "\r\n";
    private static final String COUNT = "<count>";
    /** What spreadsheets take for the beginning of a formula. */
    private static final String BEGINNINGS = "=@+-";
    private static final Pattern NUMBER = Pattern.compile("[+-][0-9 ()./-]*");
    private static final String ASCII = "TRAILER,;\"\r\n\t|0123456789";

    OutboxRows {
        if (!Arrays.equals(ASCII.getBytes(charset), ASCII.getBytes(StandardCharsets.US_ASCII))) {
            throw new IllegalArgumentException("'charset' is " + charset + ", in which a line end is not one byte; write UTF-8, ISO-8859-1, windows-1252 …");
        }
        if (!trailer.isEmpty() && !trailer.contains(COUNT)) {
            throw new IllegalArgumentException("'trailer' is '" + trailer + "', and has no " + COUNT);
        }
    }

    byte[] header(List<String> attributes) {
        return line(key + delimiter + attributes.stream().map(this::quoted).collect(Collectors.joining(String.valueOf(delimiter))));
    }

    /** The last line; nothing where there shall be none. */
    byte[] trailer(long count) {
        return trailer.isEmpty() ? new byte[0] : line(trailer.replace(COUNT, String.valueOf(count)));
    }

    /**
     * One change: the key, and what is written. A field of which nothing is to be said is empty.
     *
     * @throws OutcomeException invalid, when a value cannot be written as it is
     */
    byte[] row(AccountRequest request, List<String> attributes) {
        StringBuilder row = new StringBuilder(field(key, request.anchor().orElseThrow()));
        for (AttributeChange change : request.changes()) {
            if (!attributes.contains(change.name())) {
                throw refused(change.name(), "is no column of the file");
            }
        }
        for (String attribute : attributes) {
            row.append(delimiter);
            request.changes().stream().filter(change -> change.name().equals(attribute)).findFirst().ifPresent(change -> row.append(field(change)));
        }
        return line(row.toString());
    }

    private String field(AttributeChange change) {
        Object value = change.after();
        if (value instanceof List<?> several) {
            if (several.size() > 1) {
                throw refused(change.name(), "has several values; let the mapping join them");
            }
            value = several.isEmpty() ? null : several.get(0);
        }
        boolean empties = value == null || value.toString().isEmpty();
        if (!empties) {
            return field(change.name(), value.toString());
        }
        if (cleared.isEmpty()) {
            throw refused(change.name(), "is to be emptied, and an empty field says nothing; set 'cleared' to what the reader of the file takes for that");
        }
        return cleared;
    }

    private String field(String name, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw refused(name, "has a line break or another control character in it");
        }
        if (!cleared.isEmpty() && value.equals(cleared)) {
            throw refused(name, "is what stands for a value that is emptied");
        }
        if (!formulas && !value.isEmpty() && BEGINNINGS.indexOf(value.charAt(0)) >= 0 && !NUMBER.matcher(value).matches()) {
            throw refused(name, "begins as a formula does, which a spreadsheet would carry out; formulas = allow lets it through");
        }
        if (!charset.newEncoder().canEncode(value)) {
            throw refused(name, "has characters that " + charset + " does not have");
        }
        return quoted(value);
    }

    private static OutcomeException refused(String name, String why) {
        return new OutcomeException(OutcomeKind.INVALID, "'" + name + "' " + why);
    }

    private String quoted(String value) {
        boolean needed = value.indexOf(delimiter) >= 0 || value.indexOf('"') >= 0 || !value.equals(value.strip());
        return needed ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    private byte[] line(String text) {
        return (text + LINE_END).getBytes(charset);
    }

    /** How many fields a line has; less than one when a quote in it is open, or something stands there that nobody wrote. */
    int fields(String line) {
        int fields = 1;
        boolean quotes = false;
        for (int i = 0; i < line.length(); i++) {
            char one = line.charAt(i);
            quotes ^= one == '"';
            fields += one == delimiter && !quotes ? 1 : 0;
            if (Character.isISOControl(one) && one != delimiter) {
                return 0;
            }
        }
        return quotes ? 0 : fields;
    }

    /** Whether this line is the trailer of so many rows. */
    boolean isTrailer(String line, long count) {
        return !trailer.isEmpty() && line.equals(trailer.replace(COUNT, String.valueOf(count)));
    }
}
