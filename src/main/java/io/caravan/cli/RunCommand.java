package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.CheckReport;
import io.caravan.operations.JobProgress;
import io.caravan.operations.OpenProject;
import io.caravan.operations.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan run}: the daemon. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Keep running: every job at its appointed times, and when the file it reads arrives. Ctrl-C or SIGTERM stops it cleanly.")
final class RunCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;

    private final Session session;

    @Option(names = "--dev", description = "Begin anew whenever a file of the project changes; with mistakes in it, show them and go on as before.")
    private boolean dev;

    RunCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        Project project = session.place().project();
        if (project.jobs().allMatch(job -> job.schedule().every().isEmpty() && job.schedule().cron().isEmpty() && job.schedule().full().isEmpty())) {
            say("no job has a schedule: sources are read when the file they read arrives, or never");
        }
        AtomicReference<OpenProject> open = new AtomicReference<>(open(project));
        try (StopSignal stop = StopSignal.handledBy(session, () -> open.get().stop())) {
            try {
                say("ready after " + Pace.duration((System.nanoTime() - start) / NANOS) + ": " + Quantity.of(project.jobs().count(), "job")
                        + (dev ? "; watching " + String.join(", ", ProjectWatch.WATCHED) : ""));
                if (dev) {
                    untilStopped(open, stop.stopped());
                } else {
                    stop.stopped().await();
                }
            } catch (InterruptedException stopped) {
                Thread.interrupted();
            } finally {
                open.get().close();
                say("stopped");
            }
        }
        return ExitCode.DONE.number();
    }

    private OpenProject open(Project project) {
        OpenProject open = session.open(project, JobProgress.NONE);
        try {
            open.startSchedules();
            return open;
        } catch (RuntimeException failed) {
            open.close();
            throw failed;
        }
    }

    private void untilStopped(AtomicReference<OpenProject> open, CountDownLatch stopped) throws InterruptedException {
        try (ProjectWatch watch = ProjectWatch.of(session.place().folder())) {
            while (stopped.getCount() > 0) {
                if (watch.changed(stopped)) {
                    open.set(again(open.get()));
                }
            }
        } catch (IOException unwatchable) {
            throw new UncheckedIOException(unwatchable);
        }
    }

    private OpenProject again(OpenProject open) {
        long start = System.nanoTime();
        ProjectReading reading = session.place().read();
        if (reading.project().isEmpty()) {
            new CheckResult(CheckReport.of(reading)).print(session.progress());
            say("still running with the files as they were");
            return open;
        }
        open.close();
        try {
            OpenProject anew = open(reading.project().get());
            say("began anew with the changed files, after " + Pace.duration((System.nanoTime() - start) / NANOS));
            return anew;
        } catch (RuntimeException failed) {
            say("cannot begin with the changed files: " + VisibleText.of(String.valueOf(failed.getMessage())) + "; nothing runs until they change again");
            return open;
        }
    }

    private void say(String what) {
        session.progress().line("caravan: " + what);
        session.console().err().flush();
    }
}
