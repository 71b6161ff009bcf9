package io.caravan.cli;

import io.caravan.cli.PlanResult.Layout;
import io.caravan.operations.ForecastPlanning;
import io.caravan.operations.ForecastReport;
import io.caravan.operations.OpenProject;
import io.caravan.operations.PlanReport;
import io.caravan.operations.Planning;
import io.caravan.operations.Quantity;
import io.caravan.operations.ReadingApprovals;
import io.caravan.operations.SavedPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan plan [JOB…]}. */
@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Show what a sync would do, without doing it: sources are read, no target is written.")
final class PlanCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Which outbound jobs (default: all). Sources are always read first.")
    private List<String> jobs = List.of();

    @Option(names = "--identity", paramLabel = "KEY", description = "Only the changes of this identity.")
    private Optional<String> identity = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Save the plan; caravan apply FILE does exactly that.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
            description = "Print at most N changes of each job, or N people with --by person; 0 prints all (default: 50). --json always has all.")
    private int limit;

    @Option(names = "--wide", description = "Print every change in full, however long its line is, and who would come into new groups.")
    private boolean wide;

    @Option(names = "--by", paramLabel = "person", description = "Group by person instead of by job: what would happen to each of them, everywhere.")
    private Optional<Grouping> by = Optional.empty();

    @Option(names = "--exit-code", description = "Exit with 10 when there are changes to make.")
    private boolean exitCode;

    @Option(names = "--as-of", paramLabel = "DATE", description = "What would be done until then if no source said anything new: a day (2026-12-31, the whole of it, in "
            + "caravan.zone), or a moment. No source is read, no target asked; it cannot be saved.")
    private Optional<String> asOf = Optional.empty();

    @Mixin
    private final LetThrough letThrough = new LetThrough();

    /** What changes are grouped by, besides by job. */
    enum Grouping { PERSON }

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--limit is " + limit + ", and must be 0 or more",
                    "Write how many changes to show of each job, such as --limit 50; 0 shows all.");
        }
        if (asOf.isPresent()) {
            return foretell(asOf.get());
        }
        try (ProgressView progress = session.progressView();
             OpenProject project = session.open(new CycleProgress(progress));
             Planning planning = Planning.of(project, jobs, letThrough.approvals())) {
            Optional<String> key = identity.map(planning::keyOf);
            progress.end();
            PlanReport report = planning.report(key);
            int ended = session.finish("plan", new PlanResult(report, new Layout(limit, wide, by.isPresent()), exitCode(report)));
            out.ifPresent(file -> saved(planning.save(file, key), file));
            return ended;
        }
    }

    private int foretell(String until) {
        if (out.isPresent() || !letThrough.approvals().equals(ReadingApprovals.NONE)) {
            throw new CommandFailure(ExitCode.USAGE, "what is foretold cannot be saved, and no reading can be let through for it",
                    "Leave out --as-of to plan what is due now; what is foretold is planned anew when its day has come");
        }
        try (OpenProject project = session.open()) {
            ForecastReport report = ForecastPlanning.of(project, jobs, identity, until);
            return session.finish("plan", new ForecastResult(report, new Layout(limit, wide, by.isPresent()), exitCode));
        }
    }

    /** The worst of all. */
    private ExitCode exitCode(PlanReport report) {
        if (report.hasFailed()) {
            return ExitCode.FAILED;
        }
        if (report.holdsAReading() || report.holdsAGroup()) {
            return ExitCode.HELD;
        }
        return report.leavesSomebodyBehind() ? ExitCode.SOME_FAILED : report.hasChanges() && exitCode ? ExitCode.CHANGES_PENDING : ExitCode.DONE;
    }

    private void saved(SavedPlan plan, Path file) {
        session.progress().line("Saved " + Quantity.of(plan.changes(), "change") + " to " + file + "; caravan apply " + file + " makes them");
    }
}
