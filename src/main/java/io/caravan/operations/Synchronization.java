package io.caravan.operations;

import io.caravan.engine.CycleStore;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
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

    /** Runs jobs in their order, independent targets at the same time. */
    public static List<JobRun> run(OpenProject project, List<? extends Job> jobs, boolean full) {
        Caravan engine = project.engine();
        return JobsAtOnce.each(List.copyOf(jobs), job -> timed(project, job.name(), () -> engine.sync(job.name(), full, "sync")));
    }

    /** Whether a cycle of the job would look at anybody. */
    public static boolean hasWork(OpenProject project, OutboundJob job) {
        StateStore store = project.store();
        CycleStore.JobState state = store.cycles().state(job.name());
        return !state.fingerprint().equals(job.fingerprint())
                || !store.links().due(job.kind(), job.name(), state.evaluatedVersion(), project.now(), 0, 1).isEmpty()
                || !store.changes().unsettled(job.name(), Optional.empty(), 1).isEmpty();
    }

    static JobRun timed(OpenProject project, String job, Supplier<Optional<CycleRun>> work) {
        long start = System.nanoTime();
        return work.get().map(run -> JobRun.of(project, run, (System.nanoTime() - start) / NANOS, project.times().take(job)))
                .orElseGet(() -> JobRun.notBegun(project, job));
    }
}
