package io.caravan.cli;

import io.caravan.cli.ReportPage.Bar;
import io.caravan.cli.ReportPage.Chart;
import io.caravan.cli.ReportPage.Fact;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.ChangesReport;
import io.caravan.operations.LogEntries.Entry;
import io.caravan.operations.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was done to accounts in a span of time. */
record ChangesReportResult(ChangesReport document) implements Report {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line("Changes from " + MomentText.of(document.since()) + " to " + MomentText.of(document.until()) + ": " + Quantity.grouped(document.changes().size()) + ".");
        if (!document.days().isEmpty()) {
            out.line();
            List<String> actions = actions();
            List<String> headings = new ArrayList<>(List.of("DAY"));
            actions.forEach(action -> headings.add(action.toUpperCase(Locale.ROOT)));
            Table table = new Table(headings.toArray(String[]::new)).numbers(headings.subList(1, headings.size()).toArray(String[]::new));
            document.days().forEach(day -> {
                List<String> cells = new ArrayList<>(List.of(day.day()));
                actions.forEach(action -> cells.add(number(day.counts().getOrDefault(action, 0L))));
                table.row(cells.toArray(String[]::new));
            });
            List<String> totals = new ArrayList<>(List.of("all"));
            actions.forEach(action -> totals.add(number(document.totals().get(action))));
            table.row(totals.toArray(String[]::new));
            table.print(out);
            out.line();
            Table changes = new Table("ENTRY", "WHEN", "WHO", "SYSTEM", "ACCOUNT", "CHANGE", "WHY").numbers("ENTRY");
            document.changes().forEach(entry -> changes.row(String.valueOf(entry.sequence()), MomentText.of(entry.at()), WhoText.inTable(entry.identity(), entry.display()), entry.target(), entry.accountName(),
                    entry.action(), why(entry)));
            changes.print(out);
        }
        if (document.failed() > 0) {
            out.line();
            out.line(Quantity.of(document.failed(), "change") + " did not succeed: caravan log --status failure --since " + document.since());
        }
        out.line();
        out.paragraph("", 0, source());
    }

    private static String number(long count) {
        return count == 0 ? "-" : Quantity.grouped(count);
    }

    /** Those that happened. */
    private List<String> actions() {
        return document.totals().entrySet().stream().filter(total -> total.getValue() > 0).map(Map.Entry::getKey).toList();
    }

    private String source() {
        return "From the log, which is whole" + (document.logSince().isEmpty() ? ", and empty" : " and begins at " + MomentText.of(document.logSince())) + ". Days are those of "
                + document.zone() + ".";
    }

    private static String attributes(Entry entry) {
        return entry.changes().stream().map(ChangedAttribute::text).collect(Collectors.joining(", "));
    }

    private static String why(Entry entry) {
        String names = entry.changes().stream().map(ChangedAttribute::name).collect(Collectors.joining(", "));
        return VisibleText.of(names + (names.isEmpty() || entry.reason().isEmpty() ? "" : "; ") + entry.reason() + (names.isEmpty() && entry.reason().isEmpty() ? "" : " ")
                + "(" + entry.initiatedBy() + ")");
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("entry", "at", "identity", "job", "system", "account", "id", "change", "attributes", "why", "by", "cycle");
        document.changes().forEach(entry -> table.row(entry.sequence(), entry.at(), entry.identity(), entry.job(), entry.target(), entry.accountName(), entry.targetAnchor(),
                entry.action(), attributes(entry), entry.reason(), entry.initiatedBy(), entry.cycle()));
        return table;
    }

    @Override
    public ReportPage page() {
        List<String> actions = actions();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Entry", "When", "Who", "System", "Account", "Change", "What", "Why", "By"));
        document.changes().forEach(entry -> rows.add(List.of(String.valueOf(entry.sequence()), MomentText.of(entry.at()), WhoText.of(entry.identity(), entry.display()), entry.target(), entry.accountName(),
                entry.action(), attributes(entry), entry.reason(), entry.initiatedBy())));
        List<Fact> facts = new ArrayList<>(List.of(new Fact("From", MomentText.of(document.since())), new Fact("To", MomentText.of(document.until())),
                new Fact("Changes", Quantity.grouped(document.changes().size()))));
        if (document.failed() > 0) {
            facts.add(new Fact("Did not succeed", Quantity.grouped(document.failed())));
        }
        return new ReportPage("What was changed", facts, List.of(source()), new Chart("Changes of accounts on each day", actions, document.days().stream()
                .map(day -> new Bar(day.day(), actions.stream().map(action -> day.counts().getOrDefault(action, 0L)).toList())).toList()), rows);
    }
}
