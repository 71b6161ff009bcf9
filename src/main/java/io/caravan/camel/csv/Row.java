package io.caravan.camel.csv;

import java.util.List;

/** One row of a file, or what stands where a row should be. {@code line}: where it starts, from 1. */
sealed interface Row {

    long line();

    /** @param width how many fields it has in the file; {@code fields} are as many as there are columns, once those are known */
    record Good(List<String> fields, int width, long line) implements Row {
    }

    /**
     * @param before the fields that could be read before the place that is wrong, and that stand where they should
     * @param open   whether a quote was opened in it that nothing closes up to the end of the file
     */
    record Bad(String reason, List<String> before, boolean open, long line) implements Row {
    }
}
