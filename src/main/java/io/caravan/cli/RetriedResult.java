package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.caravan.operations.DeadLetterBox.Retried;

/** What {@code dead-letters retry} comes to. */
record RetriedResult(@JsonUnwrapped Retried retried) implements Result {

    @Override
    @JsonIgnore
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        retried.jobs().forEach((job, count) -> out.line("The next cycle of " + job + " tries " + Pace.number(count) + " again: caravan sync " + job));
        retried.readings().forEach((job, count) -> out.line(Words.counted(count, "record") + " of " + job
                + (count == 1 ? " is" : " are") + " looked at by every reading anyway: caravan sync " + job + " --full"));
        if (retried.jobs().isEmpty() && retried.readings().isEmpty()) {
            out.line("None.");
        }
    }
}
