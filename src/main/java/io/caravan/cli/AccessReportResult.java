package io.caravan.cli;

import io.caravan.cli.ReportPage.Bar;
import io.caravan.cli.ReportPage.Chart;
import io.caravan.cli.ReportPage.Fact;
import io.caravan.operations.AccessReport;
import io.caravan.operations.AccessReport.Access;
import io.caravan.operations.Quantity;
import java.util.ArrayList;
import java.util.List;

/** Who had which account open, since when and why. */
record AccessReportResult(AccessReport document) implements Report {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line("Access on " + document.on() + ", as of " + MomentText.of(document.at()) + ": " + people() + ", " + Quantity.of(document.access().size(), "account") + ".");
        if (!document.access().isEmpty()) {
            out.line();
            Table table = new Table("WHO", "SYSTEM", "ACCOUNT", "SINCE", "WHY");
            document.access().forEach(access -> table.row(WhoText.inTable(access.identity(), access.display()), access.system(), name(access), MomentText.of(access.since()), why(access)));
            table.print(out);
            out.line();
        }
        out.paragraph("", 0, source());
    }

    private String people() {
        return Quantity.grouped(document.people()) + (document.people() == 1 ? " person" : " people");
    }

    private String source() {
        return "From the log, which is whole: " + (document.entries() == 1 ? "1 entry" : Quantity.grouped(document.entries()) + " entries") + " since " + MomentText.of(document.logSince())
                + ", the last with hash " + document.lastHash() + ". Of accounts that were there before, it tells from when they were recognised; what was changed in a target by hand is in no log.";
    }

    private static String name(Access access) {
        return access.name().isEmpty() ? access.account() : access.name();
    }

    private static String why(Access access) {
        return access.why() + (access.why().isEmpty() ? "" : " ") + "(" + access.by() + ", entry " + access.entry() + ")" + (access.managed() ? "" : "; kept, and not looked after any more");
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("identity", "job", "system", "account", "id", "since", "why", "by", "managed", "entry");
        document.access().forEach(access -> table.row(access.identity(), access.job(), access.system(), access.name(), access.account(), access.since(), access.why(), access.by(),
                access.managed(), access.entry()));
        return table;
    }

    @Override
    public ReportPage page() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Who", "System", "Account", "Since", "Why", "By", "Entry"));
        document.access().forEach(access -> rows.add(List.of(WhoText.of(access.identity(), access.display()), access.system(), name(access), MomentText.of(access.since()),
                access.why() + (access.managed() ? "" : "; kept, and not looked after any more"), access.by(), String.valueOf(access.entry()))));
        return new ReportPage("Who had access on " + document.on(), List.of(new Fact("As of", MomentText.of(document.at())), new Fact("People", Quantity.grouped(document.people())),
                new Fact("Open accounts", Quantity.grouped(document.access().size())), new Fact("Log begins", MomentText.of(document.logSince())),
                new Fact("Entries in the log", Quantity.grouped(document.entries()))), List.of(source()),
                new Chart("Open accounts in each system", List.of("open accounts"), document.bySystem().entrySet().stream()
                        .map(system -> new Bar(system.getKey(), List.of(system.getValue()))).toList()), rows);
    }
}
