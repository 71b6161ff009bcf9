package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.Guarded;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.plan.Change;
import io.caravan.plan.Guard;
import io.caravan.subject.LinkState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts people instead of accounts: of those whom one cycle of a source changed last, how many would lose an account, in all jobs together.
 * What each job alone may do can be far too much in five of them; and what one file did wrong is one event, whichever job comes to it first.
 * Serves one cycle; not thread-safe.
 */
public final class AcrossJobs {

    private static final int PAGE = 1000;
    private static final int NAMED = 5;

    /** An outbound job, and what it writes. */
    public record Target(OutboundJob job, ObjectSpec object) {
    }

    /**
     * What is looked at.
     *
     * @param limit for people; empty: nobody has set one
     * @param zone  for people who have none of their own
     */
    public record Scope(List<Target> targets, Optional<Limit> limit, ZoneId zone) {

        /** One job is looked at by its own guard alone. */
        public static final Scope ALONE = new Scope(List.of(), Optional.empty(), ZoneId.of("UTC"));

        public Scope {
            targets = List.copyOf(targets);
        }
    }

    private final StateStore store;
    private final Scope scope;
    /** Whom this cycle takes something from, by the cycle of the source; also when it has been carried out. */
    private final Map<Long, Set<Long>> own = new TreeMap<>();

    public AcrossJobs(StateStore store, Scope scope) {
        this.store = store;
        this.scope = scope;
    }

    /** Whether a change is counted: it takes access away, and not for the second time. */
    public static boolean isCounted(Change change) {
        return change.takesAway() && !change.kind().isOfMembers() && !change.disablesAgain();
    }

    /**
     * What one reading comes to, for each that this plan has a part of and another job, too.
     *
     * @param planned whether the plan takes anything from anybody, as far as it is known
     */
    List<Guard.Measure> measure(OutboundJob job, Instant now, boolean planned) {
        if (!planned || scope.targets().size() < 2) {
            return List.of();
        }
        Set<Long> mine = new HashSet<>();
        List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.stream().map(PlannedChange::change).filter(AcrossJobs::isCounted).forEach(change -> mine.add(change.identityId()));
            page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
        byReading(mine).forEach((reading, people) -> own.computeIfAbsent(reading, none -> new HashSet<>()).addAll(people));
        Map<Long, Set<Long>> everybody = new TreeMap<>();
        Map<Long, Set<String>> jobs = new TreeMap<>();
        own.forEach((reading, people) -> {
            everybody.put(reading, new HashSet<>(people));
            jobs.put(reading, new TreeSet<>(Set.of(job.name())));
        });
        for (Target other : scope.targets()) {
            if (!other.job().name().equals(job.name()) && !own.isEmpty()) {
                byReading(removedBy(other, now)).forEach((reading, people) -> {
                    if (everybody.containsKey(reading)) {
                        everybody.get(reading).addAll(people);
                        jobs.get(reading).add(other.job().name());
                    }
                });
            }
        }
        List<Guard.Measure> measures = new ArrayList<>();
        everybody.forEach((reading, people) -> {
            if (jobs.get(reading).size() > 1) {
                measures.add(measure(reading, people, jobs.get(reading)));
            }
        });
        return measures;
    }

    private Set<Long> removedBy(Target target, Instant now) {
        Set<Long> people = new HashSet<>();
        new Foresight(store, scope.zone()).each(target.job(), target.object(), now, subject -> subject.link().filter(link -> link.state() == LinkState.ENABLED
                || link.state() == LinkState.MISSING).isPresent(), change -> {
                    if (isCounted(change)) {
                        people.add(change.identityId());
                    }
                });
        return people;
    }

    private Map<Long, Set<Long>> byReading(Collection<Long> people) {
        Map<Long, Set<Long>> readings = new TreeMap<>();
        store.hub().changedIn(people).forEach((person, reading) -> readings.computeIfAbsent(reading, none -> new HashSet<>()).add(person));
        return readings;
    }

    private Guard.Measure measure(long reading, Set<Long> people, Set<String> jobs) {
        long withAccounts = store.links().peopleWithAccounts(scope.targets().stream().map(target -> target.job().name()).toList());
        long ofJobs = scope.targets().stream().map(Target::job).filter(job -> jobs.contains(job.name()))
                .mapToLong(job -> Guard.mostOf(List.of(job.guard().of(Guarded.DISABLE), job.guard().of(Guarded.DELETE)), store.links().enabledAccounts(job.name()))).max().orElse(0);
        String named = jobs.stream().limit(NAMED).reduce((some, one) -> some + ", " + one).orElse("") + (jobs.size() > NAMED ? ", …" : "");
        return Guard.people("lose access in " + jobs.size() + " targets (" + named + "), by one " + words(store, reading), people, withAccounts,
                scope.limit(), ofJobs);
    }

    /** What changed people last, by its cycle. */
    public static String words(StateStore store, long reading) {
        Optional<CycleRow> cycle = reading == 0 ? Optional.empty() : store.cycles().cycle(reading);
        return "reading" + cycle.map(row -> " of " + row.job() + ", cycle " + row.id()).orElse(reading == 0 ? " of earlier times" : ", cycle " + reading);
    }
}
