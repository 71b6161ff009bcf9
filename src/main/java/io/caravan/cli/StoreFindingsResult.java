package io.caravan.cli;

import io.caravan.operations.StoreFindings;

/** What a look at a store has found. */
record StoreFindingsResult(StoreFindings document) implements Result {

    private static final int INDENT = 2;

    @Override
    public ExitCode exitCode() {
        return document.whole() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        print(document, out);
    }

    static void print(StoreFindings found, TextOut out) {
        out.paragraph("", 0, found.store() + " has the tables of version " + found.schema() + (found.schema() == found.current() ? ", which this program works with."
                : "; this program works with " + found.current() + ", and brings it up to date when it opens it."));
        if (found.damage().isEmpty()) {
            out.paragraph(out.paint(TextOut.Style.GOOD, "The file is whole") + ".", INDENT, "");
        } else {
            out.paragraph(out.paint(TextOut.Style.BAD, "The file is damaged") + ": ", INDENT, String.join("; ", found.damage()));
            out.paragraph("Next: ", INDENT, "keep the file as it is, and restore the last backup that is whole (docs/how-to/back-up-and-restore.md).");
        }
        found.log().ifPresent(log -> LogVerified.print(log, out));
    }
}
