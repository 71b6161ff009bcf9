package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import java.util.List;

/**
 * What became of a saved plan.
 *
 * @param jobs  what was done; when something stood against the plan, only what failed on the way to finding that out
 * @param moved changes that would no longer be the same
 * @param guard the limits the plan goes over, in words, when nobody approved it
 */
record ApplyResult(String file, List<SyncResult.JobRun> jobs, List<Moved> moved, List<String> guard) implements Result {

    /** @param account what people call the account */
    record Moved(String job, String identity, String kind, String account) {
    }

    @Override
    public ExitCode exitCode() {
        if (!moved.isEmpty()) {
            return ExitCode.FAILED;
        }
        return guard.isEmpty() ? new SyncResult(jobs).exitCode() : ExitCode.HELD;
    }

    @Override
    public void print(TextOut out) {
        new SyncResult(jobs).print(out);
        if (!moved.isEmpty()) {
            out.line(out.paint(Style.BAD, "Refused") + ": " + Words.counted(moved.size(), "planned change") + " would no longer be the same; "
                    + (jobs.isEmpty() ? "nothing was written." : "nothing was written to " + moved.get(0).job() + "."));
            moved.forEach(change -> out.line("  " + change.job() + ": " + Words.plain(change.identity()) + " " + change.kind()
                    + (change.account().isEmpty() ? "" : " (" + Words.plain(change.account()) + ")")));
            out.line("Next: caravan plan --out " + file + ", look at it, and apply that");
        } else if (!guard.isEmpty()) {
            out.line(out.paint(Style.BAD, "Held by the guard") + "; nothing was written.");
            guard.forEach(text -> out.line("  " + Words.plain(text)));
            out.line("Next: if that is right, caravan apply " + file + " --approve");
        }
    }
}
