package io.caravan.cli;

import io.caravan.cli.ReportPage.Bar;
import io.caravan.cli.ReportPage.Chart;
import io.caravan.cli.ReportPage.Fact;
import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.DriftReport;
import io.caravan.operations.DriftReport.Differs;
import io.caravan.operations.DriftReport.Finding;
import io.caravan.operations.DriftReport.Looked;
import io.caravan.operations.DriftReport.Members;
import io.caravan.operations.Quantity;
import io.caravan.plan.Drift.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what targets differ from what is known of them. */
record DriftResult(DriftReport document) implements Report {

    /** So many members of a group are named in a line. */
    private static final int NAMED = 5;

    @Override
    public ExitCode exitCode() {
        return document.hasFailed() ? ExitCode.FAILED : document.isClean() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        for (Looked job : document.jobs()) {
            List<Finding> findings = document.findings().stream().filter(finding -> finding.job().equals(job.job())).toList();
            out.paragraph(out.paint(Style.STRONG, VisibleText.of(job.job())) + " ", 0, head(job, findings.size()));
            if (!findings.isEmpty()) {
                out.line();
                Table table = new Table("KIND", "WHO", "ACCOUNT", "FOLLOWS", "WHAT");
                table.styled("KIND", kind -> kind.equals(Kind.LEAVER_OPEN.word()) ? Optional.of(Style.BAD) : Optional.empty());
                findings.forEach(finding -> table.row(finding.kind(), who(finding), account(finding), finding.follows(), what(finding)));
                table.print(out);
            }
            List<Fact> notes = notes(job);
            if (!findings.isEmpty() && !notes.isEmpty()) {
                out.line();
            }
            notes.forEach(note -> out.paragraph("  " + out.paint(Style.BAD, note.name()) + ": ", 4, note.text()));
            out.line();
        }
        out.paragraph("", 2, last());
    }

    private static String head(Looked job, int findings) {
        if (job.failure().isPresent()) {
            return "(" + job.system() + "): not looked at";
        }
        return "(" + job.system() + "): " + Quantity.of(job.accounts(), "account") + " listed, " + (findings == 0 ? job.incomplete().isPresent() ? "nothing differs in them" : "nothing differs" : Quantity.of(findings, "difference")) + ".";
    }

    private static List<Fact> notes(Looked job) {
        List<Fact> notes = new ArrayList<>();
        job.failure().ifPresent(why -> notes.add(new Fact("Failed", why)));
        job.incomplete().ifPresent(why -> notes.add(new Fact("Incomplete", "the list is not whole: " + why + ". Nothing is concluded from what it lacks; there may be more")));
        if (!job.notCompared().isEmpty()) {
            notes.add(new Fact("Not compared", String.join(", ", job.notCompared()) + ": the list shows it of nobody"));
        }
        if (job.changedMeanwhile() > 0) {
            notes.add(new Fact("Left out", Quantity.of(job.changedMeanwhile(), "account") + " that a cycle changed meanwhile; look again"));
        }
        return notes;
    }

    /** Of several jobs, each with its name. */
    static List<Fact> notesOf(List<Looked> jobs) {
        return jobs.stream().flatMap(job -> notes(job).stream().map(note -> new Fact(note.name(), job.job() + ": " + note.text()))).toList();
    }

    private String last() {
        if (document.jobs().stream().allMatch(job -> job.failure().isPresent())) {
            return "Nothing could be compared.";
        }
        if (document.findings().isEmpty()) {
            return document.isClean() ? "The targets are as they are known." : "What could be compared is as it is known.";
        }
        return Quantity.of(document.findings().size(), "difference") + ". Nothing was changed: what is to be reverted goes with the next full cycle, through the guard. caravan explain WHO tells more.";
    }

    private static String who(Finding finding) {
        return finding.identity().isEmpty() ? "nobody" : WhoText.inTable(finding.identity(), finding.display());
    }

    private static String account(Finding finding) {
        return finding.account().isEmpty() ? finding.id() : finding.account();
    }

    private static String what(Finding finding) {
        return finding.attribute().map(DriftResult::what).orElseGet(() -> finding.why() + finding.members().map(members -> ": " + names(members, NAMED)).orElse(""));
    }

    /** As the group lists them, with whose accounts they are. */
    private static String names(Members members, int most) {
        String some = members.some().stream().limit(most).map(one -> one.name() + (one.who().isEmpty() ? "" : " (" + WhoText.of(one.who(), one.display()) + ")")).collect(Collectors.joining("; "));
        long more = members.count() - Math.min(most, members.some().size());
        return some + (more > 0 ? "; and " + Quantity.grouped(more) + " more" : "");
    }

    private static Optional<String> all(Finding finding, Kind kind) {
        return finding.members().filter(members -> finding.kind().equals(kind.word())).map(members -> names(members, Integer.MAX_VALUE));
    }

    private static String what(Differs attribute) {
        String now = new ChangedAttribute(attribute.name(), attribute.known(), attribute.shown()).text();
        String shown = attribute.known().isPresent() ? now : attribute.shown().isPresent() ? now.replaceFirst("^" + java.util.regex.Pattern.quote(attribute.name()), "$0 nothing →") : now;
        boolean asKnown = attribute.decided() && attribute.wanted().equals(attribute.known());
        return shown + (asKnown ? "" : attribute.decided() ? "; wanted " + attribute.wanted().map(value -> "\"" + value + "\"").orElse("nothing") : "; what is wanted cannot be computed");
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("job", "kind", "identity", "account", "id", "attribute", "known", "shown", "wanted", "follows", "why");
        document.findings().forEach(finding -> table.row(finding.job(), finding.kind(), finding.identity(), finding.account(), finding.id(),
                finding.attribute().map(Differs::name).orElse(""), all(finding, Kind.MEMBERS_GONE).orElseGet(() -> text(finding.attribute().flatMap(Differs::known))),
                all(finding, Kind.STRANGERS).orElseGet(() -> text(finding.attribute().flatMap(Differs::shown))),
                text(finding.attribute().flatMap(Differs::wanted)), finding.follows(), finding.why()));
        return table;
    }

    private static String text(Optional<Object> value) {
        return value.map(Object::toString).orElse("");
    }

    @Override
    public ReportPage page() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Job", "Kind", "Who", "Account", "Follows", "What"));
        document.findings().forEach(finding -> rows.add(List.of(finding.job(), finding.kind(), finding.identity().isEmpty() ? "nobody" : WhoText.of(finding.identity(), finding.display()),
                account(finding), finding.follows(), what(finding))));
        List<Fact> facts = new ArrayList<>(List.of(new Fact("Looked at", MomentText.of(document.at()))));
        document.jobs().forEach(job -> facts.add(new Fact(job.job(), job.failure().isPresent() ? "not looked at" : Quantity.of(job.accounts(), "account") + " listed")));
        List<String> notes = notesOf(document.jobs()).stream().map(note -> note.name() + ": " + note.text()).toList();
        List<String> kinds = Arrays.stream(Kind.values()).map(Kind::word).filter(kind -> document.findings().stream().anyMatch(finding -> finding.kind().equals(kind))).toList();
        return new ReportPage("In what the targets differ", facts, notes, new Chart("Differences by kind", kinds, document.jobs().stream().filter(job -> job.failure().isEmpty())
                .map(job -> new Bar(job.job(), kinds.stream().map(kind -> job.found().getOrDefault(kind, 0L)).toList())).toList()), rows);
    }
}
