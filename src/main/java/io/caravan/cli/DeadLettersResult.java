package io.caravan.cli;

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
        document.deadLetters().forEach(letter -> table.row(letter.job(), WhoText.inTable(letter.subject(), letter.display()), letter.change(), letter.outcome(), MomentText.of(letter.at()), why(letter)));
        table.print(out);
        out.line();
        out.paragraph("", 0, "Each is tried again as soon as its identity, its mapping or its account changes. If its cause was elsewhere and is gone:");
        out.line("  caravan dead-letters retry --cause CAUSE (or --identity WHO, --job JOB, --all)");
        out.line("The whole story of somebody:");
        out.line("  caravan explain WHO");
    }

    private static void print(TextOut out, Letter letter) {
        out.paragraph(letter.job() + ": ", 2, WhoText.of(letter.subject(), letter.display()) + " " + letter.change() + ", " + letter.outcome() + " at " + MomentText.of(letter.at()) + " after "
                + Quantity.of(letter.attempts(), letter.attempts() == 1 ? "try" : "trie"));
        out.paragraph("  ", 4, why(letter));
        letter.values().forEach(value -> out.paragraph("    ", 6, value.text()));
    }

    private static String why(Letter letter) {
        return letter.reason() + (letter.place().isEmpty() ? "" : " (" + letter.place() + ")") + (letter.again() ? "; the next cycle tries it again" : "");
    }
}
