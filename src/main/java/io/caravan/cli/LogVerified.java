package io.caravan.cli;

import io.caravan.operations.LogVerification;
import io.caravan.operations.Quantity;

/** Whether the provisioning log is whole. */
record LogVerified(LogVerification document) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.whole() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        print(document, out);
    }

    static void print(LogVerification document, TextOut out) {
        long entries = document.entries();
        if (document.whole()) {
            out.paragraph(out.paint(TextOut.Style.GOOD, "The log is whole") + ": ", 2, Quantity.grouped(entries) + (entries == 1 ? " entry" : " entries")
                    + (entries == 0 ? "" : ", the last with hash " + document.lastHash()));
            document.cut().ifPresent(cut -> out.paragraph("", 0, "It begins at " + MomentText.of(cut.before()) + ". What was written before, " + Quantity.grouped(cut.entries())
                    + (cut.entries() == 1 ? " entry" : " entries") + " from " + MomentText.of(cut.from()) + " on, was cut off, and ended with hash " + cut.hash() + "; "
                    + Quantity.grouped(cut.carried()) + " of them are kept, because an account stands as they say."));
        } else {
            out.paragraph(out.paint(TextOut.Style.BAD, "The log is broken") + ": ", 2, document.what(document.brokenAt().orElseThrow()));
        }
    }
}
