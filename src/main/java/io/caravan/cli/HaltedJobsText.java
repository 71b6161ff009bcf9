package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.HaltedJob;
import java.util.List;

/** Which jobs are paused, switched off, in quarantine, overdue, read only or frozen, who said so, until when, and what ends it. */
final class HaltedJobsText {

    private HaltedJobsText() {
    }

    static void print(TextOut out, List<HaltedJob> halted) {
        if (!halted.isEmpty()) {
            out.line();
        }
        for (HaltedJob job : halted) {
            out.paragraph(out.paint(job.isFailure() ? Style.BAD : Style.CHANGED, word(job)) + ": ", 2, job.job() + ", " + job.text());
            if (job.leavers() == 0) {
                out.paragraph("  Next: ", 4, job.next());
            }
        }
    }

    private static String word(HaltedJob job) {
        return switch (job.why()) {
            case PAUSED -> "Paused";
            case DISABLED -> "Switched off";
            case READ_ONLY -> "Read only";
            case QUARANTINED -> "In quarantine";
            case OVERDUE -> "Overdue";
            case FROZEN -> "Frozen";
        };
    }
}
