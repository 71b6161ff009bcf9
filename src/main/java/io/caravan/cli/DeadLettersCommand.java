package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.cycle.StateStore;
import io.caravan.plan.Change;
import io.caravan.runtime.Stores;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan dead-letters [JOB]}. */
@Command(name = "dead-letters", mixinStandardHelpOptions = true,
        description = "List what is not tried again by itself: changes a target refused, and source records that could not be read.")
final class DeadLettersCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only this job's.")
    private Optional<String> job = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N (default: 100).")
    private int limit;

    DeadLettersCommand(Session session) {
        this.session = session;
    }

    /** The dead letters. */
    record Listed(List<Letter> deadLetters) implements Result {

        /**
         * @param subject what it is about: an identity, or a source record that became none
         * @param change  what was to be done; {@code read} for a record that could not be used
         * @param outcome what came back
         * @param place   file and line of a rejected record
         */
        record Letter(String job, String subject, String change, List<String> attributes, String outcome, String reason, String place, int attempts,
                      String at) {

            static Letter of(DeadLetter letter) {
                return new Letter(letter.job(), letter.identityKey().isEmpty() ? letter.anchor().orElse("") : letter.identityKey(),
                        letter.change().map(change -> change.kind().word()).orElse("read"),
                        letter.change().map(Change::changes).orElse(List.of()).stream().map(change -> change.name()).toList(),
                        letter.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'), letter.reason(), letter.where(), letter.attempts(),
                        letter.at().toString());
            }
        }

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            if (deadLetters.isEmpty()) {
                out.line("None.");
                return;
            }
            Table table = new Table("JOB", "WHO", "WHAT", "OUTCOME", "WHEN", "WHY");
            deadLetters.forEach(letter -> table.row(letter.job(), letter.subject(), letter.change(), letter.outcome(), letter.at(),
                    letter.reason() + (letter.place().isEmpty() ? "" : " (" + letter.place() + ")")));
            table.print(out);
            out.line();
            out.line("Each is tried again as soon as its identity, its mapping or its account changes. caravan explain WHO tells the whole story.");
        }
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--limit " + limit + " shows nothing", "Write how many to show, such as --limit 100.");
        }
        Project project = session.validProject();
        Optional<String> wanted = job.map(name -> session.job(project, name).name());
        try (StateStore store = Stores.open(project)) {
            return session.finish("dead-letters", new Listed(store.changes().deadLetters(wanted, limit).stream().map(Listed.Letter::of).toList()));
        }
    }
}
