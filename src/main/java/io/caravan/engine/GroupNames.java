package io.caravan.engine;

import io.caravan.mapping.Names;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the groups are called that somebody is in, directly or by a group in them, whoever says so. Remembers groups as long as it lives: what changes
 * about one meanwhile concerns the next cycle. Used by one thread.
 */
final class GroupNames {

    private static final int REMEMBERED = 100_000;

    private final StateStore store;
    /** By group the memberships that it has in others, whatever their moments. */
    private final Map<Long, List<Membership>> above = new HashMap<>();
    private final Map<Long, Identity> groups = new HashMap<>();
    private Map<Long, List<Membership>> page = Map.of();
    private Set<Long> asked = Set.of();

    private GroupNames(StateStore store) {
        this.store = store;
    }

    /** Empty for a job that does not ask for groups. */
    static Optional<GroupNames> of(StateStore store, OutboundJob job) {
        return job.mapping().readsGroups() ? Optional.of(new GroupNames(store)) : Optional.empty();
    }

    /** These are asked for next: what is needed of each is read for all of them together. */
    void turnTo(Collection<Long> members) {
        if (above.size() > REMEMBERED) {
            above.clear();
            groups.clear();
        }
        asked = Set.copyOf(members);
        page = store.memberships().ofMembers(members);
        Set<Long> next = around(page.values());
        while (!next.isEmpty()) {
            Map<Long, List<Membership>> found = store.memberships().ofMembers(next);
            next.forEach(group -> above.put(group, found.getOrDefault(group, List.of())));
            groups.putAll(store.hub().identities(next));
            next = around(found.values());
        }
    }

    /** The groups of these memberships that are not known yet. */
    private Set<Long> around(Collection<List<Membership>> memberships) {
        return memberships.stream().flatMap(List::stream).map(Membership::group).filter(group -> !above.containsKey(group)).collect(Collectors.toSet());
    }

    /** Each value once, in order. */
    List<String> of(long member, String attribute, Instant now) {
        if (!asked.contains(member)) {
            turnTo(List.of(member));
        }
        Set<Long> seen = new HashSet<>();
        Set<String> names = new TreeSet<>();
        Deque<List<Membership>> open = new ArrayDeque<>(List.of(page.getOrDefault(member, List.of())));
        while (!open.isEmpty()) {
            for (Membership one : open.pop()) {
                if (one.isAt(now) && seen.add(one.group())) {
                    Optional.ofNullable(groups.get(one.group())).filter(group -> group.kind().equals(Kind.GROUP))
                            .ifPresent(group -> ValueComparison.elements(value(group, attribute)).forEach(name -> names.add(name.toString())));
                    open.push(above.getOrDefault(one.group(), List.of()));
                }
            }
        }
        return List.copyOf(names);
    }

    private static Object value(Identity group, String attribute) {
        return attribute.equals(Names.KEY) && !group.attributes().has(attribute) ? group.key() : group.attributes().get(attribute);
    }
}
