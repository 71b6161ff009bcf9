package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.engine.LogAction;
import io.caravan.engine.StateStore;
import io.caravan.subject.Identity;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.Job;
import io.caravan.operations.SourcePlan.ChangedOf;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Caravan.PlanMoment;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a sync would do: every source was read into a copy of the store, and the wanted outbound jobs were planned there. No target
 * was written. The copy is there until this is closed.
 */
public final class Planning implements AutoCloseable {

    private static final int PAGE = 1000;

    private final OpenProject preview;
    private final PlanMoment moment;
    private final List<CycleRun> sources = new ArrayList<>();
    private final List<CycleRun> outbound = new ArrayList<>();
    private List<GroupPlan> groups = List.of();

    private Planning(OpenProject preview) {
        this.preview = preview;
        this.moment = preview.engine().thisMoment();
    }

    /**
     * Plans.
     *
     * @param jobs      which outbound jobs; all, when none is named
     * @param approvals what somebody who has looked lets through in the readings
     */
    public static Planning of(OpenProject project, List<String> jobs, ReadingApprovals approvals) {
        List<Job> wanted = project.jobs(jobs);
        OpenProject preview = project.preview();
        try {
            preview.approve(approvals, List.copyOf(preview.project().inbound()));
            Planning planning = new Planning(preview);
            planning.plan(wanted);
            return planning;
        } catch (RuntimeException broken) {
            preview.close();
            throw broken;
        }
    }

    private void plan(List<Job> wanted) {
        Caravan engine = preview.engine();
        project().inbound().forEach(job -> engine.plan(job.name(), false, moment).ifPresent(sources::add));
        groups = engine.groups().areThere() ? GroupPlan.of(preview, engine.groups().plan(preview.groupApproval(), moment.now())) : List.of();
        project().outbound().stream().filter(wanted::contains)
                .forEach(job -> engine.plan(job.name(), false, moment).ifPresent(outbound::add));
    }

    /**
     * The key of somebody, as {@link Explaining#explain} knows people.
     *
     * @throws Refusal when nobody is meant by that, or several are
     */
    public String keyOf(String person) {
        return new PersonLookup(project(), store()).find(person).map(Identity::key)
                .orElseThrow(() -> new Refusal(Refusal.Kind.FAILED, "there is no identity '" + person + "'", "caravan explain " + person
                        + " names those that are meant perhaps"));
    }

    /** @param identity only this identity's changes, by its key */
    public PlanReport report(Optional<String> identity) {
        List<JobPlan> plans = new ArrayList<>();
        sources.stream().map(CycleRun::getCycle).filter(cycle -> cycle.failure().or(cycle::held).isPresent()).forEach(cycle -> plans.add(
                new JobPlan(cycle.job().name(), Direction.INBOUND, cycle.job().system(), List.of(), List.of(), Map.of(), cycle.held().stream().toList(), 0,
                        cycle.failure())));
        outbound.forEach(run -> plans.add(plan(run, identity)));
        return new PlanReport(plans, sources.stream().map(this::source).toList(), Stream.concat(sources.stream(), outbound.stream())
                .flatMap(run -> LeftBehind.of(preview, run.getJob()).stream()).toList(), identity.isPresent() ? List.of()
                : outbound.stream().flatMap(run -> Adoption.of(preview, run).stream()).toList()).with(groups(identity), Stream.concat(GroupsStatus.leftBehind(preview).stream(), GoneJobs.leftBehind(preview).stream()).toList()).with(NewGroup.of(preview, outbound, identity));
    }

    /**
     * Saves the plan, for {@link PlanApplication}.
     *
     * @param identity only this identity's changes, by its key
     * @throws Refusal when the plan is incomplete, or cannot be written
     */
    public SavedPlan save(Path file, Optional<String> identity) {
        if (Stream.concat(sources.stream(), outbound.stream()).anyMatch(run -> run.getCycle().failure().isPresent())) {
            throw new Refusal(Refusal.Kind.FAILED, "the plan is incomplete and was not saved", "Mend what is said above, then plan again");
        }
        SavedPlan plan = SavedPlan.of(this, identity);
        plan.write(file);
        return plan;
    }

    @Override
    public void close() {
        preview.close();
    }

    Project project() {
        return preview.project();
    }

    StateStore store() {
        return preview.store();
    }

    PlanMoment moment() {
        return moment;
    }

    List<CycleRun> outbound() {
        return outbound;
    }

    PlanView view(CycleRun run) {
        Job job = run.getCycle().job();
        return new PlanView(project().systems().get(job.system()).connector().objects().get(job.object()));
    }

    private List<GroupPlan> groups(Optional<String> identity) {
        return identity.map(key -> GroupPlan.about(groups, SubjectKey.person(key))).orElse(groups);
    }

    private JobPlan plan(CycleRun run, Optional<String> identity) {
        List<Change> changes = run.changes().stream().flatMap(change -> of(change, identity)).toList();
        return view(run).job(run.getJob(), run.getTarget(), changes, startDays(changes),
                run.undecided().stream().filter(decided -> identity.isEmpty() || decided.identityKey().equals(identity.get()))
                        .map(decided -> PlanView.undecided(decided.identityKey(), decided.verdict())).toList(),
                run.counts(), run.breaches(), run.accountsBefore(), run.getCycle().failure()).heldBesides(run.getCycle().held()).readOnly(project().systems().get(run.getTarget()).readOnly()).named(PeopleNames.of(preview));
    }

    /** What of a change is about somebody; of everybody, all of it. */
    static Stream<Change> of(Change change, Optional<String> identity) {
        if (identity.isEmpty() || change.identityKey().equals(identity.get())) {
            return Stream.of(change);
        }
        List<Change.Member> members = change.members().stream().filter(member -> member.subject().key().equals(identity.get())).toList();
        return members.isEmpty() ? Stream.empty() : Stream.of(change.of(members));
    }

    /** Only of those whose account would not be open yet. */
    private Map<String, String> startDays(List<Change> changes) {
        List<Long> notYet = changes.stream().filter(change -> change.kind() == ChangeKind.CREATE && change.enabled().filter(enabled -> !enabled).isPresent())
                .map(Change::identityId).toList();
        Map<String, String> days = new HashMap<>();
        for (int from = 0; from < notYet.size(); from += PAGE) {
            store().hub().identities(notYet.subList(from, Math.min(notYet.size(), from + PAGE))).values()
                    .forEach(identity -> identity.attributes().text(Lifecycle.START_DATE).ifPresent(day -> days.put(identity.key(), day)));
        }
        return days;
    }

    /** The copy's log begins empty, so all of it is of this plan. */
    private SourcePlan source(CycleRun run) {
        Tally people = Tally.of(run.getCycle().counts());
        Map<String, Long> attributes = new TreeMap<>();
        store().log().each(stored -> {
            if (stored.entry().job().equals(run.getJob()) && stored.entry().action().equals(LogAction.IDENTITY_UPDATE)) {
                stored.entry().changes().forEach(change -> attributes.merge(change.name(), 1L, Long::sum));
            }
        });
        return new SourcePlan(run.getJob(), run.getTarget(), people.joined(), people.changed(), people.left(), people.reopened(), people.failed(),
                MembershipTally.of(run.getCycle().counts()), attributes.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .map(attribute -> new ChangedOf(attribute.getKey(), attribute.getValue())).toList());
    }
}
