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
        long entries = document.entries();
        if (document.whole()) {
            out.paragraph(out.paint(TextOut.Style.GOOD, "The log is whole") + ": ", 2, Quantity.grouped(entries) + (entries == 1 ? " entry" : " entries")
                    + (entries == 0 ? "" : ", the last with hash " + document.lastHash()));
        } else {
            out.paragraph(out.paint(TextOut.Style.BAD, "The log is broken") + ": ", 2, "entry " + document.brokenAt().orElseThrow() + " is not what was written");
        }
    }
}
