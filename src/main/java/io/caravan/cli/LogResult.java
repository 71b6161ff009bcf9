package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.LogEntries;
import io.caravan.operations.LogEntries.Entry;

/** Entries of the provisioning log, oldest first. */
record LogResult(LogEntries document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (document.entries().isEmpty()) {
            out.line("No entry.");
        }
        for (Entry entry : document.entries()) {
            String subject = entry.identity().isEmpty() ? entry.sourceAnchor() : entry.identity();
            out.line(entry.at() + "  " + status(out, entry.status()) + "  " + entry.job() + "  " + entry.action()
                    + (subject.isEmpty() ? "" : "  " + VisibleText.of(subject))
                    + (entry.targetAnchor().isEmpty() ? "" : "  " + VisibleText.of(entry.targetAnchor()))
                    + (entry.reason().isEmpty() ? "" : "  " + VisibleText.of(entry.reason())) + "  (" + VisibleText.of(entry.initiatedBy()) + ")");
            entry.changes().forEach(change -> out.line("    " + change.text()));
        }
    }

    private static String status(TextOut out, String status) {
        Style style = switch (status) {
            case "success" -> Style.GOOD;
            case "failure" -> Style.BAD;
            default -> Style.CHANGED;
        };
        return out.paint(style, status) + " ".repeat(Math.max(0, 7 - status.length()));
    }
}
