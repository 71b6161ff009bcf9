package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.identity.Identity;
import io.caravan.cycle.StateStore;
import io.caravan.mapping.Job;
import io.caravan.operations.JobPlan;
import io.caravan.operations.Planning;
import io.caravan.operations.SavedPlan;
import io.caravan.runtime.Caravan;
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
            description = "Print at most N changes of each job; 0 prints all (default: 50). --json always has all.")
    private int limit;

    @Option(names = "--exit-code", description = "Exit with 10 when there are changes to make.")
    private boolean exitCode;

    @Mixin
    private final LetThrough letThrough = new LetThrough();

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--limit " + limit + " is less than nothing",
                    "Write how many changes to show of each job, such as --limit 50.");
        }
        Project project = session.validProject();
        List<String> wanted = session.jobs(project, jobs);
        try (ProgressView progress = session.progressView();
             Caravan preview = Engine.preview(session, project, new CycleProgress(progress))) {
            letThrough.approve(preview, session, project.inbound().stream().map(Job::name).toList());
            Planning planning = Planning.of(preview, wanted, preview.thisMoment());
            Optional<String> key = identity.map(text -> key(new PersonLookup(project, preview.store()), text));
            progress.end();
            List<JobPlan> plans = planning.plans(key);
            boolean pending = plans.stream().anyMatch(plan -> !plan.changes().isEmpty());
            int ended = session.finish("plan", new PlanResult(plans, planning.leftBehind(), limit, exitCode(planning, pending)));
            out.ifPresent(file -> save(planning, preview.store(), key, file));
            return ended;
        }
    }

    /** The worst of all. */
    private ExitCode exitCode(Planning planning, boolean pending) {
        if (planning.hasFailed()) {
            return ExitCode.FAILED;
        }
        if (planning.holdsAReading()) {
            return ExitCode.HELD;
        }
        return !planning.leftBehind().isEmpty() ? ExitCode.SOME_FAILED : pending && exitCode ? ExitCode.CHANGES_PENDING : ExitCode.DONE;
    }

    private void save(Planning planning, StateStore store, Optional<String> key, Path file) {
        if (planning.hasFailed()) {
            throw new CommandFailure(ExitCode.FAILED, "the plan is incomplete and was not saved", "Mend what is said above, then plan again");
        }
        SavedPlan plan = SavedPlan.of(planning, store, key);
        plan.write(file);
        session.progress().line("Saved " + Words.counted(plan.changes(), "change") + " to " + file + "; caravan apply " + file + " makes them");
    }

    private static String key(PersonLookup people, String text) {
        return people.find(text).map(Identity::key)
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "there is no identity '" + text + "'", "caravan explain " + text
                        + " names those that are meant perhaps"));
    }
}
