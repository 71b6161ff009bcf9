package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.engine.Counted;
import io.caravan.engine.GroupApproval;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.StateStore;
import io.caravan.subject.Sentences;
import io.caravan.operations.ApplyReport.NotMade;
import io.caravan.operations.SavedPlan.JobChanges;
import io.caravan.operations.SavedPlan.SavedChange;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.Verdict;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Caravan.Applied;
import io.caravan.runtime.Caravan.AppliedJob;
import io.caravan.runtime.Caravan.PlanMoment;
import io.caravan.runtime.CycleRun;
import io.caravan.runtime.NextStep;
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

    private final OpenProject project;
    private final Path file;
    private final SavedPlan plan;
    private final boolean approved;

    private PlanApplication(OpenProject project, Path file, SavedPlan plan, boolean approved) {
        this.project = project;
        this.file = file;
        this.plan = plan;
        this.approved = approved;
    }

    /**
     * A plan that is to be carried out.
     *
     * @param file     as {@link Planning#save} wrote it
     * @param only     only the changes of these people, as the plan names them; of all, when nobody is named
     * @param approved whether somebody has looked at it, and the guard lets it through
     * @throws Refusal when it is no plan of this store, or has no change of somebody who is named
     */
    public static PlanApplication of(OpenProject project, Path file, List<String> only, boolean approved) {
        SavedPlan whole = SavedPlan.read(file, project.store().seal());
        return new PlanApplication(project, file, only.isEmpty() ? whole : whole.only(only), approved);
    }

    /**
     * What stands against the plan: nothing is written anywhere.
     *
     * @throws Refusal when it may not be carried out, whatever is in it: too old, of another mapping
     */
    public ApplyReport rehearse() {
        try (OpenProject copy = project.preview()) {
            check(copy);
            return rehearse(copy);
        }
    }

    private void check(OpenProject copy) {
        plan.check(file, copy.project(), copy.now(), copy.store().cycles().latestMoment(), copy.project().settings().duration(OwnSetting.PLAN_MAX_AGE));
    }

    private ApplyReport rehearse(OpenProject copy) {
        Caravan engine = copy.engine();
        PlanMoment moment = new PlanMoment(copy.now(), plan.seed());
        List<JobRun> failed = new ArrayList<>();
        copy.project().inbound().forEach(job -> engine.plan(job.name(), false, moment)
                .filter(run -> run.getCycle().failure().or(run.getCycle()::held).isPresent())
                .ifPresent(run -> failed.add(JobRun.of(copy, run, 0, List.of()))));
        if (failed.isEmpty() && engine.groups().areThere()) {
            engine.groups().plan(GroupApproval.NONE, moment.now());
        }
        return failed.isEmpty() ? against(copy, engine.rehearse(plan.saved(), plan.seed(), approved)) : refused(failed);
    }

    /** Carries it out, in all of its jobs or, when something stands against it after all, in none. */
    public ApplyReport carryOut() {
        List<JobRun> runs = readSources(project, "apply", new PlanMoment(project.now(), plan.seed()));
        List<JobRun> failed = withoutResult(runs);
        if (!failed.isEmpty()) {
            return refused(failed);
        }
        Synchronization.groups(project, "apply").ifPresent(runs::add);
        Applied applied = project.engine().apply(plan.saved(), plan.seed(), approved);
        return applied.asSaved() ? done(applied, runs) : against(project, applied);
    }

    /** What is to be written is decided by what the sources say now. */
    static List<JobRun> readSources(OpenProject project, String initiatedBy, PlanMoment moment) {
        List<JobRun> runs = new ArrayList<>();
        project.project().inbound().forEach(job -> runs.add(Synchronization.timed(project, job.name(),
                () -> project.engine().sync(job.name(), false, initiatedBy, moment))));
        return runs;
    }

    /** Those of these that say nothing about now. */
    static List<JobRun> withoutResult(List<JobRun> runs) {
        return runs.stream().filter(run -> !run.status().isComplete()).toList();
    }

    private ApplyReport done(Applied applied, List<JobRun> runs) {
        List<NotMade> notMade = new ArrayList<>();
        Map<String, Long> left = new TreeMap<>();
        for (AppliedJob job : applied.jobs()) {
            runs.add(JobRun.of(project, job.run(), job.seconds(), project.times().take(job.run().getJob())));
            notMade.addAll(notMade(project.store(), job.run(), changes(job.run()).toList()));
            left.put(job.run().getJob(), job.run().getCycle().counted(Counted.NOT_IN_PLAN));
        }
        left.values().removeIf(count -> count == 0);
        return report(runs, List.of(), List.of(), notMade, left);
    }

    private ApplyReport refused(List<JobRun> failed) {
        return report(failed, List.of(), List.of(), List.of(), Map.of());
    }

    private ApplyReport report(List<JobRun> runs, List<NotMade> moved, List<String> guard, List<NotMade> notMade, Map<String, Long> left) {
        return new ApplyReport(file.toString(), plan.changes(), runs, moved, guard, notMade, left);
    }

    private ApplyReport against(OpenProject open, Applied applied) {
        List<JobRun> failed = new ArrayList<>();
        applied.busy().ifPresent(job -> failed.add(JobRun.notBegun(open, job)));
        applied.jobs().stream().filter(job -> job.failure().isPresent()).forEach(job -> failed.add(JobRun.of(open, job.run(), job.seconds(), List.of())));
        if (!failed.isEmpty()) {
            return refused(failed);
        }
        List<NotMade> moved = new ArrayList<>();
        List<String> guard = new ArrayList<>();
        for (AppliedJob job : applied.jobs()) {
            Set<String> rejected = open.store().rulings().rulings(job.run().getJob()).stream().filter(Ruling::isRejection).map(ruling -> ruling.change().key())
                    .collect(Collectors.toSet());
            changes(job.run()).filter(change -> job.run().refused().containsKey(change.key()))
                    .forEach(change -> moved.add(notMade(job.run(), change, why(change, job.run(), rejected))));
            if (!approved) {
                job.run().breaches().stream().map(Guard.Measure::text).forEach(text -> guard.add(job.run().getJob() + ": " + text));
            }
        }
        return report(List.of(), moved, guard, List.of(), Map.of());
    }

    /**
     * Why a change that was seen is not made.
     *
     * @param run      that refused it
     * @param rejected {@link Change#key keys} of changes in this job that somebody has rejected
     */
    static String why(SavedChange change, CycleRun run, Set<String> rejected) {
        if (rejected.contains(change.key())) {
            return "it was rejected since: caravan status tells by whom and why";
        }
        if (!change.member().isEmpty()) {
            return NextStep.insteadOfMembership(run.givenUp().contains(change.key()));
        }
        Optional<Verdict> now = run.refused().get(change.key());
        if (now.flatMap(Verdict::change).isEmpty()) {
            return NextStep.instead(now);
        }
        String because = Sentences.of(now.get().because());
        Change wanted = now.get().change().get();
        if (wanted.basis().equals(change.basis())) {
            return "it is a dead letter by now, because the target refused it: caravan dead-letters tells why";
        }
        boolean sameKind = wanted.kind().word().equals(change.kind());
        return sameKind ? "it would be another " + change.kind() + " now: " + wanted.changes().stream().map(ChangedAttribute::of).map(ChangedAttribute::text)
                .collect(Collectors.joining(", ")) : "now it would be " + wanted.kind().word() + (because.isEmpty() ? "" : ": " + because);
    }

    private Stream<SavedChange> changes(CycleRun run) {
        return plan.jobs().stream().filter(job -> job.job().equals(run.getJob())).map(JobChanges::changes).flatMap(List::stream);
    }

    static NotMade notMade(CycleRun run, SavedChange change, String why) {
        return new NotMade(run.getJob(), change.identity(), change.kind(), change.account(), why);
    }

    /** The log of this cycle has an entry for every change that was sent. */
    static List<NotMade> notMade(StateStore store, CycleRun run, List<SavedChange> planned) {
        if (run.getCycle().counted(Counted.APPLIED) >= planned.size()) {
            return List.of();
        }
        LogStore.Filter ofCycle = new LogStore.Filter(Optional.of(run.getJob()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.of(run.getCycle().id()), Integer.MAX_VALUE);
        Set<String> done = new HashSet<>();
        Map<String, String> failed = new HashMap<>();
        store.log().read(ofCycle).forEach(stored -> {
            LogEntry entry = stored.entry();
            if (AccountAction.of(entry).isPresent() && entry.status() == LogEntry.Status.SUCCESS) {
                done.add(key(entry));
            } else if (entry.status() != LogEntry.Status.SUCCESS) {
                failed.put(key(entry), entry.reason());
            }
        });
        return planned.stream().filter(change -> !done.contains(change.key())).map(change -> notMade(run, change,
                Optional.ofNullable(failed.get(change.key())).orElseGet(() -> failed.getOrDefault(change.account(), "it was not sent")))).toList();
    }

    /** As {@link Change#key}: an entry about a membership names the group among its changes. */
    private static String key(LogEntry entry) {
        boolean ofMember = entry.action().equals(ChangeKind.JOIN.word()) || entry.action().equals(ChangeKind.LEAVE.word());
        return ofMember ? entry.changes().stream().findFirst().map(group -> Change.membership(String.valueOf(group.after() == null ? group.before() : group.after()), entry.about().targetAnchor()))
                .orElse(entry.identityKey()) : entry.identityKey();
    }
}
