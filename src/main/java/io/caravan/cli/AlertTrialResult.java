package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.AlertTrial;

/** Whether a trial alert was taken. */
record AlertTrialResult(AlertTrial document) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.taken() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        String way = document.route().isEmpty() ? "by mail to " + document.to() + " (" + document.server() + ")" : "through " + document.route();
        if (document.taken()) {
            out.paragraph(out.paint(Style.GOOD, "Taken") + ": ", 2, VisibleText.of(way) + ". Look whether it has arrived: its subject is \"Caravan: a trial\"");
        } else {
            out.paragraph(out.paint(Style.BAD, "Not taken") + ": ", 2, VisibleText.of(way));
            out.paragraph("  ", 2, VisibleText.of(document.answer()));
        }
    }
}
