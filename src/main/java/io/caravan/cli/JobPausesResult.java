package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.HaltedJob;
import io.caravan.operations.HaltedJob.Why;
import io.caravan.operations.JobPauses;
import io.caravan.operations.Quantity;

/** Which jobs are paused from here on, and which run again. */
record JobPausesResult(JobPauses document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        document.paused().forEach(job -> print(out, job));
        document.resumed().forEach(job -> out.line(job + " runs again"));
    }

    /** A line for each job, and who is to lose access and keeps it meanwhile. */
    static void print(TextOut out, HaltedJob job) {
        out.paragraph(out.paint(Style.STRONG, job.job()) + ": ", 2, (job.why() == Why.DISABLED ? "switched off" : job.why().word()) + " " + job.text());
        job.some().forEach(person -> out.paragraph("  " + WhoText.of(person.who(), person.display()) + ": ", 4, person.why()));
        if (job.leavers() > job.some().size()) {
            out.line("  and " + Quantity.grouped(job.leavers() - job.some().size()) + " more");
        }
    }
}
