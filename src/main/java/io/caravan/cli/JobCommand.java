package io.caravan.cli;

import io.caravan.operations.GoneJobs;
import io.caravan.operations.JobPauses;
import io.caravan.operations.OpenProject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan job …}: jobs are paused, switched off, and run again; and what becomes of those that are gone. */
@Command(name = "job", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Pause jobs or switch them off, and let them run again.")
final class JobCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new JobCommand()).addSubcommand(new PauseJobs(session)).addSubcommand(new DisableJobs(session)).addSubcommand(new ResumeJobs(session))
                .addSubcommand(new RenameJob(session)).addSubcommand(new ForgetJob(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }

    /** Which jobs are meant. */
    private static final class Which {

        @Parameters(paramLabel = "JOB", arity = "0..*", description = "Which jobs.")
        private List<String> jobs = List.of();

        @Option(names = "--system", paramLabel = "SYSTEM", description = "All jobs that read from this system or write to it.")
        private Optional<String> system = Optional.empty();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever asks: it stands in the status and in the log.")
        private Optional<String> reason = Optional.empty();
    }

    /** {@code caravan job pause JOB… | --system SYSTEM}. */
    @Command(name = "pause", mixinStandardHelpOptions = true,
            description = "Pause jobs: they do not run, neither by themselves nor by sync or apply, also after a restart, until somebody resumes them. "
                    + "A cycle that is under way stops before its next batch.")
    private static final class PauseJobs implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Which which = new Which();

        @Option(names = "--until", paramLabel = "WHEN",
                description = "Go on by themselves then: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or in how long (90m, 12h, 7d).")
        private Optional<String> until = Optional.empty();

        PauseJobs(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("job pause", new JobPausesResult(JobPauses.pause(project, which.jobs, which.system, which.reason,
                        until.map(text -> WhenText.ahead(text, session.clock().instant())))));
            }
        }
    }

    /** {@code caravan job disable JOB… | --system SYSTEM}. */
    @Command(name = "disable", mixinStandardHelpOptions = true,
            description = "Switch jobs off until somebody resumes them. What asks for them meanwhile is not kept for later, as it is for paused ones; nothing is lost by that: "
                    + "a job that is resumed looks at everybody who has changed since.")
    private static final class DisableJobs implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Which which = new Which();

        DisableJobs(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("job disable", new JobPausesResult(JobPauses.disable(project, which.jobs, which.system, which.reason)));
            }
        }
    }

    /** {@code caravan job resume JOB… | --system SYSTEM}. */
    @Command(name = "resume", mixinStandardHelpOptions = true,
            description = "Let jobs that are paused or switched off run again, also after quarantine. A service takes up what it was asked for meanwhile within seconds; else the next sync does.")
    private static final class ResumeJobs implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Which which = new Which();

        ResumeJobs(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("job resume", new JobPausesResult(JobPauses.resume(project, which.jobs, which.system, which.reason)));
            }
        }
    }

    /** {@code caravan job rename OLD NEW}. */
    @Command(name = "rename", mixinStandardHelpOptions = true,
            description = "Say that a job whose mapping is gone has another name by now: its accounts are the other job's. Nothing is sent.")
    private static final class RenameJob implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "OLD", index = "0", description = "What it was called.")
        private String job;

        @Parameters(paramLabel = "NEW", index = "1", description = "What it is called now: a job that has no accounts yet.")
        private String other;

        RenameJob(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("job rename", new GoneJobsResult(GoneJobs.rename(project, job, other)));
            }
        }
    }

    /** {@code caravan job forget JOB}. */
    @Command(name = "forget", mixinStandardHelpOptions = true,
            description = "Say that a job whose mapping is gone is over: its accounts stay as they are, and nobody's; whomever its source alone told of has left. Nothing is sent; "
                    + "what follows is planned by the next cycles.")
    private static final class ForgetJob implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", description = "Which job.")
        private String job;

        @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why, for whoever asks: it stands in the log.")
        private String why;

        ForgetJob(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("job forget", new GoneJobsResult(GoneJobs.forget(project, job, why)));
            }
        }
    }
}
