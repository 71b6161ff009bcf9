package io.caravan.cli;

import io.caravan.operations.DeadLetterBox;
import io.caravan.operations.DeadLetterList;
import io.caravan.operations.LetterChoice;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan dead-letters …}: what is not tried again by itself. Without a subcommand it lists. */
@Command(name = "dead-letters", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[list|show|retry]",
        description = "List what is not tried again by itself: changes a target refused, and source records that came to nothing; have it tried again.")
final class DeadLettersCommand implements Callable<Integer> {

    private static final String LIMIT = "100";

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job's.")
    private Optional<String> job = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = LIMIT, description = "At most N (default: " + LIMIT + ").")
    private int limit;

    private DeadLettersCommand(Session session) {
        this.session = session;
    }

    static CommandLine group(Session session) {
        return new CommandLine(new DeadLettersCommand(session)).addSubcommand(new ListThem(session)).addSubcommand(new Show(session))
                .addSubcommand(new Retry(session));
    }

    @Override
    public Integer call() {
        return list(session, new LetterChoice(job, Optional.empty(), Optional.empty()), limit);
    }

    private static int list(Session session, LetterChoice choice, int limit) {
        try (OpenProject project = session.look()) {
            return session.finish("dead-letters", new DeadLettersResult(DeadLetterList.of(project, choice, limit), false));
        }
    }

    /** Which of them. */
    private static final class Which {

        @Option(names = "--job", paramLabel = "JOB", description = "Only this job's.")
        private Optional<String> job = Optional.empty();

        @Option(names = "--identity", paramLabel = "WHO", description = "Only this person's: an identity's key, or a source record's.")
        private Optional<String> identity = Optional.empty();

        @Option(names = "--cause", paramLabel = "CAUSE", description = "Only those with this outcome, such as forbidden, or with this text in their reason.")
        private Optional<String> cause = Optional.empty();

        LetterChoice choice() {
            return new LetterChoice(job, identity, cause);
        }
    }

    /** {@code caravan dead-letters list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List them, the newest first.")
    private static final class ListThem implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job's.")
        private Optional<String> named = Optional.empty();

        @Mixin
        private final Which which = new Which();

        @Option(names = "--limit", paramLabel = "N", defaultValue = LIMIT, description = "At most N (default: " + LIMIT + ").")
        private int limit;

        ListThem(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            LetterChoice choice = which.choice();
            return list(session, new LetterChoice(choice.job().or(() -> named), choice.who(), choice.cause()), limit);
        }
    }

    /** {@code caravan dead-letters show WHO}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show all there is to know of one person's, or one record's.")
    private static final class Show implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "WHO", description = "An identity's key, or a source record's.")
        private String who;

        @Option(names = "--job", paramLabel = "JOB", description = "Only this job's.")
        private Optional<String> job = Optional.empty();

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (OpenProject project = session.look()) {
                DeadLetterList letters = DeadLetterList.orRefuse(project, new LetterChoice(job, Optional.of(who), Optional.empty()));
                return session.finish("dead-letters show", new DeadLettersResult(letters, true));
            }
        }
    }

    /** {@code caravan dead-letters retry}. */
    @Command(name = "retry", mixinStandardHelpOptions = true,
            description = "The next cycle tries them again, as it would anybody: matched, guarded, logged. For when their cause was in the target and is gone.")
    private static final class Retry implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Which which = new Which();

        @Option(names = "--all", description = "All of them.")
        private boolean all;

        Retry(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            if (all != which.choice().isEveryone()) {
                throw new CommandFailure(ExitCode.USAGE, all ? "--all and a choice contradict each other" : "which of them?",
                        "Name them by --job, --identity or --cause, or write --all");
            }
            try (OpenProject project = session.open()) {
                return session.finish("dead-letters retry", new RetriedResult(DeadLetterBox.retry(project, which.choice())));
            }
        }
    }
}
