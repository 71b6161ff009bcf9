package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.Explanation;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.Explanation.SourceRecord;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why an identity has what it has. */
record ExplainResult(Explanation document) implements Result {

    private static final int STEP = 11;
    private static final int LAST_ENTRIES = 3;

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, WhoText.of(document.identity(), document.display())) + (document.known() ? "" : " is no identity: nobody in the hub was made from this record"));
        document.jobs().forEach(job -> out.paragraph("  ", 2, ExplainVerdict.of(document.identity(), job)));
        if (!document.jobs().isEmpty()) {
            out.line();
        }
        if (!document.alsoMeant().isEmpty()) {
            out.line("  Others have this key in their source: " + VisibleText.of(String.join(", ", document.alsoMeant())));
        }
        document.records().forEach(record -> print(out, record));
        document.rejected().forEach(reason -> out.line("  " + out.paint(Style.BAD, "rejected") + "   " + VisibleText.of(reason)));
        if (!document.attributes().isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "In the hub"));
        }
        document.attributes().forEach(attribute -> step(out, attribute.job(), attribute.text()
                + (attribute.also().isEmpty() ? "" : "; overrules " + String.join(", ", attribute.also())), attribute.where()));
        document.jobs().forEach(job -> print(out, job));
    }

    private static void print(TextOut out, SourceRecord record) {
        String place = record.where().isEmpty() ? "" : "  " + out.paint(Style.FAINT, VisibleText.of(record.where()));
        out.line("  " + record.job() + " read record " + VisibleText.of(record.anchor()) + " from " + record.system() + place
                + record.absentSince().map(since -> "; gone from there since " + since).orElse(""));
        out.line("    " + record.values().entrySet().stream().filter(value -> value.getValue() != null)
                .map(value -> new ChangedAttribute(value.getKey(), Optional.empty(), Optional.of(value.getValue())).text())
                .collect(Collectors.joining(", ")));
        if (!record.counts().isEmpty()) {
            out.line("    " + VisibleText.of(record.counts()));
        }
        record.outOfScope().ifPresent(why -> out.line("    out of the job's scope: " + VisibleText.of(why)));
    }

    private static void print(TextOut out, JobExplained job) {
        out.line();
        out.line(out.paint(Style.STRONG, job.job()) + ": account in " + job.system() + " is " + job.accountState()
                + job.anchor().map(anchor -> " (" + VisibleText.of(anchor) + ")").orElse(""));
        job.steps().forEach(step -> step(out, step.step(), step.text(), step.where()));
        out.line("  → " + out.paint(Style.STRONG, job.decision()) + (job.reason().isEmpty() ? "" : ": " + VisibleText.of(job.reason())));
        job.changes().forEach(change -> out.line("      " + change.text()));
        job.log().stream().skip(Math.max(0, job.log().size() - LAST_ENTRIES)).forEach(entry -> step(out, "log", entry.at() + " " + entry.action() + " "
                + entry.status() + (entry.reason().isEmpty() ? "" : ": " + entry.reason())
                + (entry.changes().isEmpty() ? "" : " (" + entry.changes().stream().map(ChangedAttribute::name).collect(Collectors.joining(", ")) + ")"), ""));
    }

    private static void step(TextOut out, String step, String text, String where) {
        out.line("  " + step + " ".repeat(Math.max(1, STEP - step.length())) + VisibleText.of(text)
                + (where.isEmpty() ? "" : "  " + out.paint(Style.FAINT, where)));
    }
}
