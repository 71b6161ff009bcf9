package io.caravan.engine;

import io.caravan.engine.GroupRuleStore.Crowd;
import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.RuleFolder;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Origin;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How many would come or go by rules. A group that is assigned to an application counts as all who are in it: it is one row, and as much access as they are people. */
final class CrowdSize {

    /** Groups in groups are followed so deep. */
    private static final int DEPTH = 8;

    private final StateStore store;
    private final GroupSubjects groups;

    CrowdSize(StateStore store, GroupSubjects groups) {
        this.store = store;
        this.groups = groups;
    }

    long joins(Crowd crowd) {
        if (!isOfAssignments(crowd)) {
            return crowd.joins();
        }
        Set<Long> named = groups.rule(crowd.rule()).map(GroupRule::population).map(population -> population.groups().stream()
                .flatMap(group -> groups.known(Kind.GROUP, group.key()).stream()).map(Identity::id).collect(Collectors.toSet())).orElse(Set.of());
        Set<Long> joining = waiting(crowd, true, named);
        return crowd.joins() - joining.size() + people(joining);
    }

    long leaves(Crowd crowd) {
        if (!isOfAssignments(crowd)) {
            return crowd.leaves();
        }
        Set<Long> leaving = waiting(crowd, false, groups.known(crowd.rule(), crowd.group())
                .map(from -> store.groupRules().groupsIn(List.of(from.id()), Optional.of(Origin.rule(crowd.rule())))).orElse(Set.of()));
        return crowd.leaves() - leaving.size() + people(leaving);
    }

    /** Who is in it by the rule until now. */
    long members(Crowd crowd, long group) {
        Origin origin = Origin.rule(crowd.rule());
        long members = store.groupRules().members(group, origin);
        if (!isOfAssignments(crowd)) {
            return members;
        }
        Set<Long> in = store.groupRules().groupsIn(List.of(group), Optional.of(origin));
        return members - in.size() + people(in);
    }

    /** All that are let through under one name: of an application's rule, whatever it would give or take. */
    long together(Crowd crowd, boolean joins, long planned) {
        return !isOfAssignments(crowd) ? planned
                : store.groupRules().crowds().stream().filter(one -> one.rule().equals(crowd.rule())).mapToLong(one -> joins ? joins(one) : leaves(one)).sum();
    }

    private static boolean isOfAssignments(Crowd crowd) {
        return RuleFolder.of(crowd.rule()) == RuleFolder.ASSIGNMENTS;
    }

    private Set<Long> waiting(Crowd crowd, boolean joins, Collection<Long> some) {
        return some.stream().filter(group -> store.groupRules().waiting(crowd.rule(), crowd.group(), joins, group - 1, 1).stream().map(Waiting::member).anyMatch(group::equals))
                .collect(Collectors.toSet());
    }

    /** In groups, and in the groups in them; who is in two of them counts twice. */
    private long people(Set<Long> some) {
        Set<Long> all = new HashSet<>(some);
        Set<Long> inner = some;
        for (int depth = 0; depth < DEPTH && !inner.isEmpty(); depth++) {
            inner = store.groupRules().groupsIn(inner, Optional.empty()).stream().filter(group -> !all.contains(group)).collect(Collectors.toSet());
            all.addAll(inner);
        }
        Map<Long, Long> members = store.groupRules().members(all);
        return members.values().stream().mapToLong(Long::longValue).sum() - (all.size() - some.size());
    }
}
