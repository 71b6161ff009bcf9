package io.caravan.cli;

import io.caravan.operations.HistoryQuery;
import io.caravan.operations.HistoryTelling;
import io.caravan.operations.OpenProject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan history WHO}. */
@Command(name = "history", mixinStandardHelpOptions = true,
        description = "Tell somebody's life in one list: when they appeared, joined, changed, were on leave, left and returned, what became of each account and why, and what lies ahead.")
final class HistoryCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "WHO", description = "Its key, such as E0311, or a value it is recognised by; also of somebody whom only the log knows.")
    private String who;

    @Option(names = "--kind", paramLabel = "KIND", description = "What kind of subject, such as group (default: a person if there is one).")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--since", paramLabel = "WHEN",
            description = "Only from then on: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or how long ago (90m, 12h, 7d).")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "WHEN", description = "Only before then, in the same forms; what lies ahead is told when this does, too.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--system", paramLabel = "SYSTEM", description = "Only what concerns this system.")
    private Optional<String> system = Optional.empty();

    @Mixin
    private final AsCsv asCsv = new AsCsv();

    HistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        HistoryQuery query = new HistoryQuery(who, kind.map(KindName::of), moment(since), moment(until), system);
        try (OpenProject project = session.look()) {
            return session.finish("history", new HistoryResult(HistoryTelling.tell(project, query)), asCsv);
        }
    }

    private Optional<Instant> moment(Optional<String> written) {
        return written.map(text -> WhenText.moment(text, session.clock().instant()));
    }
}
