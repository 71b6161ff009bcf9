package io.caravan.cli;

import io.caravan.cli.ApplyResult.Moved;
import io.caravan.cli.PlanFile.JobChanges;
import io.caravan.config.Project;
import io.caravan.plan.Change;
import io.caravan.plan.Guard;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code caravan apply FILE}: exactly what a saved plan says, or nothing. Everything is planned once more in a preview;
 * only when each change is still the same, and the guard lets them through, the first of them is made.
 */
@Command(name = "apply", mixinStandardHelpOptions = true,
        description = "Make exactly the changes of a saved plan. Refuses, and writes nothing, when what the plan was based on has moved.")
final class ApplyCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The plan, as caravan plan --out FILE saved it.")
    private Path file;

    @Option(names = "--approve", description = "You have looked at the plan: let it through the guard.")
    private boolean approved;

    ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        PlanFile plan = PlanFile.read(file);
        plan.jobs().forEach(job -> session.job(project, job.job()));
        try (ProgressView progress = session.progressView()) {
            ApplyResult refusal = rehearse(project, plan, progress);
            progress.end();
            if (refusal.exitCode() != ExitCode.DONE) {
                return session.finish("apply", refusal);
            }
            ApplyResult done = carryOut(project, plan, progress);
            progress.end();
            return session.finish("apply", done);
        }
    }

    /** What stands against the plan; done: nothing does. */
    private ApplyResult rehearse(Project project, PlanFile plan, ProgressView progress) {
        try (Caravan preview = Engine.preview(session, project, new CycleProgress(progress))) {
            Planning now = Planning.of(preview, plan.jobs().stream().map(JobChanges::job).toList(), plan.moment());
            List<Moved> moved = new ArrayList<>();
            List<String> guard = new ArrayList<>();
            for (JobChanges job : plan.jobs()) {
                Set<String> planned = now.outbound().stream().filter(run -> run.getJob().equals(job.job()))
                        .flatMap(run -> run.changes().stream()).map(Change::basis).collect(Collectors.toSet());
                moved.addAll(moved(job, planned));
            }
            if (!approved) {
                now.outbound().forEach(run -> run.breaches().stream().map(Guard.Measure::text).forEach(text -> guard.add(run.getJob() + ": " + text)));
            }
            List<SyncResult.JobRun> failed = Stream.concat(now.sources().stream(), now.outbound().stream())
                    .filter(run -> run.getCycle().failure().isPresent()).map(run -> SyncResult.JobRun.of(run, 0, List.of())).toList();
            return new ApplyResult(file.toString(), failed, failed.isEmpty() ? moved : List.of(), guard);
        }
    }

    private static List<Moved> moved(JobChanges job, Set<String> planned) {
        return job.changes().stream().filter(change -> !planned.contains(change.basis()))
                .map(change -> new Moved(job.job(), change.identity(), change.kind(), change.account())).toList();
    }

    private ApplyResult carryOut(Project project, PlanFile plan, ProgressView progress) {
        List<SyncResult.JobRun> runs = new ArrayList<>();
        List<Moved> moved = new ArrayList<>();
        StepTimes times = new StepTimes(new CycleProgress(progress), System::nanoTime);
        try (Caravan caravan = Engine.open(session, project, times)) {
            project.inbound().forEach(job -> runs.add(timed(job.name(), times, () -> caravan.sync(job.name(), false, "apply", plan.moment()))));
            for (JobChanges job : plan.jobs()) {
                runs.add(timed(job.job(), times, () -> caravan.apply(job.job(), job.bases(), plan.moment(), approved).map(applied -> {
                    moved.addAll(job.changes().stream().filter(change -> applied.moved().contains(change.basis()))
                            .map(change -> new Moved(job.job(), change.identity(), change.kind(), change.account())).toList());
                    return applied.run();
                })));
            }
        }
        return new ApplyResult(file.toString(), runs, moved, List.of());
    }

    private static SyncResult.JobRun timed(String job, StepTimes times, Supplier<Optional<CycleRun>> work) {
        long start = System.nanoTime();
        return work.get().map(run -> SyncResult.JobRun.of(run, (System.nanoTime() - start) / NANOS, times.take(job)))
                .orElseGet(() -> SyncResult.JobRun.busy(job));
    }
}
