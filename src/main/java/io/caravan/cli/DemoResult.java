package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.demo.DemoServers;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.JobRun;
import io.caravan.operations.Quantity;
import java.util.List;
import java.util.Map;

/**
 * What a demonstration did.
 *
 * @param day       the day the company is on
 * @param employed  people at work on that day
 * @param left      people who had left by then
 * @param enabled   enabled accounts by job, afterwards
 * @param groups    groups by job, afterwards
 * @param looks     how to see it with tools that are not ours; while the servers go on running
 * @param nextSteps what to type next
 */
record DemoResult(String day, long employed, long left, List<JobRun> jobs, Map<String, Long> enabled, Map<String, Long> groups,
                  List<DemoServers.Look> looks, List<NextStep> nextSteps, double seconds) implements Result {

    /** @param command as it is to be typed */
    record NextStep(String purpose, String command) {
    }

    @Override
    public Object document() {
        return this;
    }

    @Override
    public ExitCode exitCode() {
        return SyncResult.worst(jobs);
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, "The company on " + day) + ": " + Quantity.grouped(employed) + " people at work, " + Quantity.grouped(left) + " have left.");
        out.line();
        Table table = new Table("SYSTEM", "OPEN ACCOUNTS", "NEW", "CHANGED", "REOPENED", "CLOSED", "FAILED", "TOOK");
        jobs.stream().filter(job -> enabled.containsKey(job.job())).forEach(job -> table.row(job.job(), Quantity.grouped(enabled.get(job.job())),
                done(job, "create"), done(job, "update"), done(job, "enable"), done(job, "disable"), Quantity.grouped(job.counts().getOrDefault("failed", 0L)),
                Pace.duration(job.seconds())));
        table.print(out);
        out.line();
        printGroups(out);
        jobs.stream().filter(job -> !job.message().isEmpty()).forEach(job -> out.line(job.job() + ": " + out.paint(Style.BAD, job.status().word()) + ": "
                + VisibleText.of(job.message())));
        out.line(verdict(out) + " (" + Pace.duration(seconds) + ")");
        out.line();
        looks.forEach(look -> out.line("  in " + look.system() + ": " + look.command()));
        nextSteps.forEach(step -> out.line("To " + step.purpose() + ":  " + step.command()));
    }

    private void printGroups(TextOut out) {
        Table table = new Table("JOB", "GROUPS", "NEW", "JOINED", "LEFT", "FAILED", "TOOK");
        jobs.stream().filter(job -> groups.containsKey(job.job())).forEach(job -> table.row(job.job(), Quantity.grouped(groups.get(job.job())),
                done(job, "create"), done(job, "join"), done(job, "leave"), Quantity.grouped(job.counts().getOrDefault("failed", 0L)), Pace.duration(job.seconds())));
        if (!groups.isEmpty()) {
            table.print(out);
            out.line();
        }
    }

    private static String done(JobRun job, String what) {
        return Quantity.grouped(job.counts().getOrDefault("applied-" + what, 0L));
    }

    private String verdict(TextOut out) {
        boolean right = exitCode() == ExitCode.DONE && enabled.values().stream().allMatch(count -> count == employed);
        boolean idle = jobs.stream().allMatch(job -> job.counts().getOrDefault("applied", 0L) == 0);
        if (!right) {
            return out.paint(Style.BAD, "Not everybody has what they should have yet");
        }
        return out.paint(Style.GOOD, idle ? "Nothing to do" : "Done") + ": everybody at work has an account in all three, and nobody else has one that is open.";
    }
}
