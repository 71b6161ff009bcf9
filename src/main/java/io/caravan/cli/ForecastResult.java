package io.caravan.cli;

import io.caravan.cli.PlanResult.Layout;
import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.ForecastReport;
import io.caravan.operations.ForecastReport.Moment;
import io.caravan.operations.ForecastReport.Planned;
import io.caravan.operations.GroupPlan;
import io.caravan.operations.PlanReport;
import io.caravan.operations.Quantity;
import java.util.List;

/**
 * What would be done until a day to come, moment by moment.
 *
 * @param pending whether changes are told by the exit code
 */
record ForecastResult(ForecastReport document, Layout layout, boolean pending) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.lacksJobs() ? ExitCode.FAILED : document.leavesSomebodyBehind() ? ExitCode.SOME_FAILED : document.hasChanges() && pending ? ExitCode.CHANGES_PENDING : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        String read = ZonedText.read(document.sources(), document.zone());
        out.paragraph("", 0, "What would be done until " + local(document.until()) + " (" + document.zone() + ") if no source said anything new" + (read.isEmpty() ? "" : ": " + read)
                + ". No target was asked: an account that is there and nobody's would be taken over instead of created.");
        document.unsaid().forEach((job, why) -> out.paragraph(out.paint(Style.BAD, job + ": "), 2, why));
        document.paused().forEach((job, pause) -> out.paragraph(out.paint(Style.CHANGED, job + ": "), 2, "paused " + pause + "; what is told of it is what it would do if it ran"));
        out.line();
        document.moments().forEach(moment -> print(out, moment));
        if (document.moments().isEmpty()) {
            out.line("Nothing.");
        }
        held(out);
        out.paragraph("", 0, document.next().isEmpty() ? "After that nothing comes by time alone." : "The next that comes by time alone: " + local(document.next()) + ".");
        LeftBehindText.print(out, document.leftBehind());
    }

    private void print(TextOut out, Moment moment) {
        out.line(out.paint(Style.STRONG, "From " + local(moment.at()) + " on"));
        new PlanResult(new PlanReport(moment.jobs().stream().map(Planned::plan).toList(), List.of(), List.of(), List.of(), moment.groups(), List.of()), layout, ExitCode.DONE).print(out);
    }

    /** In one place, since it is what somebody has to be there for. */
    private void held(TextOut out) {
        boolean any = false;
        for (Moment moment : document.moments()) {
            for (GroupPlan group : moment.groups()) {
                for (String breach : group.guard()) {
                    any = true;
                    out.paragraph(out.paint(Style.BAD, "Would be held on " + local(moment.at()) + ": "), 2, VisibleText.of(group.group()) + ": " + breach);
                }
            }
            for (Planned job : moment.jobs()) {
                if (job.wouldBeHeld()) {
                    any = true;
                    out.paragraph(out.paint(Style.BAD, "Would be held on " + local(moment.at()) + ": "), 2, job.plan().job() + ": " + String.join("; ", job.plan().guard()));
                }
                if (!job.frozenUntil().isEmpty()) {
                    out.paragraph(out.paint(Style.CHANGED, "Would wait from " + local(moment.at()) + ": "), 2, job.plan().job() + " is frozen until " + local(job.frozenUntil()) + ", and "
                            + Quantity.of(job.waiting(), "change") + (job.waiting() == 1 ? " waits" : " wait"));
                }
            }
        }
        if (any) {
            out.line("What comes later is told as if somebody had let that through.");
        }
    }

    private String local(String instant) {
        return ZonedText.of(instant, document.zone());
    }
}
