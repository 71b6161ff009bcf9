package io.caravan.cli;

import io.caravan.cli.WatermarkResult.Mark;
import io.caravan.config.Project;
import io.caravan.cycle.CycleStore;
import io.caravan.cycle.CycleStore.JobState;
import io.caravan.cycle.CycleStore.Lease;
import io.caravan.cycle.LogEntry;
import io.caravan.cycle.StateStore;
import io.caravan.identity.SubjectKey;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.runtime.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan watermark …}: where the next delta read of a source starts. */
@Command(name = "watermark", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "See where the next delta read of a source starts, or make it start over.")
final class WatermarkCommand implements Callable<Integer> {

    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    static CommandLine group(Session session) {
        return new CommandLine(new WatermarkCommand()).addSubcommand(new Show(session)).addSubcommand(new Reset(session));
    }

    @Override
    public Integer call() {
        return RootCommand.askWhich(spec.commandLine());
    }

    private static Mark mark(CycleStore cycles, Job job) {
        JobState state = cycles.state(job.name());
        return new Mark(job.name(), state.watermark(), state.lastFullAt().map(Instant::toString));
    }

    private static InboundJob inbound(Session session, Project project, String name) {
        if (session.job(project, name) instanceof InboundJob job) {
            return job;
        }
        throw new CommandFailure(ExitCode.USAGE, "job '" + name + "' writes to a target and has no watermark; only jobs that read a source have one",
                "caravan sync " + name + " --full looks at every identity and every account");
    }

    /** {@code caravan watermark show [JOB]}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show where the next delta read of each source starts.")
    private static final class Show implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job.")
        private Optional<String> job = Optional.empty();

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Project project = session.validProject();
            List<InboundJob> jobs = job.map(name -> List.of(inbound(session, project, name))).orElse(project.inbound());
            try (StateStore store = Stores.open(project)) {
                return session.finish("watermark show", new WatermarkResult(jobs.stream().map(each -> mark(store.cycles(), each)).toList()));
            }
        }
    }

    /** {@code caravan watermark reset JOB}. */
    @Command(name = "reset", mixinStandardHelpOptions = true,
            description = "Forget where the next delta read starts: it reads everything. Identities, links and accounts stay as they are.")
    private static final class Reset implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", description = "The job that reads the source.")
        private String name;

        Reset(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Project project = session.validProject();
            InboundJob job = inbound(session, project, name);
            try (StateStore store = Stores.open(project)) {
                CycleStore cycles = store.cycles();
                Lease lease = cycles.take(job.name(), "watermark reset/" + UUID.randomUUID(), Instant.now(), A_MOMENT).orElseThrow(() ->
                        new CommandFailure(ExitCode.FAILED, "job '" + name + "' is running, and would put its own watermark in place when it ends",
                                "Wait until it has ended; caravan status shows when"));
                try {
                    store.inTransaction(() -> reset(store, job));
                    return session.finish("watermark reset", new WatermarkResult(List.of(mark(cycles, job))));
                } finally {
                    cycles.release(lease);
                }
            }
        }

        private void reset(StateStore store, InboundJob job) {
            JobState state = store.cycles().state(job.name());
            store.cycles().state(job.name(), state.read(Optional.empty(), state.lastFullCount(), state.lastFullAt()));
            store.log().append(List.of(new LogEntry(session.clock().instant(), 0, job.name(), SubjectKey.NONE, "", job.system(), "", "watermark-reset", LogEntry.Status.SUCCESS,
                    "the next read reads everything", List.of(), List.of(), 1, 0, "watermark reset by " + session.options().actor())));
        }
    }
}
