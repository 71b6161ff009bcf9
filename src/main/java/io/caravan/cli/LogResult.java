package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.LogEntries;
import io.caravan.operations.LogEntries.Entry;
import java.util.stream.Collectors;

/** Entries of the provisioning log, oldest first. */
record LogResult(LogEntries document) implements Tabular {

    private static final int INDENT = 4;

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
            String subject = entry.identity().isEmpty() ? entry.sourceAnchor() : WhoText.of(entry.identity(), entry.display());
            out.paragraph(entry.at() + "  #" + entry.sequence() + "  " + status(out, entry) + "  ", INDENT, entry.job() + "  " + entry.action()
                    + (subject.isEmpty() ? "" : "  " + subject)
                    + (entry.accountName().isEmpty() ? "" : "  " + entry.accountName())
                    + (entry.reason().isEmpty() ? "" : "  " + entry.reason()) + "  (" + entry.initiatedBy() + ")");
            entry.changes().forEach(change -> out.paragraph(" ".repeat(INDENT), INDENT + 2, change.text()));
        }
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("entry", "at", "status", "job", "action", "identity", "record", "system", "account", "id", "reason", "attributes", "by", "cycle");
        document.entries().forEach(entry -> table.row(entry.sequence(), entry.at(), entry.status(), entry.job(), entry.action(), entry.identity(), entry.sourceAnchor(),
                entry.target(), entry.accountName(), entry.targetAnchor(), entry.reason(), entry.changes().stream().map(ChangedAttribute::text).collect(Collectors.joining(", ")),
                entry.initiatedBy(), entry.cycle()));
        return table;
    }

    private static String status(TextOut out, Entry entry) {
        Style style = entry.hasSucceeded() ? Style.GOOD : entry.hasFailed() ? Style.BAD : Style.CHANGED;
        return out.paint(style, entry.status()) + " ".repeat(Math.max(0, 7 - entry.status().length()));
    }
}
