package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ApplyReport;
import io.caravan.operations.ApplyReport.NotMade;
import io.caravan.operations.Quantity;
import io.caravan.operations.RunStatus;
import java.util.Set;

/** What became of a saved plan. */
record ApplyResult(ApplyReport document) implements Result {

    private static final int INDENT = 2;
    private static final Set<RunStatus> HALTED = Set.of(RunStatus.PAUSED, RunStatus.QUARANTINED);

    @Override
    public ExitCode exitCode() {
        if (!document.moved().isEmpty() || document.jobs().stream().anyMatch(job -> HALTED.contains(job.status()))) {
            return ExitCode.FAILED;
        }
        ExitCode jobsEnded = SyncResult.worst(document.jobs());
        boolean incomplete = jobsEnded == ExitCode.DONE && !document.notMade().isEmpty();
        return !document.guard().isEmpty() ? ExitCode.HELD : incomplete ? ExitCode.SOME_FAILED : jobsEnded;
    }

    @Override
    public void print(TextOut out) {
        SyncResult.print(out, document.jobs());
        if (!document.jobs().isEmpty() && !(document.moved().isEmpty() && document.guard().isEmpty() && document.notMade().isEmpty() && document.left().isEmpty())) {
            out.line();
        }
        if (!document.moved().isEmpty()) {
            out.paragraph(out.paint(Style.BAD, "Refused") + ": ", INDENT, Quantity.of(document.moved().size(), "planned change")
                    + (document.moved().size() == 1 ? " is" : " are") + " not due any more, or would not be the same; nothing was written.");
            document.moved().forEach(change -> line(out, change));
            out.paragraph("Next: ", INDENT, "caravan plan --out " + document.file() + ", look at it, and apply that; what has not moved: caravan apply " + document.file() + " --only WHO…");
        } else if (!document.guard().isEmpty()) {
            out.line(out.paint(Style.BAD, "Held by the guard") + "; nothing was written.");
            document.guard().forEach(text -> out.paragraph("  ", INDENT + 2, text));
            out.paragraph("Next: ", INDENT, "if that is right, caravan apply " + document.file() + " --approve");
        } else if (document.planned() == 0) {
            out.line("The plan has no changes: nothing to do.");
        }
        if (!document.notMade().isEmpty()) {
            out.line(out.paint(Style.BAD, "Not made") + ": " + Quantity.of(document.notMade().size(), "planned change") + " of " + Quantity.grouped(document.planned()) + ".");
            document.notMade().forEach(change -> line(out, change));
            out.paragraph("Next: ", INDENT, "see what follows: caravan plan");
        }
        document.left().forEach((job, changes) -> out.paragraph("", INDENT, Quantity.of(changes, "other change") + (changes == 1 ? " is" : " are") + " due in " + job
                + " and not in this plan; the next cycle looks at them: caravan plan " + job));
    }

    private static void line(TextOut out, NotMade change) {
        out.paragraph("  ", INDENT + 2, change.job() + ": " + change.identity() + " " + change.kind() + (change.account().isEmpty() ? "" : " (" + change.account() + ")") + ": "
                + change.why());
    }
}
