package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ApprovalReport;
import io.caravan.operations.HeldPlan.JobPart;
import io.caravan.operations.Quantity;

/** What became of what was approved. */
record ApprovalResult(ApprovalReport document) implements Result {

    private static final int INDENT = 2;

    @Override
    public ExitCode exitCode() {
        ExitCode jobs = SyncResult.worst(document.jobs());
        boolean begun = document.jobs().stream().allMatch(job -> job.status().isComplete());
        if (!begun) {
            return jobs == ExitCode.HELD ? jobs : ExitCode.FAILED;
        }
        boolean some = !document.refused().isEmpty() || !document.notMade().isEmpty();
        return document.refused().size() == document.held().count() ? ExitCode.FAILED : some ? ExitCode.SOME_FAILED : jobs;
    }

    @Override
    public void print(TextOut out) {
        SyncResult.print(out, document.jobs());
        if (document.jobs().stream().noneMatch(job -> job.status().isComplete())) {
            out.line();
            out.paragraph(out.paint(Style.BAD, "Nothing was sent") + ", ", INDENT, "and what was held is held still.");
            return;
        }
        out.line();
        for (JobPart part : document.held().jobs()) {
            long refused = document.refused().stream().filter(change -> change.job().equals(part.job())).count();
            long sent = part.changes().size() - refused - document.notMade().stream().filter(change -> change.job().equals(part.job())).count();
            out.paragraph(out.paint(sent == 0 ? Style.BAD : Style.GOOD, "Approved") + " in " + part.job() + ": ", INDENT, Quantity.grouped(sent) + " of " + Quantity.of(part.changes().size(), "change")
                    + " made");
        }
        HeldResult.notMade(out, "Refused", " not due any more, or not the same; what is due instead is the next cycle's, through the guard.", document.refused());
        HeldResult.notMade(out, "Not made", " that the target did not take.", document.notMade());
        if (document.held().rest() > 0) {
            out.line();
            out.paragraph("", INDENT, Quantity.of(document.held().rest(), "other change") + (document.held().rest() == 1 ? " stays" : " stay")
                    + " held until somebody decides: caravan approve " + document.held().job());
        }
    }
}
