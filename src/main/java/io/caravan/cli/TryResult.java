package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.TriedExpression;

/** What came of an expression. */
record TryResult(TriedExpression document) implements Result {

    private static final int MORE = 4;

    @Override
    public ExitCode exitCode() {
        return switch (document.outcome()) {
            case INVALID -> ExitCode.USAGE;
            case FAILED -> ExitCode.FAILED;
            case VALUE, CONDITION -> ExitCode.DONE;
        };
    }

    @Override
    public void print(TextOut out) {
        document.shown().ifPresentOrElse(shown -> ProblemLines.print(out, shown.texts(), shown.problems()), () -> value(out));
    }

    private void value(TextOut out) {
        out.line(document.value().map(value -> VisibleText.of(String.valueOf(value))).map(text -> text.isEmpty() ? "''" : text).orElse("(" + document.type() + ")")
                + out.paint(Style.FAINT, "   " + (document.value().isEmpty() ? "" : document.type() + ", ") + "of " + VisibleText.of(document.on())));
        document.because().ifPresent(because -> out.paragraph("  ", MORE, because));
        document.reads().forEach((name, value) -> out.paragraph("  ", MORE, name + " is " + value));
        document.absent().forEach((name, near) -> out.paragraph("  ", MORE, name + " is absent" + (near.isEmpty() ? "" : "; did you mean " + near + "?")));
    }
}
