package io.caravan.operations;

import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.CycleRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs jobs once. */
public final class Synchronization {

    private static final double NANOS = 1e9;

    private Synchronization() {
    }

    /**
     * Runs jobs in their order, independent targets at the same time.
     *
     * @param times the listener that the project was opened with
     */
    public static List<JobRun> run(Caravan caravan, List<? extends Job> jobs, boolean full, StepTimes times) {
        return JobsAtOnce.each(List.copyOf(jobs), job -> timed(caravan, job.name(), times, () -> caravan.sync(job.name(), full, "sync")));
    }

    static JobRun timed(Caravan caravan, String job, StepTimes times, Supplier<Optional<CycleRun>> work) {
        long start = System.nanoTime();
        return work.get().map(run -> JobRun.of(caravan.store(), run, (System.nanoTime() - start) / NANOS, times.take(job))).orElseGet(() -> JobRun.notBegun(caravan, job));
    }
}
