package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.Assigning;
import io.caravan.subject.Kind;

/** What {@code assign} or {@code unassign} comes to. */
record AssigningResult(Assigning document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        String what = document.application() + document.role().map(role -> " (" + role + ")").orElse("");
        String who = (document.kind().equals(Kind.GROUP.name()) ? "Everybody in " : "") + document.identity();
        String others = document.still().isEmpty() ? "" : document.assigned() ? " So say " + String.join(", ", document.still()) + ", too."
                : " It stays so as long as " + String.join(", ", document.still()) + " says it.";
        out.paragraph("", 2, VisibleText.of(who + " is " + (document.assigned() ? "assigned to " : "not assigned any more to ") + what + "." + others
                + " The next cycle goes on from there: caravan sync " + String.join(" ", document.jobs())));
    }
}
