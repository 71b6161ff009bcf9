package io.caravan.operations;

import io.caravan.engine.CycleStore;
import io.caravan.engine.StateStore;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.CycleRun;
import io.caravan.runtime.RuledGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs jobs once. */
public final class Synchronization {

    private static final double NANOS = 1e9;

    private Synchronization() {
    }

    /** Runs jobs in their order, independent targets at the same time; the rules of groups behind the last source. */
    public static List<JobRun> run(OpenProject project, List<? extends Job> jobs, boolean full) {
        Caravan engine = project.engine();
        List<Job> all = List.copyOf(jobs);
        int sources = 1 + IntStream.range(0, all.size()).filter(place -> all.get(place) instanceof InboundJob).max().orElse(-1);
        Function<Job, JobRun> work = job -> timed(project, job.name(), () -> engine.sync(job.name(), full, "sync"));
        List<JobRun> runs = new ArrayList<>(JobsAtOnce.each(all.subList(0, sources), work));
        groups(project, "sync").ifPresent(runs::add);
        runs.addAll(JobsAtOnce.each(all.subList(sources, all.size()), work));
        return runs;
    }

    /** Works out who is in which group by rule, after sources were read and before targets are written; empty where there are no rules. */
    static Optional<JobRun> groups(OpenProject project, String initiatedBy) {
        RuledGroups groups = project.engine().groups();
        return groups.areThere() ? Optional.of(JobRun.ofGroups(project, groups.run(initiatedBy, project.groupApproval()))) : Optional.empty();
    }

    /** Whether a cycle of the job would look at anybody, or at who is in a group. */
    public static boolean hasWork(OpenProject project, OutboundJob job) {
        StateStore store = project.store();
        CycleStore.JobState state = store.cycles().state(job.name());
        return !state.fingerprint().equals(job.fingerprint())
                || !store.links().due(job.kind(), job.name(), state.evaluatedVersion(), project.now(), 0, 1).isEmpty()
                || !store.changes().unsettled(job.name(), Optional.empty(), 1).isEmpty()
                || (job.members().isPresent() || job.dependsOnMemberships()) && hasMembershipsToLookAt(project, job, state);
    }

    private static boolean hasMembershipsToLookAt(OpenProject project, OutboundJob job, CycleStore.JobState state) {
        return !project.store().memberships().due(job.name(), Optional.empty(), 1).isEmpty()
                || state.evaluatedAt().filter(since -> project.store().memberships().changesBetween(since, project.now())).isPresent();
    }

    static JobRun timed(OpenProject project, String job, Supplier<Optional<CycleRun>> work) {
        long start = System.nanoTime();
        return work.get().map(run -> JobRun.of(project, run, (System.nanoTime() - start) / NANOS, project.times().take(job)))
                .orElseGet(() -> JobRun.notBegun(project, job));
    }
}
