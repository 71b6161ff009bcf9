package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ExamplesReport;
import io.caravan.operations.ExamplesReport.Tested;
import io.caravan.operations.Quantity;

/** What became of the examples. */
record TestResult(ExamplesReport document) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.failed() > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        for (Tested example : document.examples()) {
            if (example.passed()) {
                out.line("  " + out.paint(Style.GOOD, "ok") + "      " + example.job() + ": " + example.name());
            } else {
                out.line("  " + out.paint(Style.BAD, "FAILED") + "  " + example.job() + ": " + example.name() + " (" + example.place() + ")");
                example.reason().ifPresent(reason -> out.line("            " + reason));
                example.differences().forEach(difference -> out.line("            " + difference.attribute() + " should be "
                        + VisibleText.of(difference.expected()) + " but is " + VisibleText.of(difference.actual())));
            }
        }
        if (!document.examples().isEmpty()) {
            out.line();
        }
        out.line(Quantity.of(document.examples().size(), "example") + ": " + document.passed() + " passed, " + document.failed() + " failed");
    }
}
