package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ExamplesReport;
import io.caravan.operations.ExamplesReport.Tested;
import io.caravan.operations.Quantity;

/** What became of the examples. */
record TestResult(ExamplesReport document) implements Result {

    private static final int WORDS = 10;
    private static final String BELOW = " ".repeat(WORDS + 2);

    @Override
    public ExitCode exitCode() {
        return document.failed() > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        for (Tested example : document.examples()) {
            if (example.passed()) {
                out.paragraph("  " + out.paint(Style.GOOD, "ok") + "      ", WORDS, example.job() + ": " + example.name());
            } else {
                out.paragraph("  " + out.paint(Style.BAD, "FAILED") + "  ", WORDS, example.job() + ": " + example.name() + " (" + example.place() + ")");
                example.reason().ifPresent(reason -> out.paragraph(BELOW, BELOW.length() + 2, reason));
                example.differences().forEach(difference -> out.paragraph(BELOW, BELOW.length() + 2, difference.attribute() + " should be " + difference.expected() + " but is "
                        + difference.actual()));
            }
        }
        if (!document.examples().isEmpty()) {
            out.line();
        }
        out.line(Quantity.of(document.examples().size(), "example") + ": " + document.passed() + " passed, " + document.failed() + " failed");
    }
}
