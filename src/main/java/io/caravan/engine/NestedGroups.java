package io.caravan.engine;

import io.caravan.engine.GroupRuleStore.RuleGroup;
import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.GroupRule.Nested;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Works out which groups are to be members of others, as files say. */
final class NestedGroups {

    private final StateStore store;
    private final GroupRun run;
    private final GroupSubjects groups;

    NestedGroups(StateStore store, GroupRun run, GroupSubjects groups) {
        this.store = store;
        this.run = run;
        this.groups = groups;
    }

    /** @param anew whose files may have named others before */
    void decide(List<GroupRule> rules, List<GroupRule> anew) {
        rules.stream().filter(rule -> anew.contains(rule) || !rule.population().groups().isEmpty())
                .forEach(rule -> rule.key().fixed().flatMap(key -> groups.known(rule.name(), key)).ifPresent(group -> decide(rule, group, anew.contains(rule))));
    }

    private void decide(GroupRule rule, Identity group, boolean anew) {
        List<String> problems = new ArrayList<>();
        Set<Long> named = new HashSet<>();
        Set<Long> wanted = new HashSet<>();
        for (Nested nested : rule.population().groups()) {
            Optional<Identity> member = groups.known(Kind.GROUP, nested.key());
            member.ifPresent(known -> named.add(known.id()));
            if (member.filter(known -> !known.attributes().has(Lifecycle.ABSENT_SINCE)).isEmpty()) {
                problems.add("there is no group \"" + nested.key() + "\" (" + nested.position() + ")");
            } else {
                circle(group, member.get()).ifPresentOrElse(circle -> problems.add("\"" + nested.key() + "\" is not made a member (" + nested.position()
                        + "): the group would be a member of itself: " + circle), () -> wanted.add(member.get().id()));
            }
        }
        Set<Long> has = members(group, Origin.rule(rule.name()), named, anew);
        named.addAll(has);
        boolean stays = rule.kind().equals(Kind.APPLICATION) && !problems.isEmpty(); // a misspelt group takes the application from nobody
        List<Waiting> waiting = new ArrayList<>();
        named.stream().filter(id -> wanted.contains(id) != has.contains(id) && (wanted.contains(id) || !stays))
                .forEach(id -> waiting.add(new Waiting(rule.name(), group.key(), id, wanted.contains(id), false)));
        leaveWhatItWasFor(rule, group, named, waiting);
        waiting.forEach(one -> run.touched(one.rule(), one.group()));
        store.inTransaction(() -> {
            store.groupRules().decided(List.of(rule.name()), named, waiting, List.of());
            store.groupRules().problem(rule.name(), group.key(), problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
        });
    }

    /** A rule may have been for something else before: whatever group is in that by it, is to leave it. */
    private void leaveWhatItWasFor(GroupRule rule, Identity group, Set<Long> named, List<Waiting> waiting) {
        groups.of(rule.name()).stream().map(RuleGroup::group).filter(other -> other != group.id()).forEach(other ->
                store.groupRules().groupsIn(List.of(other), Optional.of(Origin.rule(rule.name()))).forEach(member -> {
                    named.add(member);
                    waiting.add(new Waiting(rule.name(), groups.key(other), member, false, false));
                }));
    }

    /** Of these groups those that are members by the rule; and all that are, where it may have named others before. */
    private Set<Long> members(Identity group, Origin origin, Set<Long> named, boolean all) {
        Set<Long> members = new HashSet<>();
        store.memberships().ofMembers(named).forEach((member, in) -> in.stream().filter(one -> one.group() == group.id() && one.origin().equals(origin)).forEach(one -> members.add(member)));
        if (all) {
            members.addAll(store.groupRules().groupsIn(List.of(group.id()), Optional.of(origin)));
        }
        return members;
    }

    /** How the group would be a member of itself with that one in it: the group is among its members, or among theirs. */
    private Optional<String> circle(Identity group, Identity member) {
        Map<Long, Long> below = new HashMap<>();
        Deque<Long> open = new ArrayDeque<>(List.of(group.id()));
        while (!open.isEmpty()) {
            Long one = open.pop();
            if (one.equals(member.id())) {
                List<String> path = new ArrayList<>(List.of(group.key()));
                for (Long step = one; step != null; step = below.get(step)) {
                    path.add(groups.key(step));
                }
                return Optional.of(String.join(" has ", path));
            }
            store.memberships().ofMembers(List.of(one)).getOrDefault(one, List.of()).stream().map(Membership::group)
                    .filter(above -> !above.equals(group.id()) && below.putIfAbsent(above, one) == null).forEach(open::push);
        }
        return Optional.empty();
    }
}
