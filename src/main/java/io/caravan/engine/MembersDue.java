package io.caravan.engine;

import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Marks the links of those of whom something has changed that a mapping asks for: in which groups they are, what those are called, what they are
 * assigned to; be it that time went on. Whoever is in a group within a group is concerned by both. For one job and one cycle.
 */
final class MembersDue {

    private static final int PAGE = 1000;
    /** Follows no job's accounts: only who says so matters. */
    private static final Set<String> NO_ACCOUNTS = Set.of("");

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final Optional<Assignments> assignments;

    private MembersDue(StateStore store, Cycle cycle, OutboundJob job) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.assignments = Assignments.of(store, job);
    }

    /** Does nothing for a job in which nothing depends on memberships. */
    static void note(StateStore store, Cycle cycle, OutboundJob job, JobState state) {
        if (job.dependsOnMemberships()) {
            new MembersDue(store, cycle, job).note(state);
        }
    }

    private void note(JobState state) {
        boolean everybody = !state.fingerprint().equals(job.fingerprint()); // is looked at anyway, and again should that be cut off
        store.inTransaction(() -> {
            store.memberships().follow(job.name(), NO_ACCOUNTS);
            if (everybody) {
                store.memberships().clearAllDue(job.name());
            } else {
                state.evaluatedAt().ifPresent(this::noteWhatTimeChanged);
            }
        });
        if (!everybody) {
            drain();
            if (job.mapping().readsGroups()) {
                noteGroupsThatChanged(state.evaluatedVersion());
            }
        }
    }

    private void noteWhatTimeChanged(Instant since) {
        boolean ahead = since.isBefore(cycle.now());
        store.memberships().markDueByTime(job.name(), ahead ? since : cycle.now(), ahead ? cycle.now() : since);
    }

    private void drain() {
        List<Pair> page = store.memberships().due(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            List<Pair> pairs = page;
            Set<Long> asked = asked(pairs.stream().map(Pair::group).collect(Collectors.toSet()));
            Set<Long> concerned = pairs.stream().filter(pair -> asked.contains(pair.group())).map(Pair::member).collect(Collectors.toSet());
            store.inTransaction(() -> {
                mark(store.hub().identities(concerned), new HashSet<>());
                store.memberships().clearDue(job.name(), pairs);
            });
            page = store.memberships().due(job.name(), Optional.empty(), PAGE);
        }
    }

    /** Of these groups those that the mapping asks about. */
    private Set<Long> asked(Set<Long> groups) {
        Set<Long> asked = new HashSet<>(assignments.map(all -> all.assigning(groups)).orElse(Set.of()));
        if (job.mapping().readsGroups()) {
            store.hub().identities(groups).values().stream().filter(group -> group.kind().equals(Kind.GROUP)).map(Identity::id).forEach(asked::add);
        }
        return asked;
    }

    /** What a group is called concerns everybody in it. */
    private void noteGroupsThatChanged(long version) {
        long last = 0;
        List<Subject> page = store.links().changed(Kind.GROUP, job.name(), version, last, PAGE);
        Set<Long> seen = new HashSet<>();
        while (!page.isEmpty()) {
            cycle.goOn();
            Map<Long, Identity> groups = page.stream().map(Subject::identity).collect(Collectors.toMap(Identity::id, group -> group));
            store.inTransaction(() -> groups.values().forEach(group -> markWithin(group.id(), seen)));
            last = page.get(page.size() - 1).identity().id();
            page = store.links().changed(Kind.GROUP, job.name(), version, last, PAGE);
        }
    }

    /** Those that the job is for, and everybody in those that are groups. */
    private void mark(Map<Long, Identity> who, Set<Long> seen) {
        store.links().markDue(job.name(), who.values().stream().filter(one -> one.kind().equals(job.kind())).map(Identity::id).toList());
        who.values().stream().filter(one -> one.kind().equals(Kind.GROUP)).forEach(group -> markWithin(group.id(), seen));
    }

    /** @param seen groups of which everybody was marked */
    private void markWithin(long group, Set<Long> seen) {
        if (!seen.add(group)) {
            return;
        }
        long last = 0;
        List<Membership> page = store.memberships().ofGroup(group, last, PAGE);
        while (!page.isEmpty()) {
            mark(store.hub().identities(page.stream().map(Membership::member).collect(Collectors.toSet())), seen);
            last = page.get(page.size() - 1).member();
            page = store.memberships().ofGroup(group, last, PAGE);
        }
    }
}
