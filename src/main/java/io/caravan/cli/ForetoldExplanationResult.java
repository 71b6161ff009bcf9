package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.ForetoldExplanation;

/** What somebody will have, and why. */
record ForetoldExplanationResult(ForetoldExplanation document) implements Result {

    private static final int MORE = 4;

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, WhoText.of(document.identity(), document.display())) + " as of " + ZonedText.of(document.at(), document.zone()) + " (" + document.zone() + ")");
        document.jobs().forEach(job -> out.paragraph("  ", MORE, sentence(job)));
        document.unsaid().forEach((job, why) -> out.paragraph("  ", MORE, job + ": nothing can be told: " + why));
        if (!document.alsoMeant().isEmpty()) {
            out.paragraph("  ", MORE, "Others have this key in their source: " + String.join(", ", document.alsoMeant()));
        }
        out.line();
        String read = ZonedText.read(document.sources(), document.zone());
        out.paragraph("", 0, "This is a forecast: if no source says anything new" + (read.isEmpty() ? "" : " (" + read + ")")
                + ", each job runs, and the guard holds nothing (caravan plan --as-of " + document.asOf() + " tells what it would hold). No target was asked.");
        if (!document.until().isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "Until then"));
            HistoryResult.table(document.until(), document.zone()).print(out);
        }
        if (!document.groups().isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "Groups and applications"));
            document.groups().forEach(group -> ExplainResult.step(out, group.group(), group.origin() + group.until().map(until -> ", until " + ZonedText.of(until, document.zone())).orElse(""),
                    String.join(", ", group.places())));
        }
        if (!document.attributes().isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "In the hub"));
            document.attributes().forEach(attribute -> ExplainResult.step(out, attribute.job(), attribute.text(), attribute.where()));
        }
        document.jobs().forEach(job -> {
            out.line();
            out.line(out.paint(Style.STRONG, job.job()));
            job.steps().forEach(step -> ExplainResult.step(out, step.step(), step.text(), step.where()));
            out.paragraph("  → " + out.paint(Style.STRONG, job.decision().word()), MORE, job.reason().isEmpty() ? "" : ": " + job.reason());
            job.changes().stream().map(ChangedAttribute::text).forEach(change -> out.paragraph("      ", MORE + MORE, change));
        });
    }

    private String sentence(JobExplained job) {
        String named = job.anchor().map(anchor -> " (" + anchor + ")").orElse("");
        String will = switch (job.accountState()) {
            case ENABLED -> "will have an account in " + job.system() + named + ", open";
            case DISABLED -> "will have an account in " + job.system() + named + ", closed";
            case UNMANAGED -> "will have an account in " + job.system() + named + ", kept and not looked after";
            case DELETED -> "will have no account in " + job.system() + ": it will be deleted by then";
            case MISSING, IN_DOUBT -> "may have an account in " + job.system() + named + ": that is not known now";
            default -> "will have no account in " + job.system();
        };
        return document.identity() + " " + will + (job.reason().isEmpty() ? "" : ": " + job.reason()) + ".";
    }
}
