package io.caravan.cli;

import picocli.CommandLine.Option;

/** That a result is wanted as rows. */
final class AsCsv {

    @Option(names = "--csv", description = "Write rows for a spreadsheet instead of text (RFC 4180, UTF-8; a cell that would be a formula begins with an apostrophe).")
    private boolean csv;

    boolean wanted() {
        return csv;
    }
}
