package io.caravan.camel.csv;

import io.caravan.camel.csv.PhysicalLines.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.openhft.hashing.LongHashFunction;

/** The {@link io.caravan.engine.SourceReading#fingerprint fingerprints} of rows that stand in one line, without taking them apart. */
final class RowFingerprints {

    /** To be counted up when the same line in the same format is read to something else than before. */
    private static final int READING = 2;

    private final LongHashFunction hash;
    private final char quote;

    RowFingerprints(CsvFormat format, List<String> columns) {
        this.quote = format.fields().quote().orElse('"');
        this.hash = LongHashFunction.xx3(LongHashFunction.xx3().hashChars(READING + "\n" + format + "\n" + columns));
    }

    /** 0 for a line with which a row only begins, or may begin: a quote is not closed in it. */
    long of(Line line) {
        return line.cut() || !isClosed(line.text()) ? 0 : hash.hashBytes(line.text().getBytes(StandardCharsets.UTF_8));
    }

    private boolean isClosed(String text) {
        boolean closed = true;
        for (int at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
            closed = !closed;
        }
        return closed;
    }
}
