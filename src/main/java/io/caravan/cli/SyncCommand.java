package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.mapping.Job;
import io.caravan.operations.GoneJobs;
import io.caravan.operations.JobRun;
import io.caravan.operations.JobsAtOnce;
import io.caravan.operations.OpenProject;
import io.caravan.operations.SyncReport;
import io.caravan.operations.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan sync [JOB…]}. */
@Command(name = "sync", mixinStandardHelpOptions = true,
        description = "Run jobs once, now: read the sources, then bring the targets up to date.")
final class SyncCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*",
            description = "Which jobs, in this order (default: all, sources first). Targets that follow each other are served at the same time.")
    private List<String> jobs = List.of();

    @Option(names = "--full", description = "Read everything, instead of only what changed since the last time.")
    private boolean full;

    @Option(names = "--now", description = "Also run jobs that are in quarantine, as always and at once, and what waits for a later cycle because its target did not take it: you have put right what was wrong.")
    private boolean now;

    @Mixin
    private final LetThrough letThrough = new LetThrough();

    SyncCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project files = session.place().project();
        List<Job> wanted = OpenProject.jobs(files, jobs);
        try (ProgressView view = session.progressView();
             SideBySideProgress sideBySide = new SideBySideProgress(session.progress(), session.console().errorsOnTerminal(), System::nanoTime)) {
            try (OpenProject project = session.open(files, JobsAtOnce.any(wanted) ? sideBySide : new CycleProgress(view)).start();
                 StopSignal stop = StopSignal.handledBy(session, project::stop)) {
                project.approve(letThrough.approvals(), wanted);
                if (now) {
                    project.askAgain(wanted);
                }
                List<JobRun> runs = new ArrayList<>(Synchronization.run(project, wanted, full));
                runs.addAll(jobs.isEmpty() ? GoneJobs.runs(project) : List.of());
                return stop.exitCode(session.finish("sync", new SyncResult(new SyncReport(runs))));
            }
        }
    }
}
