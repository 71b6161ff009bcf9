package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.cycle.LogEntry;
import io.caravan.cycle.LogStore.StoredEntry;
import io.caravan.operations.ChangedAttribute;
import java.util.List;

/** Entries of the provisioning log, oldest first. */
record LogResult(List<Entry> entries) implements Result {

    /** One entry; its fields are those of {@link LogEntry}. More components than usual: it is the log's format for machines. */
    record Entry(long sequence, String at, long cycle, String job, String identity, String sourceAnchor, String target, String targetAnchor,
                 String action, String status, String reason, List<ChangedAttribute> changes, List<String> steps, int attempts,
                 long durationMillis, String initiatedBy, String hash) {

        static Entry of(StoredEntry stored) {
            LogEntry entry = stored.entry();
            return new Entry(stored.sequence(), entry.at().toString(), entry.cycle(), entry.job(), entry.identityKey(), entry.sourceAnchor(),
                    entry.target(), entry.targetAnchor(), entry.action(), entry.status().word(), entry.reason(),
                    entry.changes().stream().map(ChangedAttribute::of).toList(), entry.steps(), entry.attempts(), entry.durationMillis(),
                    entry.initiatedBy(), stored.hash());
        }
    }

    static LogResult of(List<StoredEntry> stored) {
        return new LogResult(stored.stream().map(Entry::of).toList());
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (entries.isEmpty()) {
            out.line("No entry.");
        }
        for (Entry entry : entries) {
            String subject = entry.identity().isEmpty() ? entry.sourceAnchor() : entry.identity();
            out.line(entry.at() + "  " + status(out, entry.status()) + "  " + entry.job() + "  " + entry.action()
                    + (subject.isEmpty() ? "" : "  " + Words.plain(subject))
                    + (entry.targetAnchor().isEmpty() ? "" : "  " + Words.plain(entry.targetAnchor()))
                    + (entry.reason().isEmpty() ? "" : "  " + Words.plain(entry.reason())) + "  (" + Words.plain(entry.initiatedBy()) + ")");
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
