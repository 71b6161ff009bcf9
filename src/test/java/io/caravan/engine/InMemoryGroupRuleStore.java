package io.caravan.engine;

import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rules of groups in maps. */
final class InMemoryGroupRuleStore implements GroupRuleStore {

    static final Comparator<List<Object>> ORDER = (one, other) -> {
        for (int i = 0; i < one.size(); i++) {
            @SuppressWarnings("unchecked") // each column has one type
            int order = ((Comparable<Object>) one.get(i)).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final InMemoryStateStore store;

    InMemoryGroupRuleStore(InMemoryStateStore store) {
        this.store = store;
    }

    private InMemoryTables tables() {
        return store.tables();
    }

    private static List<Object> key(Waiting one) {
        return List.of(one.rule(), one.group(), one.joins(), one.member());
    }

    @Override
    public void decided(Collection<String> rules, Collection<Long> members, List<Waiting> waiting, List<Problem> problems) {
        tables().ruleWaiting.values().removeIf(one -> rules.contains(one.rule()) && members.contains(one.member()));
        tables().ruleProblems.values().removeIf(one -> (one.rule().isEmpty() || rules.contains(one.rule())) && members.contains(one.member()));
        waiting.forEach(one -> tables().ruleWaiting.put(key(one), one));
        problems.forEach(one -> tables().ruleProblems.put(List.of(one.rule(), one.member(), one.group()), one));
    }

    @Override
    public List<Crowd> crowds() {
        Map<List<Object>, Crowd> crowds = new TreeMap<>(ORDER);
        tables().ruleWaiting.values().forEach(one -> crowds.merge(List.of(one.rule(), one.group()),
                new Crowd(one.rule(), one.group(), one.joins() ? 1 : 0, one.joins() ? 0 : 1, !one.joins() && one.urgent() ? 1 : 0),
                (some, more) -> new Crowd(some.rule(), some.group(), some.joins() + more.joins(), some.leaves() + more.leaves(), some.urgent() + more.urgent())));
        return List.copyOf(crowds.values());
    }

    @Override
    public List<Waiting> waiting(String rule, String group, boolean joins, long afterMember, int limit) {
        return tables().ruleWaiting.values().stream().filter(one -> one.rule().equals(rule) && one.group().equals(group) && one.joins() == joins && one.member() > afterMember)
                .limit(limit).toList();
    }

    @Override
    public void done(Collection<Waiting> members) {
        members.forEach(one -> tables().ruleWaiting.remove(key(one)));
    }

    @Override
    public void save(RuleGroup group) {
        tables().ruleGroups.put(List.of(group.rule(), group.group()), group);
    }

    @Override
    public void forget(RuleGroup group) {
        tables().ruleGroups.remove(List.<Object>of(group.rule(), group.group()));
    }

    @Override
    public List<RuleGroup> groups() {
        return List.copyOf(tables().ruleGroups.values());
    }

    @Override
    public Optional<RuleGroup> groupOf(String rule, long subject) {
        return groups().stream().filter(one -> one.rule().equals(rule) && one.subject().equals(OptionalLong.of(subject))).findFirst();
    }

    @Override
    public void forgetRule(String rule) {
        tables().ruleWaiting.values().removeIf(one -> one.rule().equals(rule));
        tables().ruleProblems.values().removeIf(one -> one.rule().equals(rule));
        tables().ruleSays.keySet().removeIf(one -> one.get(0).equals(rule));
    }

    @Override
    public long members(long group, Origin origin) {
        return tables().memberships.values().stream().filter(one -> one.group() == group && one.origin().equals(origin)).count();
    }

    @Override
    public Set<Long> groupsIn(Collection<Long> groups, Optional<Origin> origin) {
        List<Long> members = groups.stream().flatMap(group -> store.memberships().ofGroup(group, 0, Integer.MAX_VALUE).stream())
                .filter(one -> origin.isEmpty() || one.origin().equals(origin.get())).map(Membership::member).toList();
        return store.hub().identities(members).values().stream().filter(one -> one.kind().equals(Kind.GROUP)).map(Identity::id).collect(Collectors.toSet());
    }

    @Override
    public Map<Long, Long> members(Collection<Long> groups) {
        Map<Long, Long> counts = new LinkedHashMap<>();
        groups.forEach(group -> {
            long count = tables().memberships.values().stream().filter(one -> one.group() == group).mapToLong(Membership::member).distinct().count();
            if (count > 0) {
                counts.put(group, count);
            }
        });
        return counts;
    }

    @Override
    public void say(String rule, String group, Map<Long, Attributes> members) {
        members.forEach((member, attributes) -> tables().ruleSays.put(List.of(rule, group, member), new Said(member, attributes)));
    }

    @Override
    public void silent(String rule, String group, Collection<Long> members) {
        members.forEach(member -> tables().ruleSays.remove(List.<Object>of(rule, group, member)));
    }

    @Override
    public List<Said> said(String rule, String group) {
        List<Said> all = new ArrayList<>();
        tables().ruleSays.forEach((key, said) -> {
            if (key.get(0).equals(rule) && key.get(1).equals(group)) {
                all.add(said);
            }
        });
        Optional<Said> other = all.stream().filter(one -> !one.attributes().equals(all.get(0).attributes())).findFirst();
        return all.isEmpty() ? List.of() : other.map(differs -> List.of(all.get(0), differs)).orElse(List.of(all.get(0)));
    }

    @Override
    public void problem(String rule, String group, Optional<String> message) {
        tables().ruleProblems.remove(List.<Object>of(rule, 0L, group));
        message.ifPresent(text -> tables().ruleProblems.put(List.of(rule, 0L, group), new Problem(rule, 0, group, text)));
    }

    @Override
    public List<Problem> problems(int limit) {
        return tables().ruleProblems.values().stream().limit(limit).toList();
    }

    @Override
    public List<Problem> problemsOfGroups() {
        return tables().ruleProblems.values().stream().filter(one -> one.member() == 0).toList();
    }

    @Override
    public long problemCount() {
        return tables().ruleProblems.size();
    }

    @Override
    public void due(Map<Long, Optional<Instant>> moments) {
        moments.forEach((member, moment) -> moment.ifPresentOrElse(at -> tables().ruleDue.put(member, InMemoryStateStore.kept(at)), () -> tables().ruleDue.remove(member)));
    }

    @Override
    public List<Long> due(Instant now, long after, int limit) {
        return tables().ruleDue.entrySet().stream().filter(one -> one.getKey() > after && !one.getValue().isAfter(now)).map(Map.Entry::getKey).limit(limit).toList();
    }

    @Override
    public Optional<Instant> nextDue(Instant after, Optional<Set<Long>> only) {
        return tables().ruleDue.entrySet().stream().filter(one -> only.map(some -> some.contains(one.getKey())).orElse(true)).map(Map.Entry::getValue).filter(at -> at.isAfter(after))
                .min(Comparator.naturalOrder());
    }
}
