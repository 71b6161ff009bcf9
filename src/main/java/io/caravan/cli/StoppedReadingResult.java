package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ReadingDecision;
import io.caravan.operations.StoppedReading;

/** A reading that was held or refused; and how the source was read again, when somebody has let it through. */
record StoppedReadingResult(StoppedReading.Report document) implements Result {

    private static final int INDENT = 2;

    @Override
    public ExitCode exitCode() {
        return document.jobs().isEmpty() ? ExitCode.HELD : SyncResult.worst(document.jobs());
    }

    @Override
    public void print(TextOut out) {
        if (document.jobs().isEmpty()) {
            print(out, document.reading());
            out.paragraph("Next: ", INDENT, "see what would come of it: caravan plan, with the option that its message names; let just that through: caravan approve "
                    + document.reading().job() + " --why TEXT --seen " + document.reading().seen());
            return;
        }
        SyncResult.print(out, document.jobs());
        out.line();
        if (exitCode() == ExitCode.DONE || exitCode() == ExitCode.SOME_FAILED) {
            out.paragraph(out.paint(Style.GOOD, "Approved") + ": ", INDENT, ReadingDecision.what(document.reading()));
            out.paragraph("Next: ", INDENT, "what follows in the targets goes through the guard, as ever: caravan plan, caravan sync");
        } else {
            out.paragraph(out.paint(Style.BAD, "Not let through") + ": ", INDENT, "it is worse by now than what was looked at, or something else is wrong; caravan approve " + document.reading().job());
        }
    }

    /** What was wrong with it. */
    static void print(TextOut out, StoppedReading reading) {
        out.paragraph(out.paint(Style.STRONG, reading.job()) + " ", INDENT, "read " + reading.system() + " at " + reading.at() + ": " + reading.why());
        out.paragraph("Let through would be: ", INDENT, ReadingDecision.what(reading));
        out.line();
    }
}
