package io.caravan.engine;

import io.caravan.engine.MembershipStore.Pair;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Identity;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Groups within groups, for a target whose groups have no groups in them: whoever is in an inner group is in those around it, however deep. Groups that are in
 * one another in a circle have the same members. For one plan; not thread-safe.
 */
public final class InnerGroups {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final OutboundJob job;
    private final Instant now;
    /** By group the memberships that it has in others, whatever their moments. */
    private final Map<Long, List<Membership>> above = new HashMap<>();

    public InnerGroups(StateStore store, OutboundJob job, Instant now) {
        this.store = store;
        this.job = job;
        this.now = now;
    }

    /**
     * What is due in a group is due in those around it. Of a group that comes into another everybody in it is looked at, of one that is in it no more
     * everybody whom the groups around it list: how she came in may have ended in several places at once.
     */
    void noteWhatFollows() {
        Optional<Pair> last = Optional.empty();
        List<Pair> page = store.memberships().due(job.name(), last, PAGE);
        while (!page.isEmpty()) {
            List<Pair> pairs = page;
            store.inTransaction(() -> note(pairs));
            last = Optional.of(page.get(page.size() - 1));
            page = store.memberships().due(job.name(), last, PAGE);
        }
    }

    private void note(List<Pair> pairs) {
        Set<Pair> more = new HashSet<>();
        Set<Long> inner = groups(pairs.stream().map(Pair::member).collect(Collectors.toSet()));
        Map<Pair, List<Membership>> said = store.memberships().of(pairs.stream().filter(pair -> inner.contains(pair.member())).toList());
        for (Pair pair : pairs) {
            Set<Long> around = around(pair.group(), false);
            if (!inner.contains(pair.member())) {
                around.forEach(group -> more.add(new Pair(group, pair.member())));
            } else if (said.getOrDefault(pair, List.of()).stream().anyMatch(one -> one.isAt(now))) {
                within(pair.member(), people -> around.forEach(group -> people.forEach(person -> more.add(new Pair(group, person)))));
            } else {
                store.memberships().listedIn(job.name(), around).values().stream().flatMap(group -> group.values().stream()).filter(one -> one.member().isPresent())
                        .forEach(one -> more.add(new Pair(one.group(), one.member().getAsLong())));
            }
        }
        pairs.forEach(more::remove);
        store.memberships().markDue(job.name(), more);
    }

    private Set<Long> groups(Collection<Long> members) {
        return store.hub().identities(members).values().stream().filter(one -> one.kind().equals(job.kind())).map(Identity::id).collect(Collectors.toSet());
    }

    /** A group and all around it. */
    private Set<Long> around(long group, boolean onlyNow) {
        Set<Long> around = new LinkedHashSet<>(Set.of(group));
        Deque<Long> open = new ArrayDeque<>(List.of(group));
        while (!open.isEmpty()) {
            above.computeIfAbsent(open.poll(), one -> store.memberships().ofMembers(List.of(one)).getOrDefault(one, List.of())).stream()
                    .filter(one -> !onlyNow || one.isAt(now)).map(Membership::group).filter(around::add).forEach(open::add);
        }
        return around;
    }

    /** Everybody in a group and in the groups within it, page by page; somebody may be told more than once. */
    private void within(long group, Consumer<List<Long>> use) {
        within(group, one -> true, use);
    }

    /** The same of who is in them now. */
    void withinNow(long group, Consumer<List<Long>> use) {
        within(group, one -> one.isAt(now), use);
    }

    private void within(long group, Predicate<Membership> counts, Consumer<List<Long>> use) {
        Set<Long> within = new HashSet<>(Set.of(group));
        Deque<Long> open = new ArrayDeque<>(List.of(group));
        while (!open.isEmpty()) {
            long one = open.poll();
            List<Membership> page = store.memberships().ofGroup(one, 0, PAGE);
            while (!page.isEmpty()) {
                List<Long> members = page.stream().filter(counts).map(Membership::member).distinct().toList();
                Set<Long> inner = groups(members);
                inner.stream().filter(within::add).forEach(open::add);
                use.accept(members.stream().filter(member -> !inner.contains(member)).toList());
                page = store.memberships().ofGroup(one, page.get(page.size() - 1).member(), PAGE);
            }
        }
    }

    /** Who says now that these are in these groups, directly or through groups within them. Nobody says so of groups. */
    Map<Pair, List<Membership>> of(Collection<Pair> pairs) {
        Set<Long> members = pairs.stream().map(Pair::member).collect(Collectors.toSet());
        members.removeAll(groups(members));
        Map<Long, Map<Long, Set<Origin>>> inGroups = of(members);
        Map<Pair, List<Membership>> said = new TreeMap<>();
        pairs.forEach(pair -> Optional.ofNullable(inGroups.getOrDefault(pair.member(), Map.of()).get(pair.group())).ifPresent(origins -> said.put(pair, origins.stream()
                .map(origin -> new Membership(pair.group(), pair.member(), origin, Optional.empty(), Optional.empty())).toList())));
        return said;
    }

    private Map<Long, Map<Long, Set<Origin>>> of(Set<Long> members) {
        Map<Long, Map<Long, Set<Origin>>> found = new HashMap<>();
        store.memberships().ofMembers(members).forEach((member, said) -> said.stream().filter(one -> one.isAt(now)).forEach(one -> around(one.group(), true)
                .forEach(group -> found.computeIfAbsent(member, none -> new LinkedHashMap<>()).computeIfAbsent(group, none -> new LinkedHashSet<>()).add(one.origin()))));
        return found;
    }

    /** The groups that somebody is in now, directly or through groups within them. */
    public Set<Long> around(Identity member) {
        return of(Set.of(member.id())).getOrDefault(member.id(), Map.of()).keySet();
    }
}
