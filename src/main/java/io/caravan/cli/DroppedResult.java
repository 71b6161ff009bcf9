package io.caravan.cli;

import io.caravan.operations.DeadLetterBox.Dropped;
import io.caravan.operations.Quantity;

/** What {@code dead-letters drop} comes to. */
record DroppedResult(Dropped document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        document.changes().forEach((job, count) -> out.paragraph("", 2, Quantity.of(count, "change") + " of " + job + (count == 1 ? " is" : " are") + " not made until something else is due, or "
                + MomentText.of(document.until()) + "; after all: caravan approve " + job + " --rejected"));
        document.records().forEach((job, count) -> out.paragraph("", 2, Quantity.of(count, "record") + " of " + job + (count == 1 ? " is" : " are")
                + " forgotten, until one is met as unusable again"));
        if (document.changes().isEmpty() && document.records().isEmpty()) {
            out.line("None.");
        } else if (!document.changes().isEmpty()) {
            out.paragraph("Next: ", 2, "caravan status names whom this leaves behind");
        }
    }
}
