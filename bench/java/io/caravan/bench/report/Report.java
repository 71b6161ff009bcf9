package io.caravan.bench.report;

import io.caravan.bench.measure.RowResult;
import java.util.List;

/**
 * All that one run of the bench came to; its JSON form is the bench's document.
 *
 * @param bench   the version of the document: grows when a field is removed or changes meaning
 * @param at      when the run began, ISO 8601 in UTC
 * @param version what was measured: the source's commit, with {@code -dirty} when it was changed since; empty when not known
 * @param command how the run can be repeated
 */
public record Report(int bench, String at, String version, String command, String scale, int rounds, long seed, Machine machine, List<RowResult> rows) {

    public static final int VERSION = 1;

    public Report {
        rows = List.copyOf(rows);
    }

    /** Whether a row broke or ended differently from its yardstick. Goals that are not reached are no fault of the bench. */
    public boolean hasFaults() {
        return rows.stream().anyMatch(row -> !row.faults().isEmpty());
    }
}
