package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.Guard;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.TargetView;
import io.caravan.plan.Verdict;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What rules and jobs will do if no source says anything new: goes from one moment at which time alone changes something to the next, and takes each change
 * for carried out, those that the guard would hold among them. Works on a {@link StateStore#preview() copy} of the store, which it changes; no
 * system is asked. Serves one walk; not thread-safe.
 */
public final class Forecast {

    /** What comes on top of a plan makes more possible; after so many rounds a cycle leaves the rest to the next. */
    private static final int ROUNDS = 8;
    /** Who is linked needs no search, and who is not is taken for somebody who has no account yet. */
    static final TargetView UNASKED = new TargetView() {
        @Override
        public List<Candidate> accountsWith(String attribute, Object value) {
            return List.of();
        }

        @Override
        public boolean mayRepeatCreateOf(long identityId, boolean madeClosed) {
            return false;
        }
    };

    /**
     * An outbound job that is foretold.
     *
     * @param secrets attributes whose values are not shown
     */
    public record Target(OutboundJob job, ObjectSpec object, Set<String> secrets) {
    }

    /** Of whom nothing can be foretold, and why. */
    public record Undecided(Identity identity, Verdict verdict) {
    }

    /**
     * What one job does at one moment.
     *
     * @param changes  in the order in which they were decided, secrets hidden
     * @param breaches the limits that this goes over
     * @param accounts enabled accounts before
     * @param frozen   until when its target is left alone then
     * @param waiting  how many of the changes wait for that
     */
    public record Step(OutboundJob job, List<Change> changes, List<Undecided> undecided, PlanCounts counts, List<Guard.Measure> breaches, long accounts,
                       Optional<Instant> frozen, long waiting) {
    }

    /**
     * What is known of the hub.
     *
     * @param secrets attributes of people whose values are not told
     * @param zone    for people who have none of their own
     */
    public record Hub(List<InboundJob> inbound, List<GroupRule> rules, Set<String> secrets, ZoneId zone) {
    }

    /**
     * Of whom it is foretold. The guard counts only those, too.
     *
     * @param accounts whose accounts; empty: everybody's
     * @param members  who comes into groups and leaves them; empty: everybody
     */
    public record About(Optional<Set<Long>> accounts, Optional<Set<Long>> members) {

        public static final About EVERYBODY = new About(Optional.empty(), Optional.empty());

        /** Of one: a group's members are everybody, its account is its own. */
        public static About of(Identity subject) {
            boolean hasMembers = subject.kind().equals(Kind.GROUP) || subject.kind().equals(Kind.APPLICATION);
            return new About(Optional.of(Set.of(subject.id())), hasMembers ? Optional.empty() : Optional.of(Set.of(subject.id())));
        }
    }

    /** Hears what happens. */
    @FunctionalInterface
    public interface Listener {

        /**
         * At this moment something would happen.
         *
         * @param steps      of jobs that have something to do, or of which nothing can be told
         * @param identities of whom another record counts from then on
         * @param members    who comes into groups and leaves them
         */
        void comes(Instant moment, List<Step> steps, List<StoredEntry> identities, ForecastMembers.Moves members);
    }

    private final StateStore store;
    private final Hub hub;
    private final List<Target> targets;
    private final AcrossJobs.Scope across;
    private final About about;
    private final ForecastMembers members;
    private final Map<String, AccountPlanner> planners = new HashMap<>();
    private boolean first = true;

    /**
     * @param store   a copy that nobody else uses
     * @param across  which jobs the guard looks at together
     */
    public Forecast(StateStore store, Hub hub, List<Target> targets, AcrossJobs.Scope across, About about) {
        this.store = store;
        this.hub = hub;
        this.targets = List.copyOf(targets);
        this.across = across;
        this.about = about;
        this.members = new ForecastMembers(store, new GroupStep(store, hub.rules(), hub.zone(), hub.secrets()), about.members());
        targets.forEach(target -> planners.put(target.job().name(), new AccountPlanner(target.job(), target.object(), hub.zone(), target.secrets())));
    }

    /**
     * Walks from now on, and stops after a moment.
     *
     * @return when time alone changes something next, after that
     */
    public Optional<Instant> walk(Instant now, Instant last, Listener listener) {
        targets.forEach(target -> store.inTransaction(() -> store.links().markDue(target.job().name(), store.changes().discard(target.job().name()))));
        about.members().ifPresent(this::forgetOthers);
        Optional<Instant> moment = Optional.of(now);
        while (moment.isPresent() && !moment.get().isAfter(last)) {
            at(moment.get(), listener);
            moment = next(moment.get());
        }
        return moment;
    }

    /** What the job decides about one identity as things stand, step by step. */
    public Verdict explain(Target target, Identity identity, Instant moment) {
        Cycle cycle = cycle(0, target.job(), target.secrets(), moment);
        return planners.get(target.job().name()).plan(identity, Optional.ofNullable(store.links().links(target.job().name(), List.of(identity.id())).get(identity.id())), UNASKED,
                OutboundContext.toForesee(store, cycle, target.object()).of(identity.id(), identity.key()), true);
    }

    /** Of others nothing need be merged again. */
    private void forgetOthers(Set<Long> wanted) {
        List<Long> due = store.hub().mergeDue(Instant.parse("9999-12-31T00:00:00Z"), Integer.MAX_VALUE);
        Map<Long, Optional<Instant>> never = new HashMap<>();
        due.stream().filter(id -> !wanted.contains(id)).forEach(id -> never.put(id, Optional.empty()));
        store.hub().mergeDue(never);
    }

    private Optional<Instant> next(Instant moment) {
        Stream<Instant> links = targets.stream().flatMap(target -> about.accounts().map(some -> store.links().links(target.job().name(), some).values().stream().map(Link::dueAt)
                .flatMap(Optional::stream).filter(due -> due.isAfter(moment)).min(Comparator.naturalOrder())).orElseGet(() -> store.links().nextDue(target.job().name(), moment)).stream());
        Stream<Instant> rulings = targets.stream().flatMap(target -> store.rulings().rulings(target.job().name()).stream()).flatMap(ruling -> ruling.until().stream())
                .filter(end -> end.isAfter(moment));
        return Stream.of(links, rulings, store.hub().nextMergeDue(moment).stream(), members.next(moment).stream()).flatMap(each -> each).min(Comparator.naturalOrder());
    }

    private void at(Instant moment, Listener listener) {
        List<StoredEntry> identities = new ArrayList<>();
        hub.inbound().stream().limit(1).forEach(source -> identities.addAll(merged(cycle(source, hub.secrets(), moment))));
        List<Cycle> cycles = targets.stream().map(target -> cycle(target.job(), target.secrets(), moment)).toList();
        cycles.forEach(cycle -> identities.addAll(merged(cycle)));
        ForecastMembers.Moves moves = members.at(moment);
        List<ForecastRound> rounds = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            Rulings.endThoseThatAreOver(store, cycles.get(i), target.job());
            rounds.add(new ForecastRound(store, target, planners.get(target.job().name()), cycles.get(i), new AcrossJobs(store, across), about.accounts()));
        }
        boolean more = true;
        for (int round = 0; more && round < ROUNDS; round++) {
            for (ForecastRound each : rounds) {
                each.evaluate(first);
            }
            first = false;
            rounds.forEach(ForecastRound::guard);
            more = false;
            for (ForecastRound each : rounds) {
                more |= each.carryOut();
            }
        }
        List<Step> steps = rounds.stream().map(ForecastRound::step).filter(step -> !step.changes().isEmpty() || !step.undecided().isEmpty()).toList();
        if (!steps.isEmpty() || !identities.isEmpty() || !moves.isEmpty()) {
            listener.comes(moment, steps, identities, moves);
        }
    }

    /** Whoever of them another record counts from then on. */
    private List<StoredEntry> merged(Cycle cycle) {
        new Merging(store, hub.inbound(), hub.zone()).due(cycle);
        return store.log().read(new LogStore.Filter(Optional.empty(), Optional.empty(), Optional.of(LogAction.IDENTITY_UPDATE), Optional.empty(), Optional.empty(),
                OptionalLong.of(cycle.id()), Integer.MAX_VALUE));
    }

    private Cycle cycle(Job job, Set<String> secrets, Instant moment) {
        return cycle(store.cycles().open(job.name(), CycleKind.PLAN, moment), job, secrets, moment);
    }

    private static Cycle cycle(long id, Job job, Set<String> secrets, Instant moment) {
        return new Cycle(id, job, false, new Cycle.Start(moment, "forecast", 0), secrets, CycleListener.NONE);
    }
}
