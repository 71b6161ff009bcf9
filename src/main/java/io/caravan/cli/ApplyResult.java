package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.cli.TextOut.Style;
import io.caravan.operations.JobRun;
import io.caravan.operations.PlanApplication.NotMade;
import io.caravan.operations.PlanApplication.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What became of a saved plan.
 *
 * @param planned how many changes were to be made
 * @param jobs    what was done; when something stood against the plan, only what failed on the way to finding that out
 * @param moved   changes that are not due any more, or would no longer be the same: nothing was written
 * @param guard   the limits the plan goes over, in words, when nobody approved it: nothing was written
 * @param notMade changes that could not be made although nothing had stood against them
 * @param left    by job: how many other changes are due
 */
record ApplyResult(String file, long planned, List<JobRun> jobs, List<NotMade> moved, List<String> guard, List<NotMade> notMade,
                   Map<String, Long> left) implements Result {

    static ApplyResult of(Path file, long planned, Outcome outcome) {
        return new ApplyResult(file.toString(), planned, outcome.jobs(), outcome.refused(), outcome.guard(), outcome.notMade(), outcome.left());
    }

    @Override
    @JsonIgnore
    public ExitCode exitCode() {
        if (!moved.isEmpty()) {
            return ExitCode.FAILED;
        }
        ExitCode jobsEnded = new SyncResult(jobs).exitCode();
        boolean incomplete = jobsEnded == ExitCode.DONE && !notMade.isEmpty();
        return !guard.isEmpty() ? ExitCode.HELD : incomplete ? ExitCode.SOME_FAILED : jobsEnded;
    }

    @Override
    public void print(TextOut out) {
        new SyncResult(jobs).print(out);
        if (!moved.isEmpty()) {
            out.line(out.paint(Style.BAD, "Refused") + ": " + Words.counted(moved.size(), "planned change")
                    + (moved.size() == 1 ? " is" : " are") + " not due any more, or would not be the same; nothing was written.");
            moved.forEach(change -> line(out, change));
            out.line("Next: caravan plan --out " + file + ", look at it, and apply that; what has not moved: caravan apply " + file + " --only WHO…");
        } else if (!guard.isEmpty()) {
            out.line(out.paint(Style.BAD, "Held by the guard") + "; nothing was written.");
            guard.forEach(text -> out.line("  " + Words.plain(text)));
            out.line("Next: if that is right, caravan apply " + file + " --approve");
        } else if (planned == 0) {
            out.line("The plan has no changes: nothing to do.");
        }
        if (!notMade.isEmpty()) {
            out.line(out.paint(Style.BAD, "Not made") + ": " + Words.counted(notMade.size(), "planned change") + " of " + Pace.number(planned) + ".");
            notMade.forEach(change -> line(out, change));
            out.line("Next: caravan plan shows what follows");
        }
        left.forEach((job, changes) -> out.line(Words.counted(changes, "other change") + (changes == 1 ? " is" : " are") + " due in " + job
                + " and not in this plan; the next cycle looks at them: caravan plan " + job));
    }

    private static void line(TextOut out, NotMade change) {
        out.line("  " + change.job() + ": " + Words.plain(change.identity()) + " " + change.kind()
                + (change.account().isEmpty() ? "" : " (" + Words.plain(change.account()) + ")") + ": " + Words.plain(change.why()));
    }
}
