package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.cycle.Counted;
import io.caravan.cycle.LogEntry;
import io.caravan.cycle.LogStore;
import io.caravan.cycle.StateStore;
import io.caravan.identity.Sentences;
import io.caravan.operations.SavedPlan.JobChanges;
import io.caravan.operations.SavedPlan.PlannedChange;
import io.caravan.plan.Change;
import io.caravan.plan.Guard;
import io.caravan.plan.Verdict;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Caravan.Applied;
import io.caravan.runtime.Caravan.AppliedJob;
import io.caravan.runtime.Caravan.PlanMoment;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out a saved plan: exactly that, in all of its jobs, or nothing. Everything is tried out on a preview first, and
 * planned once more before the first change is sent. Only what the targets answer then can keep it from being done whole.
 */
public final class PlanApplication {

    private final Path file;
    private final SavedPlan plan;
    private final boolean approved;

    /** @param plan to be carried out, which may be a part of what is in the file */
    public PlanApplication(Path file, SavedPlan plan, boolean approved) {
        this.file = file;
        this.plan = plan;
        this.approved = approved;
    }

    /** A change of the plan that was not made, and why. */
    public record NotMade(String job, String identity, String kind, String account, String why) {
    }

    /**
     * What became of a plan.
     *
     * @param jobs    how it went; when something stood against the plan, only what failed or is held
     * @param refused changes that are not due any more, or would not be the same: because of them nothing was written
     * @param guard   the limits the plan goes over, in words, when nobody approved it: nothing was written
     * @param notMade changes that could not be made, though nothing had stood against them
     * @param left    by job: how many other changes are due, which the next cycle looks at
     */
    public record Outcome(List<JobRun> jobs, List<NotMade> refused, List<String> guard, List<NotMade> notMade, Map<String, Long> left) {

        /** Whether nothing stands against the plan. */
        public boolean isClear() {
            return jobs.isEmpty() && refused.isEmpty() && guard.isEmpty();
        }
    }

    /** Refuses a plan that may not be carried out, whatever is in it: too old, of another mapping. Before any cycle runs. */
    public void check(Caravan caravan) {
        StateStore store = caravan.store();
        plan.check(file, caravan.project(), caravan.now(), store.cycles().latestMoment(), caravan.project().settings().duration(OwnSetting.PLAN_MAX_AGE));
    }

    /** What stands against the plan. */
    public Outcome rehearse(Caravan preview) {
        PlanMoment moment = new PlanMoment(preview.now(), plan.seed());
        List<JobRun> failed = new ArrayList<>();
        preview.project().inbound().forEach(job -> preview.plan(job.name(), false, moment)
                .filter(run -> run.getCycle().failure().or(run.getCycle()::held).isPresent()).ifPresent(run -> failed.add(JobRun.of(preview.store(), run, 0, List.of()))));
        return failed.isEmpty() ? against(preview, preview.rehearse(plan.saved(), plan.seed(), approved)) : refused(failed);
    }

    /** @param times the listener that the project was opened with */
    public Outcome carryOut(Caravan caravan, StepTimes times) {
        PlanMoment moment = new PlanMoment(caravan.now(), plan.seed());
        List<JobRun> runs = new ArrayList<>();
        caravan.project().inbound().forEach(job -> runs.add(Synchronization.timed(caravan, job.name(), times,
                () -> caravan.sync(job.name(), false, "apply", moment))));
        List<JobRun> failed = runs.stream().filter(run -> Set.of("failed", "interrupted", "held", "busy", "not-begun").contains(run.status())).toList();
        if (!failed.isEmpty()) {
            return refused(failed);
        }
        Applied applied = caravan.apply(plan.saved(), plan.seed(), approved);
        if (!applied.asSaved()) {
            return against(caravan, applied);
        }
        List<NotMade> notMade = new ArrayList<>();
        Map<String, Long> left = new TreeMap<>();
        for (AppliedJob job : applied.jobs()) {
            runs.add(JobRun.of(caravan.store(), job.run(), job.seconds(), times.take(job.run().getJob())));
            notMade.addAll(notMade(caravan.store(), job.run()));
            left.put(job.run().getJob(), job.run().getCycle().counted(Counted.NOT_IN_PLAN));
        }
        left.values().removeIf(count -> count == 0);
        return new Outcome(runs, List.of(), List.of(), notMade, left);
    }

    private static Outcome refused(List<JobRun> failed) {
        return new Outcome(failed, List.of(), List.of(), List.of(), Map.of());
    }

    private Outcome against(Caravan caravan, Applied applied) {
        List<JobRun> failed = new ArrayList<>();
        applied.busy().ifPresent(job -> failed.add(JobRun.notBegun(caravan, job)));
        applied.jobs().stream().filter(job -> job.failure().isPresent()).forEach(job -> failed.add(JobRun.of(caravan.store(), job.run(), job.seconds(), List.of())));
        if (!failed.isEmpty()) {
            return refused(failed);
        }
        List<NotMade> refused = new ArrayList<>();
        List<String> guard = new ArrayList<>();
        for (AppliedJob job : applied.jobs()) {
            Map<String, Optional<Verdict>> why = job.run().refused();
            changes(job.run()).filter(change -> why.containsKey(change.identity()))
                    .forEach(change -> refused.add(notMade(job.run(), change, why(change, why.get(change.identity())))));
            if (!approved) {
                job.run().breaches().stream().map(Guard.Measure::text).forEach(text -> guard.add(job.run().getJob() + ": " + text));
            }
        }
        return new Outcome(List.of(), refused, guard, List.of(), Map.of());
    }

    private static String why(PlannedChange change, Optional<Verdict> now) {
        if (now.isEmpty() || now.get().kind() == Verdict.Kind.UNCHANGED) {
            return "there is nothing to do any more: the account is as it should be";
        }
        String because = Sentences.of(now.get().because());
        if (now.get().change().isEmpty()) {
            return "it is not due any more: " + because;
        }
        Change wanted = now.get().change().get();
        if (wanted.basis().equals(change.basis())) {
            return "it is a dead letter by now, because the target refused it: caravan dead-letters tells why";
        }
        boolean sameKind = wanted.kind().word().equals(change.kind());
        return sameKind ? "it would be another " + change.kind() + " now: " + wanted.changes().stream().map(ChangedAttribute::of).map(ChangedAttribute::text)
                .collect(Collectors.joining(", ")) : "now it would be " + wanted.kind().word() + (because.isEmpty() ? "" : ": " + because);
    }

    private Stream<PlannedChange> changes(CycleRun run) {
        return plan.jobs().stream().filter(job -> job.job().equals(run.getJob())).map(JobChanges::changes).flatMap(List::stream);
    }

    private static NotMade notMade(CycleRun run, PlannedChange change, String why) {
        return new NotMade(run.getJob(), change.identity(), change.kind(), change.account(), why);
    }

    /** The log of this cycle has an entry for every change that was sent. */
    private List<NotMade> notMade(StateStore store, CycleRun run) {
        List<PlannedChange> planned = changes(run).toList();
        if (run.getCycle().counted(Counted.APPLIED) >= planned.size()) {
            return List.of();
        }
        LogStore.Filter ofCycle = new LogStore.Filter(Optional.of(run.getJob()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.of(run.getCycle().id()), Integer.MAX_VALUE);
        Set<String> done = new HashSet<>();
        Map<String, String> failed = new HashMap<>();
        store.log().read(ofCycle).forEach(stored -> {
            LogEntry entry = stored.entry();
            if (entry.status() == LogEntry.Status.SUCCESS) {
                done.add(entry.identityKey());
            } else {
                failed.put(entry.identityKey(), entry.reason());
            }
        });
        return planned.stream().filter(change -> !done.contains(change.identity()))
                .map(change -> notMade(run, change, failed.getOrDefault(change.identity(), "it was not sent"))).toList();
    }
}
