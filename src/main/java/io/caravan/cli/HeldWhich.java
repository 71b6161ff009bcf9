package io.caravan.cli;

import io.caravan.operations.HeldChoice;
import io.caravan.operations.HeldDecision;
import io.caravan.operations.Quantity;
import io.caravan.operations.Questions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of the held changes, and that they were looked at. */
final class HeldWhich {

    @Parameters(paramLabel = "JOB", description = "The job that holds them, or whose reading was held. What other jobs hold of the same reading of a source is decided of with it.")
    private String job;

    @Option(names = "--only", paramLabel = "WHO", arity = "1..*", description = "Only the changes of these people, or of the members of these groups; the others stay held.")
    private List<String> only = List.of();

    @Option(names = "--kind", paramLabel = "KIND", split = ",",
            description = "Only changes of these kinds: create, link, update, rename, enable, disable, delete, release, join, leave. The others stay held.")
    private List<String> kinds = List.of();

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for whoever asks later: it stands in the log. Without it they are only shown.")
    private Optional<String> why = Optional.empty();

    @Option(names = "--seen", paramLabel = "HASH", description = "You have looked at just these: the hash that was shown with them. On a terminal you are asked instead.")
    private Optional<String> seen = Optional.empty();

    String job() {
        return job;
    }

    HeldChoice choice(boolean rejected) {
        return new HeldChoice(only, kinds, rejected);
    }

    /** Whether people or kinds are chosen. */
    boolean isPart() {
        return !only.isEmpty() || !kinds.isEmpty();
    }

    /**
     * Whether somebody says so who has seen it.
     *
     * @param checkSeen refuses what is not just that
     * @param print     shows it
     * @param question  to whoever sits before a terminal
     * @return why; empty: it is only shown
     */
    Optional<String> decided(Session session, Consumer<String> checkSeen, Consumer<TextOut> print, String question) {
        if (seen.isPresent() && why.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--seen decides, and nothing says why", "Add --why TEXT: it stands in the log");
        }
        seen.ifPresent(checkSeen);
        return seen.isPresent() || why.isPresent() && isSaid(session, print, question) ? why : Optional.empty();
    }

    /** The same of held changes. */
    Optional<String> decided(Session session, HeldDecision decision, String word) {
        return decided(session, decision::checkSeen, out -> HeldResult.print(out, decision.plan()), word + " "
                + (decision.plan().count() == 1 ? "this change" : "these " + Quantity.of(decision.plan().count(), "change")));
    }

    private static boolean isSaid(Session session, Consumer<TextOut> print, String question) {
        Questions questions = session.questions();
        if (questions == Questions.NOBODY) {
            return false;
        }
        print.accept(session.text());
        session.console().out().flush();
        return questions.ask(question + "? Type yes:").filter(answer -> answer.equalsIgnoreCase("yes")).isPresent();
    }
}
