package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.HeldPlan.JobPart;
import io.caravan.operations.Quantity;
import io.caravan.operations.RejectionReport;

/** What became of what was rejected. */
record RejectionResult(RejectionReport document) implements Result {

    private static final int INDENT = 2;

    @Override
    public ExitCode exitCode() {
        return document.refused().isEmpty() ? ExitCode.DONE : document.refused().size() == document.held().count() ? ExitCode.FAILED : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        for (JobPart part : document.held().jobs()) {
            long rejected = part.changes().size() - document.refused().stream().filter(change -> change.job().equals(part.job())).count();
            out.paragraph(out.paint(Style.CHANGED, "Rejected") + " in " + part.job() + ": ", INDENT, Quantity.of(rejected, "change") + ", until " + document.until()
                    + " or until something else is due");
        }
        HeldResult.notMade(out, "Not rejected", ":", document.refused());
        if (document.held().rest() > 0) {
            out.paragraph("", INDENT, Quantity.of(document.held().rest(), "other change") + (document.held().rest() == 1 ? " stays" : " stay")
                    + " held until somebody decides: caravan approve " + document.held().job());
        }
        out.paragraph("Next: ", INDENT, "caravan status names whom this leaves behind; caravan approve " + document.held().job() + " --rejected sends it after all");
    }
}
