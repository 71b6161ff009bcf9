package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ApplyReport;
import io.caravan.operations.ApplyReport.NotMade;
import io.caravan.operations.Quantity;

/** What became of a saved plan. */
record ApplyResult(ApplyReport document) implements Result {

    @Override
    public ExitCode exitCode() {
        if (!document.moved().isEmpty() || document.jobs().stream().anyMatch(job -> job.status().equals("paused"))) {
            return ExitCode.FAILED;
        }
        ExitCode jobsEnded = SyncResult.worst(document.jobs());
        boolean incomplete = jobsEnded == ExitCode.DONE && !document.notMade().isEmpty();
        return !document.guard().isEmpty() ? ExitCode.HELD : incomplete ? ExitCode.SOME_FAILED : jobsEnded;
    }

    @Override
    public void print(TextOut out) {
        SyncResult.print(out, document.jobs());
        if (!document.moved().isEmpty()) {
            out.line(out.paint(Style.BAD, "Refused") + ": " + Quantity.of(document.moved().size(), "planned change")
                    + (document.moved().size() == 1 ? " is" : " are") + " not due any more, or would not be the same; nothing was written.");
            document.moved().forEach(change -> line(out, change));
            out.line("Next: caravan plan --out " + document.file() + ", look at it, and apply that; what has not moved: caravan apply " + document.file() + " --only WHO…");
        } else if (!document.guard().isEmpty()) {
            out.line(out.paint(Style.BAD, "Held by the guard") + "; nothing was written.");
            document.guard().forEach(text -> out.line("  " + VisibleText.of(text)));
            out.line("Next: if that is right, caravan apply " + document.file() + " --approve");
        } else if (document.planned() == 0) {
            out.line("The plan has no changes: nothing to do.");
        }
        if (!document.notMade().isEmpty()) {
            out.line(out.paint(Style.BAD, "Not made") + ": " + Quantity.of(document.notMade().size(), "planned change") + " of " + Quantity.grouped(document.planned()) + ".");
            document.notMade().forEach(change -> line(out, change));
            out.line("Next: caravan plan shows what follows");
        }
        document.left().forEach((job, changes) -> out.line(Quantity.of(changes, "other change") + (changes == 1 ? " is" : " are") + " due in " + job
                + " and not in this plan; the next cycle looks at them: caravan plan " + job));
    }

    private static void line(TextOut out, NotMade change) {
        out.line("  " + change.job() + ": " + VisibleText.of(change.identity()) + " " + change.kind()
                + (change.account().isEmpty() ? "" : " (" + VisibleText.of(change.account()) + ")") + ": " + VisibleText.of(change.why()));
    }
}
