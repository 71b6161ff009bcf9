package io.caravan.cli;

import io.caravan.cli.ReportPage.Bar;
import io.caravan.cli.ReportPage.Chart;
import io.caravan.cli.ReportPage.Fact;
import io.caravan.cli.TextOut.Style;
import io.caravan.operations.LeaversReport.State;
import io.caravan.operations.LeaversReport;
import io.caravan.operations.LeaversReport.Leaver;
import io.caravan.operations.LeaversReport.Target;
import io.caravan.operations.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How soon leavers lost access, and who still has it. */
record LeaversReportResult(LeaversReport document) implements Report {

    @Override
    public ExitCode exitCode() {
        return document.leavers().stream().anyMatch(leaver -> leaver.state() == State.OPEN) ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.paragraph("", 0, "Who left from " + MomentText.of(document.since()) + " to " + MomentText.of(document.until()) + ", and whoever left before and still has an account.");
        out.line();
        Table targets = new Table("SYSTEM", "JOB", "LEAVERS", "OPEN", "KEPT", "USUALLY AFTER", "SLOWEST").numbers("LEAVERS", "OPEN", "KEPT", "USUALLY AFTER", "SLOWEST");
        targets.styled("OPEN", open -> open.equals("-") ? Optional.empty() : Optional.of(Style.BAD));
        document.targets().forEach(target -> targets.row(target.system(), target.job(), Quantity.grouped(target.leavers()), number(target.open()), number(target.kept()),
                span(target.medianSeconds()), span(target.slowestSeconds())));
        targets.print(out);
        if (!document.leavers().isEmpty()) {
            out.line();
            Table table = new Table("WHO", "SYSTEM", "ACCOUNT", "LEFT", "STATE", "AFTER", "WHY").numbers("AFTER");
            table.styled("STATE", state -> state.equals(State.OPEN.word()) ? Optional.of(Style.BAD) : Optional.empty());
            document.leavers().forEach(leaver -> table.row(WhoText.inTable(leaver.identity(), leaver.display()), leaver.system(), name(leaver), left(leaver), leaver.state().word(), after(leaver), leaver.why()));
            table.print(out);
        }
        if (exitCode() == ExitCode.SOME_FAILED) {
            out.line();
            out.paragraph(out.paint(Style.CHANGED, "Next: "), 2, "caravan explain WHO tells why an account is still open; caravan status, whether a job is held, paused or failing");
        }
        if (document.leavers().stream().anyMatch(leaver -> !leaver.known())) {
            out.line();
            out.paragraph("", 0, "* The source does not say when: counted from when it was read.");
        }
    }

    private static String number(long count) {
        return count == 0 ? "-" : Quantity.grouped(count);
    }

    private static String span(Optional<Long> seconds) {
        return seconds.map(MomentText::span).orElse("-");
    }

    private static String name(Leaver leaver) {
        return leaver.name().isEmpty() ? leaver.account().isEmpty() ? "-" : leaver.account() : leaver.name();
    }

    private static String left(Leaver leaver) {
        return MomentText.of(leaver.left()) + (leaver.known() ? "" : " *");
    }

    /** Of an account that is still open, for how long by now; of one that is kept or was closed nobody knows when, nothing. */
    private static String after(Leaver leaver) {
        return leaver.state() == State.OPEN || leaver.closed().isPresent() ? MomentText.span(leaver.seconds()) : "-";
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("identity", "job", "system", "account", "id", "left", "left_is_known", "state", "closed", "seconds", "why");
        document.leavers().forEach(leaver -> table.row(leaver.identity(), leaver.job(), leaver.system(), leaver.name(), leaver.account(), leaver.left(), leaver.known(), leaver.state().word(),
                leaver.closed().orElse(""), leaver.seconds(), leaver.why()));
        return table;
    }

    @Override
    public ReportPage page() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Who", "System", "Account", "Left", "State", "Closed", "After", "Why"));
        document.leavers().forEach(leaver -> rows.add(List.of(WhoText.of(leaver.identity(), leaver.display()), leaver.system(), name(leaver), left(leaver), leaver.state().word(),
                leaver.closed().map(MomentText::of).orElse("-"), after(leaver), leaver.why())));
        List<Fact> facts = new ArrayList<>(List.of(new Fact("From", MomentText.of(document.since())), new Fact("To", MomentText.of(document.until())),
                new Fact("Still open", Quantity.grouped(document.targets().stream().mapToLong(Target::open).sum()))));
        document.targets().forEach(target -> target.medianSeconds().ifPresent(median -> facts.add(new Fact("Usually, in " + target.system(), "after " + MomentText.span(median)))));
        List<String> notes = document.leavers().stream().anyMatch(leaver -> !leaver.known())
                ? List.of("Where the time of leaving has a *, the source does not say when: it is counted from when that was read.") : List.of();
        return new ReportPage("How soon leavers lost access", facts, notes, new Chart("From leaving to the account closed", LeaversReport.SPANS, document.targets().stream()
                .map(target -> new Bar(target.system(), LeaversReport.SPANS.stream().map(target.spans()::get).toList())).toList()), rows);
    }
}
