package io.caravan.cli;

import io.caravan.operations.DeadLetterBox.Retried;
import io.caravan.operations.Quantity;

/** What {@code dead-letters retry} comes to. */
record RetriedResult(Retried document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        document.jobs().forEach((job, count) -> out.paragraph("", 2, "The next cycle of " + job + " tries " + Quantity.grouped(count) + " again: caravan sync " + job));
        document.readings().forEach((job, count) -> out.paragraph("", 2, Quantity.of(count, "record") + " of " + job
                + (count == 1 ? " is" : " are") + " looked at by every reading anyway: caravan sync " + job + " --full"));
        if (document.jobs().isEmpty() && document.readings().isEmpty()) {
            out.line("None.");
        }
    }
}
