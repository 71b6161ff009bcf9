package io.caravan.engine;

import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Assigned;
import io.caravan.plan.Assigned.Held;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is assigned to one application, and to which roles in it. An application, and each role, is a subject of its own, and whoever is assigned is its
 * member: by whomever, from and until when; a group as well, which assigns all who are in it. Used by one thread.
 */
final class Assignments {

    private static final int PAGE = 1000;
    /** Groups in groups are followed so deep; what goes round in a circle ends here. */
    private static final int DEPTH = 8;

    private final StateStore store;
    /** What stands for the application and its roles, by id. */
    private final Map<Long, ApplicationRole> roles = new HashMap<>();

    private Assignments(StateStore store, String application) {
        this.store = store;
        List<Subject> page = store.links().page(Kind.APPLICATION, "", 0, PAGE);
        while (!page.isEmpty()) {
            page.stream().map(Subject::identity).forEach(subject -> {
                ApplicationRole role = ApplicationRole.of(subject.key());
                if (role.application().equals(application)) {
                    roles.put(subject.id(), role);
                }
            });
            page = store.links().page(Kind.APPLICATION, "", page.get(page.size() - 1).identity().id(), PAGE);
        }
    }

    /** Empty for a job in which nothing depends on that. */
    static Optional<Assignments> of(StateStore store, OutboundJob job) {
        return job.usesAssignments() ? Optional.of(new Assignments(store, job.system())) : Optional.empty();
    }

    /** What each of these is assigned to; who is to nothing has no entry. */
    Map<Long, Assigned> of(Collection<Long> people) {
        Map<Long, List<Membership>> said = roles.isEmpty() ? Map.of() : store.memberships().ofMembers(people);
        Map<Long, List<Held>> byGroup = byGroup(said.values().stream().flatMap(List::stream).map(Membership::group).collect(Collectors.toSet()));
        Map<Long, Assigned> assigned = new HashMap<>();
        said.forEach((person, memberships) -> {
            List<Held> held = new ArrayList<>();
            memberships.forEach(one -> {
                Optional.ofNullable(roles.get(one.group())).ifPresent(role -> held.add(new Held(role, one)));
                byGroup.getOrDefault(one.group(), List.of()).forEach(through -> held.add(new Held(through.to(), both(one, through.said()))));
            });
            if (!held.isEmpty()) {
                assigned.put(person, new Assigned(held));
            }
        });
        return assigned;
    }

    /** Somebody in a group that is assigned holds it as long as both are so. */
    private static Membership both(Membership in, Membership assigned) {
        Optional<Instant> from = in.from().isEmpty() ? assigned.from() : assigned.from().filter(in.from().get()::isBefore).or(in::from);
        Optional<Instant> until = in.until().isEmpty() ? assigned.until() : assigned.until().filter(in.until().get()::isAfter).or(in::until);
        return new Membership(assigned.group(), in.member(), in.origin(), from, until);
    }

    /** What each of these groups is assigned to, by itself or by a group that it is in. */
    private Map<Long, List<Held>> byGroup(Set<Long> groups) {
        Map<Long, List<Held>> found = new HashMap<>();
        Map<Long, List<Membership>> above = new HashMap<>();
        Set<Long> next = new HashSet<>(groups);
        next.removeAll(roles.keySet());
        for (int depth = 0; depth < DEPTH && !next.isEmpty(); depth++) {
            Map<Long, List<Membership>> said = store.memberships().ofMembers(next);
            above.putAll(said);
            next = said.values().stream().flatMap(List::stream).map(Membership::group).filter(group -> !roles.containsKey(group) && !above.containsKey(group))
                    .collect(Collectors.toSet());
        }
        groups.stream().filter(above::containsKey).forEach(group -> {
            List<Held> held = through(group, above, DEPTH);
            if (!held.isEmpty()) {
                found.put(group, held);
            }
        });
        return found;
    }

    private List<Held> through(long group, Map<Long, List<Membership>> above, int depth) {
        List<Held> held = new ArrayList<>();
        if (depth > 0) {
            above.getOrDefault(group, List.of()).forEach(one -> {
                Optional.ofNullable(roles.get(one.group())).ifPresent(role -> held.add(new Held(role, one)));
                through(one.group(), above, depth - 1).forEach(higher -> held.add(new Held(higher.to(), both(one, higher.said()))));
            });
        }
        return held;
    }

    /** Of these groups those that concern who is assigned: what stands for the application or a role, and groups that are assigned. */
    Set<Long> assigning(Set<Long> groups) {
        Set<Long> assigning = new HashSet<>(byGroup(groups).keySet());
        groups.stream().filter(roles::containsKey).forEach(assigning::add);
        return assigning;
    }
}
