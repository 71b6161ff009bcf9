package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.Explanation;
import io.caravan.operations.Explanation.InGroup;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.Explanation.SourceRecord;
import io.caravan.operations.GroupExplained;
import io.caravan.subject.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Why an identity has what it has. */
record ExplainResult(Explanation document) implements Result {

    private static final int STEP = 11;
    /** Where the text of a step begins. */
    static final int COLUMN = 2 + STEP;
    private static final int MORE = 4;
    private static final int LAST_ENTRIES = 3;

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, WhoText.of(document.identity(), document.display())) + (document.kind().equals(Kind.PERSON.name()) ? "" : " (" + document.kind() + ")") + (document.known() ? "" : " is no identity: nobody in the hub was made from this record"));
        document.jobs().forEach(job -> out.paragraph("  ", MORE, ExplainVerdict.of(document.identity(), document.kind().equals(Kind.PERSON.name()), job)));
        if (!document.jobs().isEmpty()) {
            out.line();
        }
        if (!document.alsoMeant().isEmpty()) {
            out.paragraph("  ", MORE, "Others have this key in their source: " + String.join(", ", document.alsoMeant()));
        }
        document.records().forEach(record -> print(out, record));
        document.rejected().forEach(reason -> out.paragraph("  " + out.paint(Style.BAD, "rejected") + "   ", 2 + STEP, reason));
        if (!document.attributes().isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "In the hub"));
        }
        document.attributes().forEach(attribute -> step(out, attribute.job(), attribute.text()
                + (attribute.also().isEmpty() ? "" : "; overrules " + String.join(", ", attribute.also())), attribute.where()));
        document.asGroup().ifPresent(group -> GroupExplanationText.print(out, group));
        groups(out, "Groups", group -> !isApplication(group), "is in it: ", "is not in it: ");
        groups(out, "Assigned", ExplainResult::isApplication, "has it: ", "does not have it: ");
        targets(out);
        document.jobs().forEach(job -> print(out, job));
    }

    /** Those by rules with the clause that decides, others with the place that says so. */
    private void groups(TextOut out, String title, Predicate<String> kind, String in, String notIn) {
        List<InGroup> groups = document.groups().stream().filter(group -> kind.test(group.kind())).toList();
        List<GroupExplained> rules = document.rules().stream().filter(rule -> kind.test(rule.kind())).toList();
        if (!groups.isEmpty() || !rules.isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, title));
        }
        groups.stream().filter(group -> rules.stream().noneMatch(rule -> rule.group().equals(group.group()) && rule.origin().equals(group.origin())))
                .forEach(group -> step(out, group.group(), group.origin() + span(group), String.join(", ", group.places())));
        rules.forEach(rule -> {
            step(out, rule.group(), (rule.origin().isEmpty() ? "" : rule.origin() + ", ") + (rule.member() ? in : notIn) + rule.why(), "");
            if (!rule.next().isEmpty()) {
                step(out, "", rule.next(), "");
            }
        });
    }

    /** Whether that is so in the targets that have these groups. */
    private void targets(TextOut out) {
        if (!document.targets().isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "Groups in targets"));
        }
        document.targets().forEach(target -> step(out, target.group(), "in " + target.system() + " (" + target.job() + "): " + target.text(), ""));
    }

    private static boolean isApplication(String kind) {
        return kind.equals(Kind.APPLICATION.name());
    }

    private static String span(InGroup group) {
        return group.from().map(from -> ", from " + MomentText.of(from)).orElse("") + group.until().map(until -> ", until " + MomentText.of(until)).orElse("")
                + (group.now() ? "" : group.from().isPresent() || group.until().isPresent() ? "; not now" : "");
    }

    private static void print(TextOut out, SourceRecord record) {
        out.paragraph("  ", MORE, record.job() + " read record " + record.anchor() + " from " + record.system()
                + record.absentSince().map(since -> "; gone from there since " + MomentText.of(since)).orElse(""), record.where());
        out.paragraph("    ", MORE + 2, record.values().entrySet().stream().filter(value -> value.getValue() != null)
                .map(value -> new ChangedAttribute(value.getKey(), Optional.empty(), Optional.of(value.getValue())).text())
                .collect(Collectors.joining(", ")));
        if (!record.counts().isEmpty()) {
            out.paragraph("    ", MORE + 2, record.counts());
        }
        record.outOfScope().ifPresent(why -> out.paragraph("    ", MORE + 2, "out of the job's scope: " + why));
    }

    private static void print(TextOut out, JobExplained job) {
        out.line();
        out.line(out.paint(Style.STRONG, job.job()) + ": " + account(job)
                + job.anchor().map(anchor -> " (" + VisibleText.of(job.account().map(name -> name + ", ").orElse("") + anchor) + ")").orElse(""));
        job.steps().forEach(step -> step(out, step.step(), step.text(), step.where()));
        out.paragraph("  → " + out.paint(Style.STRONG, job.decision().word()), MORE, job.reason().isEmpty() ? "" : ": " + job.reason());
        job.changes().forEach(change -> out.paragraph("      ", MORE + MORE, change.text()));
        job.log().stream().skip(Math.max(0, job.log().size() - LAST_ENTRIES)).forEach(entry -> step(out, "log", MomentText.of(entry.at()) + " " + entry.action() + " "
                + entry.status() + (entry.reason().isEmpty() ? "" : ": " + entry.reason())
                + (entry.changes().isEmpty() ? "" : " (" + entry.changes().stream().map(ChangedAttribute::name).collect(Collectors.joining(", ")) + ")"), ""));
    }

    private static String account(JobExplained job) {
        return switch (job.accountState()) {
            case NONE -> "no account in " + job.system();
            case WRITTEN_BACK -> "record in " + job.system();
            case LEFT_ALONE -> "no record in " + job.system();
            default -> "account in " + job.system() + " is " + job.accountState().word().replace('-', ' ');
        };
    }

    static void step(TextOut out, String step, String text, String where) {
        out.paragraph("  " + step + " ".repeat(Math.max(1, STEP - step.length())), 2 + STEP, text, where);
    }
}
