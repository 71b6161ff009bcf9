package io.caravan.camel.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows the quotes of one row (RFC 4180 §2, rules 5 to 7) until they go wrong. Blanks between a delimiter and a quote, which no reader
 * could make anything of, are taken for what some exporters write there for the eye. Not thread-safe.
 */
final class QuoteScan {

    private enum At { FIELD_START, PLAIN, QUOTED, QUOTE_IN_QUOTED, BEHIND_QUOTE, STRAY }

    private final char quote;
    private final char delimiter;
    private final List<int[]> blanks = new ArrayList<>();
    private At at = At.FIELD_START;
    private int position;
    private int fieldStart;
    private int field;
    private int blanksFrom = -1;

    QuoteScan(CsvFormat format) {
        this.quote = format.fields().quote().orElseThrow();
        this.delimiter = format.fields().delimiter();
    }

    void over(String text) {
        for (int i = 0; i < text.length() && at != At.STRAY; i++, position++) {
            step(text.charAt(i));
        }
    }

    /** Whether a quote is open. */
    boolean isOpen() {
        return at == At.QUOTED;
    }

    /** Whether a quote stands where none may be, or text behind one. */
    boolean isStray() {
        return at == At.STRAY;
    }

    /** Where the field begins that it is in, counted from the row's beginning. */
    int fieldStart() {
        return fieldStart;
    }

    /** Which field that is, from 0. */
    int field() {
        return field;
    }

    /** What it went over, without the blanks around quoted fields. */
    String withoutBlanks(StringBuilder text) {
        if (at == At.BEHIND_QUOTE) {
            blanks.add(new int[] {blanksFrom, position});
            at = At.QUOTE_IN_QUOTED;
        }
        for (int i = blanks.size() - 1; i >= 0; i--) {
            text.delete(blanks.get(i)[0], blanks.get(i)[1]);
        }
        return text.toString();
    }

    private void step(char next) {
        switch (at) {
            case QUOTED -> at = next == quote ? At.QUOTE_IN_QUOTED : At.QUOTED;
            case FIELD_START -> beginField(next);
            case PLAIN -> at = next == delimiter ? endField() : next == quote ? At.STRAY : At.PLAIN;
            case QUOTE_IN_QUOTED -> at = next == delimiter ? endField() : next == quote ? At.QUOTED : isBlank(next) ? behind() : At.STRAY;
            case BEHIND_QUOTE -> endBehind(next);
            default -> { }
        }
    }

    private void beginField(char next) {
        if (next == delimiter) {
            at = endField();
        } else if (next == quote) {
            if (position > fieldStart) {
                blanks.add(new int[] {fieldStart, position});
            }
            at = At.QUOTED;
        } else if (!isBlank(next)) {
            at = At.PLAIN;
        }
    }

    private At behind() {
        blanksFrom = position;
        return At.BEHIND_QUOTE;
    }

    private void endBehind(char next) {
        if (next == delimiter) {
            blanks.add(new int[] {blanksFrom, position});
            at = endField();
        } else if (!isBlank(next)) {
            at = At.STRAY;
        }
    }

    private At endField() {
        field++;
        fieldStart = position + 1;
        return At.FIELD_START;
    }

    private boolean isBlank(char next) {
        return next == ' ' || next == '\t' && delimiter != '\t';
    }
}
