package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.HaltedJob;
import java.util.List;

/** Which jobs are paused or frozen, who said so, until when, and what ends it. */
final class HaltedJobsText {

    private HaltedJobsText() {
    }

    static void print(TextOut out, List<HaltedJob> halted) {
        if (!halted.isEmpty()) {
            out.line();
        }
        for (HaltedJob job : halted) {
            out.paragraph(out.paint(Style.CHANGED, job.isPaused() ? "Paused" : "Frozen") + ": ", 2, job.job() + ", " + job.text());
            if (job.leavers() == 0) {
                out.paragraph("  Next: ", 4, job.next());
            }
        }
    }
}
