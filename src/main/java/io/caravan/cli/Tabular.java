package io.caravan.cli;

/** A result that is rows, and can be had as CSV. */
interface Tabular extends Result {

    CsvTable csv();
}
