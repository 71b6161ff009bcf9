package io.caravan.cli;

import io.caravan.camel.kit.KitReport;
import java.util.List;
import java.util.Locale;

/** What a connector showed when it was tried out. */
record ConnectorTestResult(String connector, long passed, long failed, long excluded, List<Check> checks) implements Result {

    /** {@code result}: passed, failed or excluded. */
    record Check(String object, String name, String result, String message) {
    }

    static ConnectorTestResult of(KitReport report) {
        return new ConnectorTestResult(report.connector(), report.count(KitReport.Result.PASSED), report.count(KitReport.Result.FAILED),
                report.count(KitReport.Result.EXCLUDED), report.checks().stream().map(check -> new Check(check.object(), check.name(),
                        check.result().name().toLowerCase(Locale.ROOT), check.message())).toList());
    }

    @Override
    public ExitCode exitCode() {
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        for (Check check : checks) {
            TextOut.Style style = switch (check.result) {
                case "passed" -> TextOut.Style.GOOD;
                case "failed" -> TextOut.Style.BAD;
                default -> TextOut.Style.FAINT;
            };
            out.line("  " + out.paint(style, String.format("%-8s", check.result)) + " " + (check.object.isEmpty() ? "" : check.object + ": ") + check.name);
            if (!check.message.isEmpty()) {
                out.line("           " + check.message);
            }
        }
        out.line();
        out.line(connector + ": " + passed + " passed, " + failed + " failed, " + excluded + " excluded.");
    }
}
