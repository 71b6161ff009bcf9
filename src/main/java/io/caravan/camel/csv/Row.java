package io.caravan.camel.csv;

import java.util.List;

/** One row of a file, or what stands where a row should be. {@code line}: where it starts, from 1. */
sealed interface Row {

    long line();

    record Good(List<String> fields, long line) implements Row {
    }

    /** @param before the fields that could be read before the place that is wrong, and that stand where they should */
    record Bad(String reason, List<String> before, long line) implements Row {
    }
}
