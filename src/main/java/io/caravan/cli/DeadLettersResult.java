package io.caravan.cli;

import io.caravan.operations.DeadLetterList;
import io.caravan.operations.DeadLetterList.Letter;
import io.caravan.operations.Quantity;

/** Dead letters: by cause where they are many, else the newest first. */
record DeadLettersResult(DeadLetterList document, Form form) implements Result {

    /** What is shown of them. */
    enum Form {
        /** What they have in common. */
        CAUSES,
        /** A line for each. */
        EACH,
        /** All there is to know. */
        FULL
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (document.deadLetters().isEmpty()) {
            out.line("None.");
            return;
        }
        switch (form) {
            case CAUSES -> causes(out);
            case EACH -> table(out);
            case FULL -> document.deadLetters().forEach(letter -> print(out, letter));
        }
    }

    private void causes(TextOut out) {
        Table table = new Table("CAUSE", "JOB", "OUTCOME", "COUNT", "SINCE", "WHY").numbers("COUNT");
        document.causes().forEach(cause -> table.row(cause.id(), cause.job(), cause.outcome(), Quantity.grouped(cause.count()), MomentText.of(cause.since()), cause.reason()));
        table.print(out);
        out.line();
        out.line("WHY is what the newest of them says. Everybody of one cause:");
        out.line("  caravan dead-letters list --cause " + document.causes().get(0).id());
        next(out, document.causes().get(0).id());
    }

    private void table(TextOut out) {
        Table table = new Table("CAUSE", "JOB", "WHO", "WHAT", "OUTCOME", "WHEN", "WHY");
        document.deadLetters().forEach(letter -> table.row(letter.cause(), letter.job(), WhoText.inTable(letter.subject(), letter.display()), letter.change(), letter.outcome(),
                MomentText.of(letter.at()), why(letter)));
        table.print(out);
        out.line();
        long all = document.causes().stream().mapToLong(DeadLetterList.Cause::count).sum();
        if (all > document.deadLetters().size()) {
            out.line("These are the newest of " + Quantity.grouped(all) + ".");
        }
        next(out, document.deadLetters().get(0).cause());
        out.line("The whole story of somebody:");
        out.line("  caravan explain WHO");
    }

    private static void next(TextOut out, String cause) {
        out.paragraph("", 0, "Each is tried again as soon as its identity, its mapping or its account changes. If its cause was elsewhere and is gone:");
        out.line("  caravan dead-letters retry --cause " + cause + " (or --outcome, --identity WHO, --job JOB, --since WHEN, --all)");
        out.line("If it is not wanted any more:");
        out.line("  caravan dead-letters drop --cause " + cause + " --why \"in your words\"");
    }

    private static void print(TextOut out, Letter letter) {
        out.paragraph(letter.job() + ": ", 2, WhoText.of(letter.subject(), letter.display()) + " " + letter.change() + ", " + letter.outcome() + " at " + MomentText.of(letter.at()) + " after "
                + Quantity.of(letter.attempts(), letter.attempts() == 1 ? "try" : "trie") + "; cause " + letter.cause());
        out.paragraph("  ", 4, why(letter));
        letter.values().forEach(value -> out.paragraph("    ", 6, value.text()));
    }

    private static String why(Letter letter) {
        return letter.reason() + (letter.place().isEmpty() ? "" : " (" + letter.place() + ")") + (letter.again() ? "; the next cycle tries it again" : "");
    }
}
