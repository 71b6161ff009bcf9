package io.caravan.operations;

import io.caravan.engine.ClaimStore;
import io.caravan.engine.ClaimStore.Leaving;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.GroupRuleStore.Crowd;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Formula;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.RuleFolder;
import io.caravan.operations.Explanation.HubAttribute;
import io.caravan.operations.GroupExplanation.Members;
import io.caravan.operations.GroupExplanation.Owner;
import io.caravan.operations.GroupExplanation.Rule;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of a group who is in it, and what waits. Goes through its members page by page. */
final class GroupExplaining {

    private static final int PAGE = 1000;
    private static final int NAMED = 5;
    private static final String OWNER = "owner";

    private final OpenProject open;
    private final StateStore store;
    private final Identity group;

    private GroupExplaining(OpenProject open, Identity group) {
        this.open = open;
        this.store = open.store();
        this.group = group;
    }

    /** Of a subject that has members: a group, an application, or what somebody is said to be in. */
    static Optional<GroupExplanation> of(OpenProject open, Identity subject) {
        boolean has = subject.kind().equals(Kind.GROUP) || subject.kind().equals(Kind.APPLICATION)
                || !subject.kind().equals(Kind.PERSON) && !open.store().memberships().ofGroup(subject.id(), 0, 1).isEmpty();
        return has ? Optional.of(new GroupExplaining(open, subject).explained()) : Optional.empty();
    }

    /** The same attributes, those that a rule has made with the rule's place. */
    static List<HubAttribute> attributes(OpenProject open, Identity subject, List<HubAttribute> attributes) {
        GroupExplaining explaining = new GroupExplaining(open, subject);
        Optional<GroupRule> made = open.store().groupRules().groups().stream().filter(one -> one.group() == subject.id() && one.made()).findFirst().flatMap(one -> explaining.rule(one.rule()));
        return made.isEmpty() || !open.mayShowValues() ? attributes : attributes.stream().map(one -> one.job().isEmpty() ? byRule(made.get(), one) : one).toList();
    }

    private static HubAttribute byRule(GroupRule rule, HubAttribute attribute) {
        Optional<Formula> formula = Optional.ofNullable(rule.attributes().get(attribute.name()));
        String value = new ChangedAttribute(attribute.name(), Optional.empty(), attribute.value()).text();
        return new HubAttribute(attribute.name(), attribute.value(), "rule", value, formula.map(one -> one.position().toString()).orElse(rule.file()), attribute.also());
    }

    private GroupExplanation explained() {
        return new GroupExplanation(rules(), open.mayShowValues() ? owner() : Optional.empty(), members(), waits(), MembersInTargets.of(open, group));
    }

    private List<Rule> rules() {
        Map<String, Boolean> made = new TreeMap<>();
        store.groupRules().groups().stream().filter(one -> one.group() == group.id()).forEach(one -> made.put(one.rule(), one.made()));
        return made.entrySet().stream().map(one -> new Rule(one.getKey(), rule(one.getKey()).map(known -> known.key().position().toString())
                .orElse(RuleFolder.file(one.getKey()) + ", which is not there any more"), one.getValue())).toList();
    }

    private Optional<GroupRule> rule(String name) {
        return open.project().groups().stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    private Optional<Owner> owner() {
        return group.attributes().text(OWNER).filter(key -> !key.isEmpty()).map(key -> {
            Optional<Identity> person = Optional.ofNullable(store.hub().identitiesByKey(Kind.PERSON, List.of(key)).get(key));
            return new Owner(key, person.map(PeopleNames.of(open)::of).orElse(DisplayName.NONE), person.isPresent());
        });
    }

    private Members members() {
        long now = 0;
        long groups = 0;
        long later = 0;
        Map<String, Long> byOrigin = new TreeMap<>();
        List<Membership> page = store.memberships().ofGroup(group.id(), 0, PAGE);
        while (!page.isEmpty()) {
            List<Membership> counting = page.stream().filter(one -> one.isAt(open.now())).toList();
            counting.forEach(one -> byOrigin.merge(one.origin().toString(), 1L, Long::sum));
            Set<Long> in = counting.stream().map(Membership::member).collect(Collectors.toSet());
            Set<Long> soon = page.stream().filter(one -> one.from().filter(open.now()::isBefore).isPresent()).map(Membership::member).collect(Collectors.toCollection(HashSet::new));
            soon.removeAll(in);
            now += in.size();
            later += soon.size();
            groups += store.hub().identities(in).values().stream().filter(one -> !one.kind().equals(Kind.PERSON)).count();
            page = store.memberships().ofGroup(group.id(), page.get(page.size() - 1).member(), PAGE);
        }
        return new Members(now, groups, later, byOrigin);
    }

    private List<String> waits() {
        return Stream.of(heldByRules(), problems(), ofSources()).flatMap(List::stream).toList();
    }

    private List<String> heldByRules() {
        List<String> held = new ArrayList<>();
        for (Crowd crowd : store.groupRules().crowds()) {
            if (crowd.group().equals(group.key()) && RuleFolder.of(crowd.rule()).kind().equals(group.kind())) {
                String lot = GroupRule.lot(crowd.rule(), crowd.group());
                held(held, crowd.rule(), crowd.joins(), "would join", "--let-join " + lot);
                held(held, crowd.rule(), crowd.leaves(), "would leave", "--let-leave " + lot);
            }
        }
        return held;
    }

    private static void held(List<String> held, String rule, long count, String what, String option) {
        if (count > 0) {
            held.add("by rule " + rule + " " + Quantity.grouped(count) + " " + what + ", and are held until somebody has looked: caravan plan shows them; then caravan sync " + option + "=" + count);
        }
    }

    private List<String> problems() {
        return store.groupRules().problemsOfGroups().stream().filter(problem -> problem.group().equals(group.key()))
                .map(problem -> (problem.rule().isEmpty() ? "" : RuleFolder.file(problem.rule()) + ": ") + problem.message()).toList();
    }

    /** What sources would take away and have not, and whom they name and the hub does not know. */
    private List<String> ofSources() {
        List<String> waits = new ArrayList<>();
        for (InboundJob job : open.project().inbound().stream().filter(job -> job.memberships().isPresent()).toList()) {
            Optional<Leaving> leaving = store.claims().leaving(job.name()).stream().filter(one -> one.group() == group.id() && one.leaving() > 0).findFirst();
            leaving.ifPresent(one -> waits.add("source " + job.name() + " has " + Quantity.grouped(one.leaving()) + " of " + Quantity.of(one.members(), "member")
                    + " no more, and that waits: the next cycle decides, and says why if it holds them"));
            List<String> unknown = new ArrayList<>();
            long count = unknown(job, unknown);
            if (count > 0) {
                waits.add("source " + job.name() + " names " + Quantity.grouped(count) + " whom the hub does not know, or knows several of: " + String.join(", ", unknown) + (count > unknown.size() ? ", …" : ""));
            }
        }
        return waits;
    }

    private long unknown(InboundJob job, List<String> some) {
        long count = 0;
        List<Meant> page = store.claims().open(job.name(), ClaimStore.FIRST, PAGE);
        while (!page.isEmpty()) {
            for (Meant one : page) {
                if (one.group().isPresent() && one.group().getAsLong() == group.id()) {
                    count++;
                    if (some.size() < NAMED && open.mayShowValues()) {
                        some.add(one.claim().member());
                    }
                }
            }
            page = store.claims().open(job.name(), page.get(page.size() - 1).claim(), PAGE);
        }
        return count;
    }
}
