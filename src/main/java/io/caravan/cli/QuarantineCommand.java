package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.QuarantineList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan quarantine …}: jobs that are only probed. Without a subcommand it lists. */
@Command(name = "quarantine", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[list|release]",
        description = "List jobs that are only probed, because something is wrong with their system as a whole; let them run as always.")
final class QuarantineCommand implements Callable<Integer> {

    private final Session session;

    private QuarantineCommand(Session session) {
        this.session = session;
    }

    static CommandLine group(Session session) {
        return new CommandLine(new QuarantineCommand(session)).addSubcommand(new ListThem(session)).addSubcommand(new Release(session));
    }

    @Override
    public Integer call() {
        return list(session);
    }

    private static int list(Session session) {
        try (OpenProject project = session.look()) {
            return session.finish("quarantine list", new QuarantineResult(QuarantineList.of(project)));
        }
    }

    /** {@code caravan quarantine list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List them: why, since when, and when each is probed next. Exit code 1 when there are any.")
    private static final class ListThem implements Callable<Integer> {

        private final Session session;

        ListThem(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return list(session);
        }
    }

    /** {@code caravan quarantine release JOB…}. */
    @Command(name = "release", mixinStandardHelpOptions = true,
            description = "You have put right what was wrong: these jobs run as always with their next cycle. caravan sync JOB --now does it, and runs them at once.")
    private static final class Release implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", arity = "1..*", description = "Which jobs.")
        private List<String> jobs = List.of();

        @Option(names = "--reason", paramLabel = "TEXT", description = "What was wrong, for whoever asks: it stands in the log.")
        private Optional<String> reason = Optional.empty();

        Release(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.open()) {
                return session.finish("quarantine release", new QuarantineResult(QuarantineList.release(project, jobs, reason)));
            }
        }
    }
}
