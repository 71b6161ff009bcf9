package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.runtime.Caravan;
import java.util.ArrayList;
import java.util.List;
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

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Which jobs, in this order (default: all, sources first).")
    private List<String> jobs = List.of();

    @Option(names = "--full", description = "Read everything, instead of only what changed since the last time.")
    private boolean full;

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        List<String> wanted = session.jobs(project, jobs);
        try (ProgressView progress = session.progressView()) {
            StepTimes times = new StepTimes(new CycleProgress(progress), System::nanoTime);
            try (Caravan caravan = Engine.open(session, project, times)) {
                return session.finish("sync", new SyncResult(run(caravan, wanted, full, times)));
            }
        }
    }

    /** Runs jobs one after the other. */
    static List<SyncResult.JobRun> run(Caravan caravan, List<String> jobs, boolean full, StepTimes times) {
        List<SyncResult.JobRun> runs = new ArrayList<>();
        for (String job : jobs) {
            long start = System.nanoTime();
            runs.add(caravan.sync(job, full, "command").map(run -> SyncResult.JobRun.of(run, (System.nanoTime() - start) / NANOS, times.take(job)))
                    .orElseGet(() -> SyncResult.JobRun.busy(job)));
        }
        return runs;
    }
}
