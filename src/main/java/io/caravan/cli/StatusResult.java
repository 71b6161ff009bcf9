package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.subject.LinkState;
import io.caravan.operations.HaltedJob;
import io.caravan.operations.ProjectStatus;
import io.caravan.operations.ProjectStatus.CycleStatus;
import io.caravan.operations.ProjectStatus.JobStatus;
import io.caravan.operations.Quantity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where every job stands. */
record StatusResult(ProjectStatus document) implements Result {

    /** As of a cycle: failed, then held, then somebody was left behind. */
    @Override
    public ExitCode exitCode() {
        List<String> ended = document.jobs().stream().flatMap(job -> job.lastCycle().stream()).map(CycleStatus::status).toList();
        if (ended.contains("failed")) {
            return ExitCode.FAILED;
        }
        if (ended.contains("held") || document.jobs().stream().anyMatch(job -> job.held() > 0)) {
            return ExitCode.HELD;
        }
        return document.leftBehind().isEmpty() && document.halted().stream().noneMatch(HaltedJob::leavesSomebodyBehind) && !ended.contains("partly") ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        Table table = new Table("JOB", "SYSTEM", "HAS", "HELD", "DEAD", "LAST CYCLE", "");
        for (JobStatus job : document.jobs()) {
            table.row(job.name(), job.direction().equals("inbound") ? job.system() + " → hub" : "hub → " + job.system(), contents(job),
                    Quantity.grouped(job.held()), Quantity.grouped(job.deadLetters()),
                    job.lastCycle().map(cycle -> cycle.kind() + " " + cycle.status() + " " + cycle.startedAt()).orElse("never"),
                    job.lastCycle().map(CycleStatus::message).orElse(""));
        }
        table.print(out);
        out.line();
        out.line(out.paint(Style.STRONG, Quantity.grouped(document.identities())) + (document.identities() == 1 ? " identity" : " identities") + " in the hub");
        document.jobs().forEach(job -> job.watermark().ifPresent(mark -> out.line(job.name() + " reads what changed since " + VisibleText.of(mark))));
        HaltedJobsText.print(out, document.halted());
        document.heldReadings().forEach(reading -> {
            out.line();
            out.line(out.paint(Style.CHANGED, "Held") + ": " + VisibleText.of(reading.text()));
            out.line("  Next: " + reading.next());
        });
        if (!document.leftBehind().isEmpty()) {
            out.line();
            LeftBehindText.print(out, document.leftBehind());
        }
        if (!document.nextSteps().isEmpty()) {
            out.line();
            document.nextSteps().forEach(step -> out.line(out.paint(Style.CHANGED, "Next: ") + step));
        }
    }

    private static String contents(JobStatus job) {
        return job.records().map(records -> Quantity.of(records, "record"))
                .orElseGet(() -> Quantity.grouped(job.accounts().getOrDefault("enabled", 0L)) + " enabled, "
                        + Quantity.grouped(job.accounts().getOrDefault("disabled", 0L)) + " disabled"
                        + Stream.of(LinkState.MISSING, LinkState.IN_DOUBT).filter(state -> job.accounts().containsKey(state.word()))
                                .map(state -> ", " + Quantity.grouped(job.accounts().get(state.word())) + " " + state.word()).collect(Collectors.joining()));
    }
}
