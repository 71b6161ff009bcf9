package io.caravan.cli;

import io.caravan.operations.ConnectorTrial;
import io.caravan.operations.ConnectorTrial.Check;

/** What a connector showed when it was tried out. */
record ConnectorTestResult(ConnectorTrial document) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        for (Check check : document.checks()) {
            TextOut.Style style = switch (check.result()) {
                case PASSED -> TextOut.Style.GOOD;
                case FAILED -> TextOut.Style.BAD;
                case EXCLUDED -> TextOut.Style.FAINT;
            };
            out.line("  " + out.paint(style, String.format("%-8s", check.result().word())) + " " + (check.object().isEmpty() ? "" : check.object() + ": ") + check.name());
            if (!check.message().isEmpty()) {
                out.paragraph("           ", 13, check.message());
            }
        }
        out.line();
        out.line(document.connector() + ": " + document.passed() + " passed, " + document.failed() + " failed, " + document.excluded() + " excluded.");
    }
}
