package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.DeadLetterList;
import io.caravan.operations.DeadLetterList.Letter;
import io.caravan.operations.Quantity;

/** Dead letters, the newest first. */
record DeadLettersResult(DeadLetterList document, boolean full) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (document.deadLetters().isEmpty()) {
            out.line("None.");
        } else if (full) {
            document.deadLetters().forEach(letter -> print(out, letter));
        } else {
            table(out);
        }
    }

    private void table(TextOut out) {
        Table table = new Table("JOB", "WHO", "WHAT", "CAUSE", "WHEN", "WHY");
        document.deadLetters().forEach(letter -> table.row(letter.job(), letter.subject(), letter.change(), letter.outcome(), letter.at(), why(letter)));
        table.print(out);
        out.line();
        out.line("Each is tried again as soon as its identity, its mapping or its account changes; if its cause was elsewhere and is gone:");
        out.line("caravan dead-letters retry --cause CAUSE, --identity WHO, --job JOB or --all. caravan explain WHO tells the whole story.");
    }

    private static void print(TextOut out, Letter letter) {
        out.line(letter.job() + ": " + VisibleText.of(letter.subject()) + " " + letter.change() + ", " + letter.outcome() + " at " + letter.at() + " after "
                + Quantity.of(letter.attempts(), letter.attempts() == 1 ? "try" : "trie"));
        out.line("  " + VisibleText.of(why(letter)));
        letter.values().forEach(value -> out.line("    " + value.text()));
    }

    private static String why(Letter letter) {
        return letter.reason() + (letter.place().isEmpty() ? "" : " (" + letter.place() + ")") + (letter.again() ? "; the next cycle tries it again" : "");
    }
}
