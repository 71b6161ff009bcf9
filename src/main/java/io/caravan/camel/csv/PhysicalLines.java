package io.caravan.camel.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.function.BooleanSupplier;

/**
 * Cuts characters into lines ended by LF, CRLF or CR; where lines end in CRLF, a CR as the last character is half an end, and none. A line longer than the limit is cut there and marked; the rest of
 * it is passed over, so that memory stays bounded whatever the file holds.
 */
final class PhysicalLines {

    private static final int BUFFER = 1 << 16;

    /** One line, without its end, which a last line may not have. */
    record Line(String text, String end, long number, boolean cut) {
    }

    private final Reader reader;
    private final int longest;
    private final BooleanSupplier brokenOff;
    private final char[] buffer = new char[BUFFER];
    private int from;
    private int to;
    private long number;
    private boolean endsInTwo;

    /** @param brokenOff tells, at the end, whether the last line is only what was left of one; it is then dropped */
    PhysicalLines(Reader reader, int longest, BooleanSupplier brokenOff) {
        this.reader = reader;
        this.longest = longest;
        this.brokenOff = brokenOff;
    }

    /** The next line, or null at the end of the file. */
    Line next() throws IOException {
        StringBuilder spilled = null;
        boolean cut = false;
        while (true) {
            if (from == to && !fill()) {
                return spilled == null || brokenOff.getAsBoolean() ? null : new Line(spilled.toString(), "", ++number, cut);
            }
            int end = from;
            while (end < to && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            if (end < to && spilled == null && end - from <= longest) {
                String text = new String(buffer, from, end - from);
                from = end;
                return new Line(text, lineEnd(), ++number, false);
            }
            spilled = spilled == null ? new StringBuilder() : spilled;
            int room = Math.min(end - from, longest - spilled.length());
            cut |= room < end - from;
            spilled.append(buffer, from, room);
            from = end;
            if (end < to) {
                return new Line(spilled.toString(), lineEnd(), ++number, cut);
            }
        }
    }

    private String lineEnd() throws IOException {
        if (buffer[from++] == '\n') {
            return "\n";
        }
        boolean more = from < to || fill();
        if (more && buffer[from] == '\n') {
            from++;
            endsInTwo = true;
            return "\r\n";
        }
        return more || !endsInTwo ? "\r" : "";
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, reader.read(buffer, 0, BUFFER));
        return to > 0;
    }
}
