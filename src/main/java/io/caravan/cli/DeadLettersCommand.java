package io.caravan.cli;

import io.caravan.cli.DeadLettersResult.Form;
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
@Command(name = "dead-letters", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "[list|show|retry|drop]",
        description = "List what is not tried again by itself: changes a target refused, and source records that came to nothing; have it tried again, or drop it.")
final class DeadLettersCommand implements Callable<Integer> {

    private static final int LIMIT = 100;
    /** More than these are told by their causes, unless somebody asks for each. */
    private static final int FEW = 10;

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job's.")
    private Optional<String> job = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "The newest N, one by one (default: " + LIMIT + ", and only what they have in common where they are more than " + FEW + ").")
    private Optional<Integer> limit = Optional.empty();

    private DeadLettersCommand(Session session) {
        this.session = session;
    }

    static CommandLine group(Session session) {
        return new CommandLine(new DeadLettersCommand(session)).addSubcommand(new ListThem(session)).addSubcommand(new Show(session))
                .addSubcommand(new Retry(session)).addSubcommand(new Drop(session));
    }

    @Override
    public Integer call() {
        return list(session, LetterChoice.everyone().ofJob(job), limit);
    }

    private static int list(Session session, LetterChoice choice, Optional<Integer> limit) {
        try (OpenProject project = session.look()) {
            DeadLetterList letters = DeadLetterList.of(project, choice, limit.orElse(LIMIT));
            boolean each = limit.isPresent() || letters.deadLetters().size() <= FEW || !choice.equals(LetterChoice.everyone().ofJob(choice.job()));
            return session.finish("dead-letters", new DeadLettersResult(letters, each ? Form.EACH : Form.CAUSES));
        }
    }

    /** Which of them. */
    private static final class Which {

        @Option(names = "--job", paramLabel = "JOB", description = "Only this job's.")
        private Optional<String> job = Optional.empty();

        @Option(names = "--identity", paramLabel = "WHO", description = "Only this person's: an identity's key, or a source record's.")
        private Optional<String> identity = Optional.empty();

        @Option(names = "--cause", paramLabel = "CAUSE", description = "Only those of one cause: its id, an outcome, such as forbidden, or a text in their reason.")
        private Optional<String> cause = Optional.empty();

        @Option(names = "--outcome", paramLabel = "WORD", description = "Only those with this outcome: invalid, forbidden, conflict, …")
        private Optional<String> outcome = Optional.empty();

        @Option(names = "--since", paramLabel = "WHEN",
                description = "Only those from then on: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or how long ago (90m, 12h, 7d).")
        private Optional<String> since = Optional.empty();

        LetterChoice choice(Session session) {
            return new LetterChoice(job, identity, cause, outcome, since.map(text -> WhenText.moment(text, session.clock().instant())));
        }

        /** Those, or all of them. */
        LetterChoice chosen(Session session, boolean all) {
            LetterChoice choice = choice(session);
            if (all != choice.isEveryone()) {
                throw new CommandFailure(ExitCode.USAGE, all ? "--all and a choice contradict each other" : "which of them?",
                        "Name them by --cause, --outcome, --job, --identity or --since, or write --all");
            }
            return choice;
        }
    }

    /** {@code caravan dead-letters list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List them, the newest first; many of them by what they have in common.")
    private static final class ListThem implements Callable<Integer> {

        private final Session session;

        @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job's.")
        private Optional<String> named = Optional.empty();

        @Mixin
        private final Which which = new Which();

        @Option(names = "--limit", paramLabel = "N", description = "The newest N, one by one (default: " + LIMIT + ", and only what they have in common where they are more than " + FEW + ").")
        private Optional<Integer> limit = Optional.empty();

        ListThem(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            LetterChoice choice = which.choice(session);
            return list(session, choice.ofJob(choice.job().or(() -> named)), limit);
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
                DeadLetterList letters = DeadLetterList.orRefuse(project, LetterChoice.everyone().ofJob(job).ofPerson(who));
                return session.finish("dead-letters show", new DeadLettersResult(letters, Form.FULL));
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
            LetterChoice choice = which.chosen(session, all);
            try (OpenProject project = session.open()) {
                return session.finish("dead-letters retry", new RetriedResult(DeadLetterBox.retry(project, choice)));
            }
        }
    }

    /** {@code caravan dead-letters drop}. */
    @Command(name = "drop", mixinStandardHelpOptions = true,
            description = "Somebody has looked, and they are not wanted any more. A change is not made until something else is due, its time is over, or it is approved; who keeps an "
                    + "account by that stays named in status. A record is forgotten until it is met again. Nothing is sent.")
    private static final class Drop implements Callable<Integer> {

        private final Session session;

        @Mixin
        private final Which which = new Which();

        @Option(names = "--all", description = "All of them.")
        private boolean all;

        @Option(names = "--why", paramLabel = "WORDS", required = true, description = "Why, in your words; it stands in the log.")
        private String why;

        @Option(names = "--until", paramLabel = "WHEN",
                description = "Decide anew then: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or in how long (12h, 7d). Without it, in 30 days.")
        private Optional<String> until = Optional.empty();

        Drop(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            LetterChoice choice = which.chosen(session, all);
            try (OpenProject project = session.open()) {
                return session.finish("dead-letters drop", new DroppedResult(DeadLetterBox.drop(project, choice, why,
                        until.map(text -> WhenText.ahead(text, session.clock().instant())))));
            }
        }
    }
}
