package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.config.Project;
import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.mapping.Job;
import io.caravan.operations.ChangedAttribute;
import io.caravan.plan.Change;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Dead letters, the newest first. */
record DeadLettersResult(List<Letter> deadLetters, @JsonIgnore boolean full) implements Result {

    /**
     * @param subject what it is about: an identity, or a source record that became none
     * @param change  what was to be done; {@code read} or {@code resolve} for a record that could not be used
     * @param values  what was to be written, secrets hidden
     * @param outcome what came back
     * @param place   file and line of a source record
     * @param again   whether the next cycle tries it again
     */
    record Letter(String job, String subject, String change, List<String> attributes, List<ChangedAttribute> values, String outcome, String reason,
                  String place, int attempts, String at, boolean again) {

        static Letter of(DeadLetter letter, Set<String> secrets) {
            List<ChangedAttribute> values = Change.masked(letter.change().map(Change::changes).orElse(List.of()), secrets).stream()
                    .map(ChangedAttribute::of).toList();
            return new Letter(letter.job(), letter.identityKey().isEmpty() ? letter.anchor().orElse("") : letter.identityKey(),
                    letter.change().map(change -> change.kind().word()).orElse(letter.stage().word()),
                    values.stream().map(ChangedAttribute::name).toList(), values, letter.outcome().word(), letter.reason(), letter.where(),
                    letter.attempts(), letter.at().toString(), letter.again());
        }
    }

    static DeadLettersResult of(List<DeadLetter> letters, Project project) {
        Map<String, Set<String>> hidden = project.jobs().collect(Collectors.toMap(Job::name, project::secrets));
        return new DeadLettersResult(letters.stream().map(letter -> Letter.of(letter, hidden.getOrDefault(letter.job(), project.secrets()))).toList(), false);
    }

    DeadLettersResult inFull() {
        return new DeadLettersResult(deadLetters, true);
    }

    @Override
    @JsonIgnore
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (deadLetters.isEmpty()) {
            out.line("None.");
        } else if (full) {
            deadLetters.forEach(letter -> print(out, letter));
        } else {
            table(out);
        }
    }

    private void table(TextOut out) {
        Table table = new Table("JOB", "WHO", "WHAT", "CAUSE", "WHEN", "WHY");
        deadLetters.forEach(letter -> table.row(letter.job(), letter.subject(), letter.change(), letter.outcome(), letter.at(), why(letter)));
        table.print(out);
        out.line();
        out.line("Each is tried again as soon as its identity, its mapping or its account changes; if its cause was elsewhere and is gone:");
        out.line("caravan dead-letters retry --cause CAUSE, --identity WHO, --job JOB or --all. caravan explain WHO tells the whole story.");
    }

    private static void print(TextOut out, Letter letter) {
        out.line(letter.job() + ": " + Words.plain(letter.subject()) + " " + letter.change() + ", " + letter.outcome() + " at " + letter.at() + " after "
                + Words.counted(letter.attempts(), letter.attempts() == 1 ? "try" : "trie"));
        out.line("  " + Words.plain(why(letter)));
        letter.values().forEach(value -> out.line("    " + value.text()));
    }

    private static String why(Letter letter) {
        return letter.reason() + (letter.place().isEmpty() ? "" : " (" + letter.place() + ")") + (letter.again() ? "; the next cycle tries it again" : "");
    }
}
