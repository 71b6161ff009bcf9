package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.GroupRuleStore.RuleGroup;
import io.caravan.engine.GroupRuleStore.Said;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.RuleFolder;
import io.caravan.plan.GroupEvaluation;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.SubjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The groups that rules have, as subjects of the hub: makes them, describes them, and lets them be gone. A group that a rule did not make keeps what is said
 * of it elsewhere. Applications are no rule's own: of them nothing is said, and each rule may assign to any. Serves one run.
 */
final class GroupSubjects {

    private final StateStore store;
    private final GroupRun run;
    private final Map<String, GroupRule> rules = new HashMap<>();
    private final Map<Long, String> keys = new HashMap<>();
    /** By group, read when they are first asked for. */
    private Map<Long, Map<String, RuleGroup>> owned;

    GroupSubjects(StateStore store, GroupRun run, List<GroupRule> rules) {
        this.store = store;
        this.run = run;
        rules.forEach(rule -> this.rules.put(rule.name(), rule));
    }

    /** Those that make a group for each subject of a kind. */
    List<GroupRule> ofSubjects() {
        return rules.values().stream().filter(rule -> rule.key().of().isPresent()).toList();
    }

    /** Empty for one that has no file any more. */
    Optional<GroupRule> rule(String name) {
        return Optional.ofNullable(rules.get(name));
    }

    /** What the rule calls by that key, be it gone. */
    Optional<Identity> known(String rule, String key) {
        return known(RuleFolder.of(rule).kind(), key);
    }

    Optional<Identity> known(Kind kind, String key) {
        Optional<Identity> found = Optional.ofNullable(store.hub().identitiesByKey(kind, List.of(key)).get(key));
        found.ifPresent(group -> keys.put(group.id(), group.key()));
        return found;
    }

    /** Reads the keys of these groups at once. */
    void learn(Collection<List<Membership>> memberships) {
        Set<Long> unknown = new HashSet<>();
        memberships.forEach(some -> some.forEach(one -> unknown.add(one.group())));
        unknown.removeAll(keys.keySet());
        if (!unknown.isEmpty()) {
            store.hub().identities(unknown).values().forEach(group -> keys.put(group.id(), group.key()));
        }
    }

    String key(long group) {
        return keys.computeIfAbsent(group, id -> store.hub().identities(List.of(id)).get(id).key());
    }

    private Map<String, RuleGroup> having(long group) {
        if (owned == null) {
            owned = new HashMap<>();
            store.groupRules().groups().forEach(one -> owned.computeIfAbsent(one.group(), none -> new HashMap<>()).put(one.rule(), one));
        }
        return owned.getOrDefault(group, Map.of());
    }

    Optional<RuleGroup> of(String rule, long group) {
        return Optional.ofNullable(having(group).get(rule));
    }

    List<RuleGroup> of(String rule) {
        return store.groupRules().groups().stream().filter(one -> one.rule().equals(rule)).toList();
    }

    private void save(RuleGroup group) {
        having(group.group());
        owned.computeIfAbsent(group.group(), none -> new HashMap<>()).put(group.rule(), group);
        store.groupRules().save(group);
    }

    /**
     * Why a rule does not have a group that is there; empty: it may. Whoever can write a department's name into a source must not get into a group of another
     * origin by that.
     */
    Optional<String> refused(GroupRule rule, Identity group) {
        if (rule.kind().equals(Kind.APPLICATION) || of(rule.name(), group.id()).isPresent()) {
            return Optional.empty();
        }
        Optional<String> other = having(group.id()).values().stream().filter(RuleGroup::made).map(RuleGroup::rule).filter(rules::containsKey).sorted().findFirst();
        if (other.isPresent()) {
            return Optional.of("the group \"" + group.key() + "\" is that of " + RuleFolder.file(other.get()) + ", so nobody is put into it by this rule");
        }
        return rule.key().each().isPresent() && abandoned(group.id()).isEmpty() ? Optional.of("the group \"" + group.key() + "\" is in the hub, and was not made by this rule, so nobody is put into it by a value that people have")
                : Optional.empty();
    }

    /** That a rule may not have a group is found again by whoever would join it. */
    void forgetRefusals() {
        store.groupRules().problemsOfGroups().stream().filter(problem -> known(problem.rule(), problem.group()).flatMap(group -> of(problem.rule(), group.id())).isEmpty())
                .forEach(problem -> store.groupRules().problem(problem.rule(), problem.group(), Optional.empty()));
    }

    /** A rule that is new or another than before: its group is there, also when nobody is in it. Each that it has is described anew. */
    void make(GroupRule rule) {
        Optional<String> fixed = rule.key().fixed();
        if (fixed.isPresent() && (!rule.deletesEmpty() || !rule.population().groups().isEmpty())) {
            store.inTransaction(() -> {
                Optional<Identity> there = known(rule.name(), fixed.get());
                if (there.isEmpty() || refused(rule, there.get()).isEmpty()) {
                    ensure(rule, fixed.get());
                    settle(rule, fixed.get());
                }
            });
        }
        of(rule.name()).forEach(group -> run.touched(rule.name(), key(group.group())));
    }

    /** The group, made if there is none. Part of a transaction. */
    Identity ensure(GroupRule rule, String key) {
        return ensure(rule, key, () -> rule.key().fixed().isPresent() ? GroupEvaluation.ofFixed(rule, run.now()) : GroupEvaluation.ofAny(rule, key));
    }

    /** @param attributes of one that is made */
    Identity ensure(GroupRule rule, String key, Supplier<Attributes> attributes) {
        Identity group = rule.kind().equals(Kind.APPLICATION) ? application(key) : known(rule.name(), key).orElseGet(() -> {
            Attributes first = attributes.get();
            Identity made = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, key, first))).get(0);
            keys.put(made.id(), key);
            save(new RuleGroup(rule.name(), made.id(), true, false));
            log(made, LogAction.GROUP_CREATE, "by " + rule.key().position(), differences(Attributes.empty(), first));
            run.count(GroupRun.GROUPS_CREATED, 1);
            return made;
        });
        if (of(rule.name(), group.id()).isEmpty()) {
            Optional<RuleGroup> before = abandoned(group.id());
            save(new RuleGroup(rule.name(), group.id(), before.isPresent(), before.map(RuleGroup::filled).orElse(false)));
            before.ifPresent(old -> {
                store.groupRules().save(new RuleGroup(old.rule(), old.group(), false, old.filled())); // until nobody is in it by that rule
                owned = null;
            });
        }
        return group;
    }

    private Identity application(String key) {
        Identity application = Applications.named(store.hub(), List.of(key)).get(key);
        keys.put(application.id(), key);
        return application;
    }

    /** That the group was made by a rule that has no file any more: whoever gives it now has it as its own. */
    private Optional<RuleGroup> abandoned(long group) {
        return having(group).values().stream().filter(one -> one.made() && !rules.containsKey(one.rule())).findFirst();
    }

    /** What a rule's group has at first is in it, or waits: from here on more than the limit is held. */
    void filled(GroupRule rule) {
        Set<String> waiting = new HashSet<>();
        store.groupRules().crowds().stream().filter(crowd -> crowd.rule().equals(rule.name()) && crowd.joins() > 0).forEach(crowd -> waiting.add(crowd.group()));
        of(rule.name()).stream().filter(group -> !group.filled() && !waiting.contains(key(group.group()))).forEach(this::filled);
    }

    void filled(RuleGroup group) {
        save(group.with(true));
    }

    /** From here on it is that subject's. */
    void give(GroupRule rule, long group, long subject) {
        save(of(rule.name(), group).orElseThrow().of(subject));
    }

    /** Brings a group that the rule made up to date with what is said of it now, and lets it be gone or there. Part of a transaction. */
    void settle(GroupRule rule, String key) {
        Optional<Identity> known = known(rule.name(), key);
        if (known.isEmpty() || of(rule.name(), known.get().id()).filter(RuleGroup::made).isEmpty()) {
            return;
        }
        Identity group = known.get();
        Optional<Identity> subject = subject(rule, group);
        Attributes wanted = subject.map(one -> described(rule, group, one)).orElseGet(() -> described(rule, group));
        boolean gone = group.attributes().has(Lifecycle.ABSENT_SINCE);
        boolean mayGo = rule.deletesEmpty() || subject.filter(one -> one.attributes().has(Lifecycle.ABSENT_SINCE)).isPresent();
        boolean empty = mayGo && store.groupRules().members(List.of(group.id())).isEmpty();
        save(group, empty ? gone ? with(wanted, group.attributes().get(Lifecycle.ABSENT_SINCE)) : with(wanted, run.now().toString()) : wanted);
    }

    /** A group whose rule has no file any more, once nobody is in it by the rule. Part of a transaction. */
    void end(RuleGroup group) {
        Identity subject = store.hub().identities(List.of(group.group())).get(group.group());
        if (!group.made()) {
            store.groupRules().forget(group);
            owned = null;
        } else if (!subject.attributes().has(Lifecycle.ABSENT_SINCE) && store.groupRules().members(List.of(group.group())).isEmpty()) {
            save(subject, with(subject.attributes(), run.now().toString()));
        }
    }

    private static Attributes with(Attributes group, Object absentSince) {
        return group.with(Map.of(Lifecycle.ABSENT_SINCE, absentSince));
    }

    /** Whose group it is, of a rule that makes one for each of a kind. */
    private Optional<Identity> subject(GroupRule rule, Identity group) {
        OptionalLong id = rule.key().of().isEmpty() ? OptionalLong.empty() : of(rule.name(), group.id()).orElseThrow().subject();
        return id.isEmpty() ? Optional.empty() : Optional.ofNullable(store.hub().identities(List.of(id.getAsLong())).get(id.getAsLong()));
    }

    /** One that is gone leaves its group as it was. Where its name cannot be computed any more, the group keeps the one it has. */
    private Attributes described(GroupRule rule, Identity group, Identity subject) {
        Attributes before = group.attributes().without(Set.of(Lifecycle.ABSENT_SINCE));
        if (subject.attributes().has(Lifecycle.ABSENT_SINCE)) {
            return before;
        }
        try {
            String name = GroupEvaluation.keyOf(rule, subject.attributes(), run.now());
            Attributes now = GroupEvaluation.ofSubject(rule, subject.attributes(), name, run.now());
            store.groupRules().problem(rule.name(), group.key(), Optional.empty());
            return now;
        } catch (FormulaException failed) {
            store.groupRules().problem(rule.name(), group.key(), Optional.of(failed.getMessage()));
            return before;
        }
    }

    private Attributes described(GroupRule rule, Identity group) {
        if (rule.key().fixed().isPresent()) {
            return GroupEvaluation.ofFixed(rule, run.now());
        }
        if (!rule.isDescribedByMembers()) {
            return GroupEvaluation.ofAny(rule, group.key());
        }
        List<Said> said = store.groupRules().said(rule.name(), group.key());
        store.groupRules().problem(rule.name(), group.key(), said.size() < 2 ? Optional.empty() : Optional.of(disagree(group.key(), said)));
        return said.size() == 1 ? said.get(0).attributes() : group.attributes().without(Set.of(Lifecycle.ABSENT_SINCE));
    }

    private String disagree(String key, List<Said> two) {
        Map<Long, Identity> people = store.hub().identities(List.of(two.get(0).member(), two.get(1).member()));
        Set<String> names = new LinkedHashSet<>(two.get(0).attributes().names());
        names.addAll(two.get(1).attributes().names());
        String name = names.stream().filter(each -> !Objects.equals(two.get(0).attributes().get(each), two.get(1).attributes().get(each))).findFirst().orElseThrow();
        return "its members do not agree what " + name + " of \"" + key + "\" is: " + said(two.get(0), name, people) + ", " + said(two.get(1), name, people)
                + "; it stays as it was until they do";
    }

    private static String said(Said one, String name, Map<Long, Identity> people) {
        Object value = one.attributes().get(name);
        return people.get(one.member()).key() + " has " + (value == null ? "none" : "\"" + value + "\"");
    }

    private void save(Identity before, Attributes after) {
        if (after.equals(before.attributes())) {
            return;
        }
        store.hub().save(List.of(new IdentityDraft(OptionalLong.of(before.id()), Kind.GROUP, before.key(), after)));
        boolean was = !before.attributes().has(Lifecycle.ABSENT_SINCE);
        boolean is = !after.has(Lifecycle.ABSENT_SINCE);
        String action = was == is ? LogAction.GROUP_UPDATE : is ? LogAction.GROUP_CREATE : LogAction.GROUP_DELETE;
        log(before, action, was && !is ? "nobody is in it" : is && !was ? "somebody is in it again" : "", differences(before.attributes(), after));
        if (was != is) {
            run.count(is ? GroupRun.GROUPS_CREATED : GroupRun.GROUPS_DELETED, 1);
        }
    }

    private void log(Identity group, String action, String reason, List<AttributeChange> changes) {
        store.log().append(List.of(new LogEntry(run.now(), run.by(), LogEntry.About.account(new SubjectKey(Kind.GROUP, group.key()), "", Optional.empty()), action,
                LogEntry.Result.of(LogEntry.Status.SUCCESS, reason), changes, List.of())));
    }

    private static List<AttributeChange> differences(Attributes before, Attributes after) {
        Set<String> names = new LinkedHashSet<>(before.names());
        names.addAll(after.names());
        return names.stream().filter(name -> !Objects.equals(before.get(name), after.get(name))).map(name -> AttributeChange.of(name, before.get(name), after.get(name))).toList();
    }
}
