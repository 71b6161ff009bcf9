package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.Outcome;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.Forecast.Step;
import io.caravan.engine.Forecast.Target;
import io.caravan.engine.Forecast.Undecided;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.Verdict;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One job at one moment of a {@link Forecast}: decided, guarded, and taken for carried out. Not thread-safe. */
final class ForecastRound {

    private static final int PAGE = 1000;
    /** What was found by looking into the target. It is as little known now as it was then. */
    private static final Set<Reason> FOUND_BY_LOOKING = EnumSet.of(Reason.SEVERAL_MATCH, Reason.BELONGS_TO_ANOTHER, Reason.MATCHES_SEVERAL, Reason.MATCHES_ANOTHER, Reason.LOOK_UP_FAILED, Reason.CONTRADICTS);

    private final StateStore store;
    private final AccountPlanner planner;
    private final Optional<Set<Long>> only;
    private final Target target;
    private final OutboundJob job;
    private final String name;
    private final Cycle cycle;
    private final GuardStep guard;
    private final long accounts;
    private final Rulings rulings;
    private final PlanCounts counts;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Long, Undecided> undecided = new LinkedHashMap<>();
    /** What is set once the account it means exists, by identity: it is part of the change that left it out. */
    private final Map<Long, Set<String>> later = new HashMap<>();
    private List<Guard.Measure> breaches = List.of();
    /** Whether those are marked whose memberships have changed. */
    private boolean isNoted;

    /**
     * @param across what the guard looks at together
     * @param only   these identities alone
     */
    ForecastRound(StateStore store, Target target, AccountPlanner planner, Cycle cycle, AcrossJobs across, Optional<Set<Long>> only) {
        this.store = store;
        this.planner = planner;
        this.only = only;
        this.target = target;
        this.job = target.job();
        this.name = job.name();
        this.cycle = cycle;
        this.guard = new GuardStep(store, across);
        this.rulings = new Rulings(store.rulings(), name, Optional.empty());
        this.accounts = store.links().enabledAccounts(name);
        this.counts = new PlanCounts(target.object().renamedBy().orElse(""));
    }

    /** @param first whether nothing of the job was decided before */
    void evaluate(boolean first) {
        JobState state = store.cycles().state(name);
        boolean everybody = first && (!state.fingerprint().equals(job.fingerprint()) || EvaluateStep.isClockPutBack(cycle, state));
        if (only.isEmpty() && !isNoted) {
            MembersDue.note(store, cycle, job, state);
            isNoted = true;
        }
        long version = store.hub().version();
        OutboundContext context = OutboundContext.toForetell(store, cycle, target.object());
        if (only.isPresent()) {
            decide(List.copyOf(store.links().subjects(name, only.get()).values()), context);
        } else {
            long last = 0;
            List<Subject> page = page(everybody, state, last);
            while (!page.isEmpty()) {
                decide(page, context);
                last = page.get(page.size() - 1).identity().id();
                page = page(everybody, state, last);
            }
        }
        store.cycles().state(name, state.evaluated(job.fingerprint(), version, Optional.of(cycle.now())));
    }

    private List<Subject> page(boolean everybody, JobState state, long after) {
        return everybody ? store.links().page(job.kind(), name, after, PAGE) : store.links().due(job.kind(), name, state.evaluatedVersion(), cycle.now(), after, PAGE);
    }

    private void decide(List<Subject> subjects, OutboundContext context) {
        store.inTransaction(() -> {
            List<Long> ids = subjects.stream().map(subject -> subject.identity().id()).toList();
            FailedForGood failed = new FailedForGood(store.changes(), name, ids);
            context.turnTo(ids);
            rulings.turnTo(ids);
            List<Long> decidedAnew = new ArrayList<>();
            List<Link> links = new ArrayList<>();
            List<Change> planned = new ArrayList<>();
            Map<Long, Set<Reference>> references = new LinkedHashMap<>();
            for (Subject subject : subjects) {
                Identity identity = subject.identity();
                Verdict verdict = believed(subject, planner.plan(identity, subject.link(), Forecast.UNASKED, context.of(identity.id(), identity.key()), false));
                boolean failedAlready = verdict.change().filter(failed::has).isPresent();
                if (!failedAlready && !rulings.isRejected(identity, verdict)) {
                    take(identity, verdict, planned);
                }
                if (rulings.isObsolete(identity, verdict, verdict.kind() == Verdict.Kind.UNCHANGED || verdict.kind() == Verdict.Kind.SKIPPED)) {
                    decidedAnew.add(identity.id());
                }
                if (!subject.link().map(verdict.link()::equals).orElseGet(verdict.link()::saysNothing)) {
                    links.add(verdict.link());
                }
                references.put(identity.id(), verdict.references());
            }
            store.links().save(name, links);
            store.links().clearMarks(name, ids);
            if (!job.mapping().referencesBy().isEmpty()) {
                store.links().references(name, references);
            }
            store.rulings().lift(name, decidedAnew);
            store.changes().plan(name, cycle.id(), planned);
        });
    }

    private void take(Identity identity, Verdict verdict, List<Change> planned) {
        boolean told = verdict.isPartial() || switch (verdict.kind()) {
            case AMBIGUOUS, FAILED, MISSING, REPORTED -> true;
            default -> false;
        };
        if (told) {
            undecided.put(identity.id(), new Undecided(identity, verdict));
        }
        verdict.change().ifPresent(change -> {
            planned.add(change);
            if (!isPartOfAnother(change)) {
                changes.add(change.masked(target.secrets()));
                counts.add(verdict);
            }
            later.computeIfAbsent(identity.id(), none -> new HashSet<>()).addAll(change.deferred());
        });
        if (verdict.change().isEmpty()) {
            counts.add(verdict);
        }
    }

    private boolean isPartOfAnother(Change change) {
        return change.kind() == ChangeKind.UPDATE && later.getOrDefault(change.identityId(), Set.of()).containsAll(change.changes().stream().map(AttributeChange::name).toList());
    }

    void guard() {
        List<Guard.Measure> over = guard.guard(cycle, job, counts, accounts, Optional.empty());
        breaches = over.isEmpty() ? breaches : over;
    }

    /** @return whether there was anything */
    boolean carryOut() {
        List<PlannedChange> page = store.changes().unsettled(name, Optional.empty(), PAGE);
        boolean any = !page.isEmpty();
        while (!page.isEmpty()) {
            List<PlannedChange> some = page;
            store.inTransaction(() -> settle(some));
            page = store.changes().unsettled(name, Optional.empty(), PAGE);
        }
        return any;
    }

    private void settle(List<PlannedChange> some) {
        Map<Long, Link> known = store.links().links(name, some.stream().map(planned -> planned.change().identityId()).toList());
        List<Link> links = new ArrayList<>();
        List<Long> named = new ArrayList<>();
        for (PlannedChange planned : some) {
            Change change = planned.change();
            Link before = Optional.ofNullable(known.get(change.identityId())).orElseGet(() -> Link.none(change.identityId()));
            links.add(Settlement.of(change, before, change.kind() == ChangeKind.CREATE ? Outcome.ok(anchor(change), Attributes.empty()) : Outcome.ok(), false, job, target.object(), cycle.now()).link());
            if (change.kind() == ChangeKind.CREATE || change.changes().stream().anyMatch(one -> one.name().equals(target.object().referenceAttribute()))) {
                named.add(change.identityId());
            }
        }
        store.links().save(name, links);
        store.changes().settle(name, some.stream().map(PlannedChange::id).toList());
        lookAtReferrers(named);
    }

    /** An id that the target makes itself is not known before. */
    private String anchor(Change change) {
        return change.changes().stream().filter(one -> one.name().equals(target.object().anchor())).map(AttributeChange::after).filter(Objects::nonNull)
                .map(Object::toString).findFirst().orElse("the new account of " + change.identityKey());
    }

    private void lookAtReferrers(Collection<Long> named) {
        if (named.isEmpty()) {
            return;
        }
        if (!job.referredBy().isEmpty()) {
            store.links().markReferring(store.hub().referencesTo(named, job.referredBy()));
        }
        Set<String> by = job.mapping().referencesBy(Optional.empty());
        if (!by.isEmpty()) {
            store.links().markDue(name, store.links().referringTo(name, store.hub().referencesTo(named, by)));
        }
    }

    Step step() {
        Optional<Instant> frozen = job.schedule().frozen().until(cycle.now());
        long waiting = frozen.isEmpty() ? 0 : changes.stream().filter(change -> change.waitsForThaw(target.object().enabledBy(), job.schedule().frozen().leaversWait())).count();
        return new Step(job, List.copyOf(changes), List.copyOf(undecided.values()), counts, breaches, accounts, frozen, waiting);
    }

    /** Whoever was looked for the last time, and of whom nothing certain was found, is not given an account only because nobody looks now. */
    private static Verdict believed(Subject subject, Verdict verdict) {
        Optional<Link> link = subject.link();
        if (verdict.change().filter(change -> change.kind() == ChangeKind.CREATE).isEmpty() || link.isEmpty()) {
            return verdict;
        }
        Optional<Because> found = link.get().problem().filter(problem -> FOUND_BY_LOOKING.contains(problem.reason()));
        boolean reported = link.get().state() == LinkState.NONE && link.get().because().filter(because -> because.reason() == Reason.MATCH_REPORTED).isPresent();
        if (found.isEmpty() && !reported) {
            return verdict;
        }
        return new Verdict(reported ? Verdict.Kind.REPORTED : Verdict.Kind.AMBIGUOUS, Optional.empty(), link.get(), verdict.references(), List.of());
    }
}
