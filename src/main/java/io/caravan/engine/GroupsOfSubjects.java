package io.caravan.engine;

import io.caravan.engine.GroupRuleStore.Crowd;
import io.caravan.engine.GroupRuleStore.Problem;
import io.caravan.engine.GroupRuleStore.RuleGroup;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.GroupRule.Subjects;
import io.caravan.plan.GroupEvaluation;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has a group for each subject of a kind, where a rule says so: makes it when the subject comes, and has everybody looked at again whom it concerns that one
 * came, went, or is back. What a group is called and is like follows when it is settled. A group stays its subject's, however that is called by then.
 */
final class GroupsOfSubjects {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final GroupRun run;
    private final GroupSubjects groups;
    /** By rule and key, the groups that somebody waits to leave. */
    private final Set<List<String>> left = new HashSet<>();

    GroupsOfSubjects(StateStore store, GroupRun run, GroupSubjects groups) {
        this.store = store;
        this.run = run;
        this.groups = groups;
    }

    /**
     * Those that changed since a version of the hub; of a rule that is new or another than before, all.
     *
     * @param anew such rules
     */
    void bring(List<GroupRule> anew, long sinceVersion) {
        List<GroupRule> rules = groups.ofSubjects();
        if (rules.isEmpty()) {
            return;
        }
        store.hub().indexAlso(rules.stream().map(rule -> rule.key().of().orElseThrow()).map(of -> new KindAttribute(of.kind(), of.by()))
                .collect(Collectors.toSet()));
        store.groupRules().crowds().stream().filter(crowd -> crowd.leaves() > 0).map(GroupsOfSubjects::place).forEach(left::add);
        rules.forEach(rule -> bring(rule, anew.contains(rule) ? 0 : sinceVersion));
    }

    private static List<String> place(Crowd crowd) {
        return List.of(crowd.rule(), crowd.group());
    }

    private void bring(GroupRule rule, long sinceVersion) {
        Subjects of = rule.key().of().orElseThrow();
        long after = 0;
        List<Subject> page = store.links().changed(of.kind(), GroupRun.NAME, sinceVersion, after, PAGE);
        while (!page.isEmpty()) {
            run.goOn();
            List<Identity> subjects = page.stream().map(Subject::identity).toList();
            store.inTransaction(() -> bring(rule, subjects));
            after = subjects.get(subjects.size() - 1).id();
            page = store.links().changed(of.kind(), GroupRun.NAME, sinceVersion, after, PAGE);
        }
    }

    private void bring(GroupRule rule, List<Identity> subjects) {
        List<Problem> problems = new ArrayList<>();
        Map<Boolean, List<Identity>> there = subjects.stream().collect(Collectors.partitioningBy(GroupsOfSubjects::isThere));
        there.get(false).forEach(subject -> groupOf(rule, subject).ifPresent(group -> everybodyIn(rule, group)));
        there.get(true).forEach(subject -> {
            try {
                Optional<RuleGroup> known = groupOf(rule, subject);
                boolean stood = known.filter(group -> !isLeft(rule, group)).isPresent();
                RuleGroup group = known.isPresent() ? known.get() : make(rule, subject);
                run.touched(rule.name(), groups.key(group.group()));
                if (!stood) {
                    whoeverNames(rule, subject);
                }
            } catch (FormulaException none) {
                problems.add(new Problem(rule.name(), subject.id(), "", none.getMessage()));
            }
        });
        store.groupRules().decided(List.of(rule.name()), subjects.stream().map(Identity::id).toList(), List.of(), problems);
    }

    private static boolean isThere(Identity subject) {
        return !subject.attributes().has(Lifecycle.ABSENT_SINCE);
    }

    private Optional<RuleGroup> groupOf(GroupRule rule, Identity subject) {
        return store.groupRules().groupOf(rule.name(), subject.id());
    }

    /** Whether it is gone, or its members wait to leave it: its subject may have been gone, and be back. */
    private boolean isLeft(GroupRule rule, RuleGroup group) {
        Identity subject = store.hub().identities(List.of(group.group())).get(group.group());
        return !isThere(subject) || left.contains(List.of(rule.name(), subject.key()));
    }

    /** @throws FormulaException why there can be none */
    private RuleGroup make(GroupRule rule, Identity subject) {
        String key = GroupEvaluation.keyOf(rule, subject.attributes(), run.now());
        Attributes first = GroupEvaluation.ofSubject(rule, subject.attributes(), key, run.now());
        Optional<Identity> there = groups.known(rule.kind(), key);
        there.flatMap(group -> groups.refused(rule, group)).ifPresent(why -> {
            throw new FormulaException(why);
        });
        there.flatMap(group -> groups.of(rule.name(), group.id())).flatMap(this::owner).filter(owner -> owner.id() != subject.id()).ifPresent(owner -> {
            throw new FormulaException("the group \"" + key + "\" is that of " + owner.kind() + " " + owner.key() + ", so " + subject.key() + " has none; make the key of what never changes ("
                    + rule.key().position() + ")");
        });
        Identity group = groups.ensure(rule, key, () -> first);
        groups.give(rule, group.id(), subject.id());
        return groups.of(rule.name(), group.id()).orElseThrow();
    }

    /** The subject that has the group already, if that is still there. */
    private Optional<Identity> owner(RuleGroup group) {
        return group.subject().isEmpty() ? Optional.empty() : Optional.ofNullable(store.hub().identities(List.of(group.subject().getAsLong())).get(group.subject().getAsLong()))
                .filter(GroupsOfSubjects::isThere);
    }

    private void everybodyIn(GroupRule rule, RuleGroup group) {
        Origin origin = Origin.rule(rule.name());
        run.touched(rule.name(), groups.key(group.group()));
        long after = 0;
        List<Membership> page = store.memberships().ofGroup(group.group(), after, PAGE);
        while (!page.isEmpty()) {
            store.links().markDue(GroupRun.NAME, page.stream().filter(one -> one.origin().equals(origin)).map(Membership::member).toList());
            after = page.get(page.size() - 1).member();
            page = store.memberships().ofGroup(group.group(), after, PAGE);
        }
    }

    private void whoeverNames(GroupRule rule, Identity subject) {
        String by = rule.key().of().orElseThrow().by();
        store.links().markDue(GroupRun.NAME, store.links().referringTo(GroupRun.NAME, store.hub().referencesTo(List.of(subject.id()), Set.of(by))));
    }
}
