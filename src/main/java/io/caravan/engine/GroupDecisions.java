package io.caravan.engine;

import io.caravan.engine.GroupRuleStore.Problem;
import io.caravan.engine.GroupRuleStore.RuleGroup;
import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.GroupRule;
import io.caravan.plan.GroupEvaluation;
import io.caravan.plan.GroupVerdict;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out who is to join and leave by rules, and stores that before anything is done about it. One transaction per page of people. */
final class GroupDecisions {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final GroupRun run;
    private final ZoneId zone;
    private final GroupSubjects groups;
    private final GroupReasons reasons;

    GroupDecisions(StateStore store, GroupRun run, ZoneId zone, GroupSubjects groups, SubjectGroups ofSubjects) {
        this.store = store;
        this.run = run;
        this.zone = zone;
        this.groups = groups;
        this.reasons = new GroupReasons(zone, Set.of(), run.now(), ofSubjects);
    }

    void everybody(List<GroupRule> rules) {
        if (!rules.isEmpty()) {
            each((after, limit) -> store.links().changed(Kind.PERSON, GroupRun.NAME, 0, after, limit), people -> decide(rules, people, false));
        }
    }

    /** Those who changed since a version of the hub, those for whom a subject that they name has come, gone, or is called otherwise, and those whose time has come. */
    void changed(List<GroupRule> rules, long sinceVersion) {
        if (rules.isEmpty()) {
            return;
        }
        each((after, limit) -> store.links().due(Kind.PERSON, GroupRun.NAME, sinceVersion, run.now(), after, limit), people -> decide(rules, people, true));
        if (run.only().isPresent()) {
            return;
        }
        long after = 0;
        List<Long> due = store.groupRules().due(run.now(), after, PAGE);
        while (!due.isEmpty()) {
            after = due.get(due.size() - 1);
            decide(rules, store.hub().identities(due).values(), true);
            due = store.groupRules().due(run.now(), after, PAGE);
        }
    }

    private void each(BiFunction<Long, Integer, List<Subject>> pages, Consumer<Collection<Identity>> use) {
        if (run.only().isPresent()) {
            use.accept(store.hub().identities(run.only().get()).values().stream().filter(one -> one.kind().equals(Kind.PERSON)).toList());
            return;
        }
        long after = 0;
        List<Subject> page = pages.apply(after, PAGE);
        while (!page.isEmpty()) {
            after = page.get(page.size() - 1).identity().id();
            use.accept(page.stream().map(Subject::identity).toList());
            page = pages.apply(after, PAGE);
        }
    }

    /**
     * A rule that has no file any more gives nobody anything. What it has given is taken back like anything else: if it is not too much at once. Who is in the group
     * by somebody else, too, loses nothing.
     */
    void nobodyIn(String rule) {
        Origin origin = Origin.rule(rule);
        store.inTransaction(() -> store.groupRules().forgetRule(rule));
        for (RuleGroup group : groups.of(rule)) {
            String key = groups.key(group.group());
            run.touched(rule, key);
            long after = 0;
            List<Membership> page = store.memberships().ofGroup(group.group(), after, PAGE);
            while (!page.isEmpty()) {
                run.goOn();
                Set<Long> byOthers = page.stream().filter(one -> !one.origin().equals(origin) && one.isAt(run.now())).map(Membership::member).collect(Collectors.toSet());
                List<Membership> given = page.stream().filter(one -> one.origin().equals(origin)).toList();
                List<Waiting> leaving = given.stream().map(Membership::member).filter(member -> !byOthers.contains(member)).map(member -> new Waiting(rule, key, member, false, false)).toList();
                after = page.get(page.size() - 1).member();
                store.inTransaction(() -> {
                    store.memberships().remove(given.stream().filter(one -> byOthers.contains(one.member())).toList());
                    store.groupRules().decided(List.of(), List.of(), leaving, List.of()); // beside what waits of other groups of the rule
                });
                page = store.memberships().ofGroup(group.group(), after, PAGE);
            }
        }
    }

    /** @param all whether no rule is left to be asked about what they are marked for */
    private void decide(List<GroupRule> rules, Collection<Identity> people, boolean all) {
        run.goOn();
        Page page = new Page(rules);
        List<Long> ids = people.stream().map(Identity::id).toList();
        Map<Long, List<Membership>> memberships = store.memberships().ofMembers(ids);
        groups.learn(memberships.values());
        people.forEach(person -> page.decide(person, memberships.getOrDefault(person.id(), List.of())));
        store.inTransaction(() -> {
            store.groupRules().decided(rules.stream().map(GroupRule::name).toList(), ids, page.waiting, page.problems);
            store.groupRules().due(page.due);
            page.said.forEach((of, members) -> store.groupRules().say(of.get(0), of.get(1), members));
            if (!page.ofSubjects.isEmpty()) {
                store.links().references(GroupRun.NAME, page.meant);
            }
            if (all) {
                store.links().clearMarks(GroupRun.NAME, ids);
            }
        });
        run.count(Counted.EVALUATED, people.size());
    }

    /** The people of one transaction. */
    private final class Page {
        private final List<GroupRule> rules;
        private final List<Waiting> waiting = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<Long, Optional<Instant>> due = new LinkedHashMap<>();
        private final Map<List<String>, Map<Long, Attributes>> said = new HashMap<>();
        private final List<GroupRule> ofSubjects = groups.ofSubjects();
        private final Map<Long, Set<Reference>> meant = new HashMap<>();

        private Page(List<GroupRule> rules) {
            this.rules = rules;
        }

        private void decide(Identity person, List<Membership> memberships) {
            try {
                Lifecycle lifecycle = GroupReasons.lifecycle(person.attributes(), zone, run.now());
                if (memberships.stream().anyMatch(one -> one.origin().by() == Origin.By.RULE)) {
                    lifecycle.requireKnownStatusAhead(person.attributes());
                }
                due.put(person.id(), lifecycle.nextChange());
                meant.put(person.id(), ofSubjects.stream().flatMap(rule -> meant(rule, person, lifecycle)).collect(Collectors.toSet()));
                rules.forEach(rule -> decide(rule, person, lifecycle, memberships));
            } catch (IllegalArgumentException unclear) {
                due.put(person.id(), Optional.empty());
                problems.add(new Problem("", person.id(), "", unclear.getMessage()));
            }
        }

        /** Whom she would mean, whether she is asked for or not: should it be there one day, she is looked at again. */
        private Stream<Reference> meant(GroupRule rule, Identity person, Lifecycle lifecycle) {
            GroupRule.Subjects subjects = rule.key().of().orElseThrow();
            return new GroupEvaluation(rule, person.attributes(), lifecycle, run.now()).meant().stream().map(value -> new Reference(subjects.kind(), subjects.by(), value));
        }

        private void decide(GroupRule rule, Identity person, Lifecycle lifecycle, List<Membership> memberships) {
            GroupVerdict verdict = reasons.verdict(rule, person.attributes(), lifecycle);
            if (verdict.failure().isPresent()) {
                problems.add(new Problem(rule.name(), person.id(), "", verdict.failure().get()));
                return;
            }
            Origin origin = Origin.rule(rule.name());
            Set<String> has = memberships.stream().filter(one -> one.origin().equals(origin)).map(one -> groups.key(one.group())).collect(Collectors.toCollection(HashSet::new));
            verdict.groups().forEach((key, attributes) -> {
                if (!has.remove(key)) {
                    wait(new Waiting(rule.name(), key, person.id(), true, false));
                } else if (rule.isDescribedByMembers()) {
                    said.computeIfAbsent(List.of(rule.name(), key), none -> new HashMap<>()).put(person.id(), attributes);
                    run.touched(rule.name(), key);
                }
            });
            has.forEach(key -> wait(new Waiting(rule.name(), key, person.id(), false, lifecycle.urgent())));
        }

        private void wait(Waiting one) {
            waiting.add(one);
            run.touched(one.rule(), one.group());
        }
    }
}
