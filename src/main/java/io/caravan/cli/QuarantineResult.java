package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.QuarantineList;
import io.caravan.operations.Quantity;

/** Which jobs are in quarantine, or are not any more. */
record QuarantineResult(QuarantineList document) implements Result {

    /** Something is wrong as long as a job is in quarantine; that others were released was what was asked for. */
    @Override
    public ExitCode exitCode() {
        return document.released().isEmpty() && !document.jobs().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        document.released().forEach(job -> out.line(job + " runs as always again, with its next cycle"));
        if (document.jobs().isEmpty() && document.released().isEmpty()) {
            out.line("None.");
        }
        document.jobs().forEach(job -> print(out, job));
    }

    private static void print(TextOut out, QuarantineList.Entry job) {
        out.paragraph(out.paint(Style.BAD, job.job()) + ": ", 2, job.cause() + ", since " + job.since() + ", " + Quantity.of(job.tries(), job.tries() == 1 ? "try" : "trie")
                + (job.disabled() ? ", switched off" : ", probed again at " + job.again()));
        out.paragraph("  ", 4, VisibleText.of(job.reason()) + (job.setting().isEmpty() ? "" : " (" + job.setting() + ")"));
        out.paragraph("  Next: ", 4, job.disabled() ? "mend the cause; then caravan job resume " + job.job() : "mend the cause; then caravan quarantine release " + job.job());
    }
}
