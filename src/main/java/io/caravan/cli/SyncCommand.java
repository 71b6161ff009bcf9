package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan sync [JOB…]}. */
@Command(name = "sync", mixinStandardHelpOptions = true,
        description = "Run jobs once, now: read the sources, then bring the targets up to date.")
final class SyncCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*",
            description = "Which jobs, in this order (default: all, sources first). Targets that follow each other are served at the same time.")
    private List<String> jobs = List.of();

    @Option(names = "--full", description = "Read everything, instead of only what changed since the last time.")
    private boolean full;

    @Option(names = "--let-vanish", paramLabel = "ATTRIBUTE", split = ",",
            description = "Let these attributes of a source vanish from as many people as it says: you have looked, and it is right.")
    private Set<String> letVanish = Set.of();

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        List<Job> wanted = session.jobs(project, jobs).stream().map(name -> session.job(project, name)).toList();
        try (ProgressView view = session.progressView();
             SideBySideProgress sideBySide = new SideBySideProgress(session.progress(), session.console().errorsOnTerminal(), System::nanoTime)) {
            StepTimes times = new StepTimes(JobsAtOnce.any(wanted) ? sideBySide : new CycleProgress(view), System::nanoTime);
            try (Caravan caravan = Engine.open(session, project, times)) {
                caravan.letVanish(letVanish);
                return session.finish("sync", new SyncResult(run(caravan, wanted, full, times)));
            }
        }
    }

    /** Runs jobs in their order, independent targets at the same time. */
    static List<SyncResult.JobRun> run(Caravan caravan, List<? extends Job> jobs, boolean full, StepTimes times) {
        return JobsAtOnce.each(List.copyOf(jobs), job -> run(caravan, job.name(), full, times));
    }

    private static SyncResult.JobRun run(Caravan caravan, String job, boolean full, StepTimes times) {
        long start = System.nanoTime();
        return caravan.sync(job, full, "sync").map(run -> SyncResult.JobRun.of(run, (System.nanoTime() - start) / NANOS, times.take(job)))
                .orElseGet(() -> SyncResult.JobRun.busy(job));
    }
}
