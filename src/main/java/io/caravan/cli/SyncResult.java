package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.JobRun;
import io.caravan.operations.Quantity;
import io.caravan.operations.SyncReport;
import java.util.List;
import java.util.Optional;

/** What cycles did. */
record SyncResult(SyncReport document) implements Result {

    /** The worst of all: failed, then held, then some failed. */
    @Override
    public ExitCode exitCode() {
        return worst(document.jobs());
    }

    static ExitCode worst(List<JobRun> jobs) {
        List<ExitCode> all = jobs.stream().map(SyncResult::exitCode).toList();
        return List.of(ExitCode.FAILED, ExitCode.HELD, ExitCode.SOME_FAILED).stream().filter(all::contains).findFirst().orElse(ExitCode.DONE);
    }

    static ExitCode exitCode(JobRun job) {
        return switch (job.status()) {
            case "done" -> ExitCode.DONE;
            case "partly" -> ExitCode.SOME_FAILED;
            case "held" -> ExitCode.HELD;
            default -> ExitCode.FAILED;
        };
    }

    @Override
    public void print(TextOut out) {
        print(out, document.jobs());
    }

    static void print(TextOut out, List<JobRun> jobs) {
        for (JobRun job : jobs) {
            Style style = exitCode(job) == ExitCode.DONE ? Style.GOOD : Style.BAD;
            out.line(job.job() + ": " + out.paint(style, job.status()) + " in " + Pace.duration(job.seconds()) + counts(job));
            Optional.of(job.message()).filter(message -> !message.isEmpty()).ifPresent(message -> out.line("  " + VisibleText.of(message)));
            LeftBehindText.print(out, job.leftBehind());
            if (exitCode(job) == ExitCode.SOME_FAILED && job.leftBehind().isEmpty()) {
                out.line("  " + job.whoAndWhy());
            }
        }
    }

    private static String counts(JobRun job) {
        String counts = String.join(", ", job.counts().entrySet().stream().filter(count -> count.getValue() > 0)
                .map(count -> Quantity.grouped(count.getValue()) + " " + count.getKey()).toList());
        return counts.isEmpty() ? "" : ": " + counts;
    }
}
