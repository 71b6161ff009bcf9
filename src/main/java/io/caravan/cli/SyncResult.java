package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.runtime.CycleRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What cycles did. */
record SyncResult(List<JobRun> jobs) implements Result {

    /**
     * @param status  {@code done, partly, held, failed}, or {@code busy}: the job is running elsewhere
     * @param message why it is not {@code done}
     * @param steps   where the time went; steps may overlap, since records stream through them
     */
    record JobRun(String job, long cycle, String status, String message, Map<String, Long> counts, double seconds, List<Step> steps) {

        static JobRun of(CycleRun run, double seconds, List<Step> steps) {
            var cycle = run.getCycle();
            return new JobRun(run.getJob(), cycle.id(), cycle.status(), cycle.failure().or(cycle::held).orElse(""), new TreeMap<>(cycle.counts()),
                    seconds, steps);
        }

        static JobRun busy(String job) {
            return new JobRun(job, 0, "busy",
                    "the job is running already, here or on another machine; if that run was killed, the job is free again when its lease has ended (caravan.lease)",
                    Map.of(), 0, List.of());
        }

        ExitCode exitCode() {
            return switch (status) {
                case "done" -> ExitCode.DONE;
                case "partly" -> ExitCode.SOME_FAILED;
                case "held" -> ExitCode.HELD;
                default -> ExitCode.FAILED;
            };
        }
    }

    /**
     * One step of a job's run.
     *
     * @param items   how many records, identities, accounts or changes it went over
     * @param seconds from its beginning to its end, all rounds together
     */
    record Step(String name, long items, double seconds) {
    }

    /** The worst of all: failed, then held, then some failed. */
    @Override
    public ExitCode exitCode() {
        List<ExitCode> all = jobs.stream().map(JobRun::exitCode).toList();
        return List.of(ExitCode.FAILED, ExitCode.HELD, ExitCode.SOME_FAILED).stream().filter(all::contains).findFirst().orElse(ExitCode.DONE);
    }

    @Override
    public void print(TextOut out) {
        for (JobRun job : jobs) {
            Style style = job.exitCode() == ExitCode.DONE ? Style.GOOD : Style.BAD;
            out.line(job.job() + ": " + out.paint(style, job.status()) + " in " + Pace.duration(job.seconds()) + counts(job));
            Optional.of(job.message()).filter(message -> !message.isEmpty()).ifPresent(message -> out.line("  " + Words.plain(message)));
            if (job.exitCode() == ExitCode.SOME_FAILED) {
                out.line("  who and why: " + Words.failuresOf(job.job()));
            }
        }
    }

    private static String counts(JobRun job) {
        String counts = String.join(", ", job.counts().entrySet().stream().filter(count -> count.getValue() > 0)
                .map(count -> Pace.number(count.getValue()) + " " + count.getKey()).toList());
        return counts.isEmpty() ? "" : ": " + counts;
    }
}
