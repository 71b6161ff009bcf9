package io.caravan.cli;

import io.caravan.cli.ReportPage.Bar;
import io.caravan.cli.ReportPage.Chart;
import io.caravan.cli.ReportPage.Fact;
import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.InconsistencyReport;
import io.caravan.operations.InconsistencyReport.Inconsistency;
import io.caravan.operations.InconsistencyReport.Kind;
import io.caravan.operations.InconsistencyReport.Says;
import io.caravan.operations.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where systems do not agree on somebody. */
record InconsistencyResult(InconsistencyReport document) implements Report {

    @Override
    public ExitCode exitCode() {
        return document.hasFailed() ? ExitCode.FAILED : document.isClean() ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        if (!document.findings().isEmpty()) {
            Table table = new Table("KIND", "WHO", "WHAT");
            table.styled("KIND", kind -> kind.equals(Kind.FORMER_EMPLOYEE.word()) ? Optional.of(Style.BAD) : Optional.empty());
            document.findings().forEach(one -> table.row(one.kind(), WhoText.inTable(one.identity(), one.display()), what(one)));
            table.print(out);
            out.line();
        }
        DriftResult.notesOf(document.jobs()).forEach(note -> out.paragraph(out.paint(Style.BAD, note.name()) + ": ", 4, note.text()));
        out.paragraph("", 2, last());
    }

    private String last() {
        if (document.jobs().stream().allMatch(job -> job.failure().isPresent())) {
            return "No target could be listed; sources are as they were read last.";
        }
        return document.findings().isEmpty() ? document.isClean() ? "The systems agree." : "In what could be compared, the systems agree."
                : counts() + ". Targets were listed, sources are as they were read last; nothing was changed.";
    }

    private String counts() {
        return Arrays.stream(Kind.values()).map(kind -> switch (kind) {
            case FORMER_EMPLOYEE -> count(kind) == 0 ? "" : count(kind) == 1 ? "1 former employee with open accounts" : Quantity.grouped(count(kind)) + " former employees with open accounts";
            case TWO_ACCOUNTS -> count(kind) == 0 ? "" : count(kind) == 1 ? "1 person with several accounts in one target" : Quantity.grouped(count(kind)) + " people with several accounts in one target";
            case DISAGREE -> count(kind) == 0 ? "" : Quantity.of(count(kind), "attribute") + " on which systems disagree";
        }).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    private long count(Kind kind) {
        return document.findings().stream().filter(one -> one.kind().equals(kind.word())).count();
    }

    private static String what(Inconsistency one) {
        String says = one.says().stream().map(said -> text(one, said)).collect(Collectors.joining(one.kind().equals(Kind.DISAGREE.word()) ? "; " : ", "));
        return one.attribute().map(name -> name + ": ").orElse(one.kind().equals(Kind.FORMER_EMPLOYEE.word()) ? "open: " : "") + says + (one.why().isEmpty() ? "" : " – " + one.why());
    }

    private static String text(Inconsistency one, Says said) {
        String account = said.account().isEmpty() ? said.id() : said.account();
        if (!one.kind().equals(Kind.DISAGREE.word())) {
            return said.system() + " " + account + (said.counts() ? " (linked)" : "");
        }
        String where = said.job().isEmpty() ? said.system() : said.job().equals(said.system()) ? said.system() : said.system() + " (" + said.job() + ")";
        String name = said.attribute().equals(one.attribute().orElse("")) ? "" : " " + said.attribute();
        return where + name + " " + value(said) + (said.counts() ? ", which counts" : "");
    }

    private static String value(Says said) {
        return new ChangedAttribute("", Optional.empty(), said.value()).text().strip();
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("kind", "identity", "attribute", "system", "job", "account", "id", "as", "value", "counts", "why");
        document.findings().forEach(one -> one.says().forEach(said -> table.row(one.kind(), one.identity(), one.attribute().orElse(""), said.system(), said.job(), said.account(), said.id(),
                said.attribute(), said.value().map(Object::toString).orElse(""), said.counts(), one.why())));
        return table;
    }

    @Override
    public ReportPage page() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Kind", "Who", "What"));
        document.findings().forEach(one -> rows.add(List.of(one.kind(), WhoText.of(one.identity(), one.display()), what(one))));
        List<Fact> facts = new ArrayList<>(List.of(new Fact("Looked at", MomentText.of(document.at()))));
        document.jobs().forEach(job -> facts.add(new Fact(job.job(), job.failure().isPresent() ? "not looked at" : Quantity.of(job.accounts(), "account") + " listed")));
        List<String> notes = new ArrayList<>(List.of("Sources are as they were read last."));
        DriftResult.notesOf(document.jobs()).forEach(note -> notes.add(note.name() + ": " + note.text()));
        List<String> kinds = Arrays.stream(Kind.values()).map(Kind::word).toList();
        return new ReportPage("Where systems do not agree", facts, notes, new Chart("Inconsistencies by kind", List.of("people and attributes"),
                kinds.stream().map(kind -> new Bar(kind, List.of(document.findings().stream().filter(one -> one.kind().equals(kind)).count()))).toList()), rows);
    }
}
