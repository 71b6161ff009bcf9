package io.caravan.cli;

import io.caravan.operations.LogEntries;
import io.caravan.operations.LogQuery;
import io.caravan.operations.OpenProject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan log}: what was done, and what was deliberately not done. */
@Command(name = "log", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[verify]",
        description = "Show the provisioning log: what was done to whom, what was deliberately not done, and why.")
final class LogCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--job", paramLabel = "JOB", description = "Only this job.")
    private Optional<String> job = Optional.empty();

    @Option(names = {"--who", "--identity"}, paramLabel = "WHO", description = "Only this person: its key, such as E0311, or a value it is recognised by.")
    private Optional<String> who = Optional.empty();

    @Option(names = "--by", paramLabel = "NAME", description = "Only what this operator began: the name given with --as, or the system's user.")
    private Optional<String> by = Optional.empty();

    @Option(names = "--action", paramLabel = "WORD", description = "Only this action: create, update, disable, delete, skip, guard, …")
    private Optional<String> action = Optional.empty();

    @Option(names = "--status", paramLabel = "WORD", description = "Only success, failure, skipped or held.")
    private Optional<String> status = Optional.empty();

    @Option(names = "--since", paramLabel = "WHEN",
            description = "Only from then on: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or how long ago (90m, 12h, 7d).")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "WHEN", description = "Only before then, in the same forms.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--cycle", paramLabel = "N", description = "Only this cycle.")
    private Optional<Long> cycle = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "The newest N entries (default: 100).")
    private int limit;

    @Mixin
    private final AsCsv asCsv = new AsCsv();

    private LogCommand(Session session) {
        this.session = session;
    }

    static CommandLine group(Session session) {
        return new CommandLine(new LogCommand(session)).addSubcommand(new LogVerifyCommand(session));
    }

    @Override
    public Integer call() {
        LogQuery query = new LogQuery(job, who, action, status, moment(since), moment(until), by, cycle, limit);
        try (OpenProject project = session.look()) {
            return session.finish("log", new LogResult(LogEntries.read(project, query)), asCsv);
        }
    }

    private Optional<Instant> moment(Optional<String> written) {
        return written.map(text -> WhenText.moment(text, session.clock().instant()));
    }
}
