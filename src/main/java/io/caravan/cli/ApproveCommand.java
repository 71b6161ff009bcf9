package io.caravan.cli;

import io.caravan.mapping.InboundJob;
import io.caravan.operations.HeldChoice;
import io.caravan.operations.HeldDecision;
import io.caravan.operations.OpenProject;
import io.caravan.operations.ReadingDecision;
import io.caravan.operations.StoppedReading;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan approve JOB}: what the guard holds is shown, and sent once somebody says so. */
@Command(name = "approve", mixinStandardHelpOptions = true,
        description = "Show what the guard holds of a job and, with --why, send it: just what was looked at, as far as it is still due and the same. "
                + "Sources are read before, and everything is planned anew. Of a source: read it again, with as much let through as was missing in the reading "
                + "that was held or refused.")
final class ApproveCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final HeldWhich which = new HeldWhich();

    @Option(names = "--rejected", description = "What was rejected, instead of what is held.")
    private boolean rejected;

    ApproveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProgressView progress = session.progressView(); OpenProject project = session.open(new CycleProgress(progress))) {
            if (project.job(which.job()) instanceof InboundJob job) {
                return reading(project, progress, job);
            }
            HeldChoice choice = which.choice(rejected);
            HeldDecision decision = HeldDecision.of(project, which.job(), choice);
            Optional<String> why = which.decided(session, decision, "Approve");
            if (why.isEmpty()) {
                return session.finish("approve", HeldResult.of(decision.plan(), choice));
            }
            project.start();
            try (StopSignal stop = StopSignal.handledBy(session, project::stop)) {
                ApprovalResult done = new ApprovalResult(decision.approve(why.get()));
                progress.end();
                return stop.exitCode(session.finish("approve", done));
            }
        }
    }

    private int reading(OpenProject project, ProgressView progress, InboundJob job) {
        if (rejected || which.isPart()) {
            throw new CommandFailure(ExitCode.USAGE, "job '" + job.name() + "' reads a source: there is no part of a reading", "Leave out --only, --kind and --rejected");
        }
        ReadingDecision decision = ReadingDecision.of(project, job);
        Optional<String> why = which.decided(session, decision::checkSeen, out -> StoppedReadingResult.print(out, decision.reading()), "Approve this reading");
        if (why.isEmpty()) {
            return session.finish("approve", new StoppedReadingResult(new StoppedReading.Report(decision.reading(), List.of())));
        }
        project.start();
        try (StopSignal stop = StopSignal.handledBy(session, project::stop)) {
            StoppedReadingResult done = new StoppedReadingResult(decision.approve(why.get()));
            progress.end();
            return stop.exitCode(session.finish("approve", done));
        }
    }
}
