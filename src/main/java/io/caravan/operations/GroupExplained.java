package io.caravan.operations;

import io.caravan.engine.GroupRun;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.RuleFolder;
import io.caravan.plan.GroupVerdict;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why somebody is in a group by rule, or is not; or is assigned to an application.
 *
 * @param group  the group's key; for a rule that gives many groups and gives this person none, the rule's name
 * @param kind   {@code group}, or {@code application}, and then the group is the application and role
 * @param member whether she is in it now
 * @param origin which rule: {@code rule engineers}; empty where none gives it
 * @param why    which clause decides, and by which value
 * @param next   where that is not so yet, or not any more: why, and what makes it so
 */
public record GroupExplained(String group, String kind, boolean member, String origin, String why, String next) {

    /**
     * The groups she is in and those she is to be in; and, of a rule or group that is asked for, why she is not.
     *
     * @param asked a group's key or a rule's name
     * @throws Refusal when there is none of that name
     */
    static List<GroupExplained> of(OpenProject open, Identity person, Optional<String> asked) {
        GroupWords words = new GroupWords(open);
        Instant now = open.now();
        List<Membership> has = open.store().memberships().ofMembers(List.of(person.id())).getOrDefault(person.id(), List.of());
        Map<Long, Identity> groups = open.store().hub().identities(has.stream().map(Membership::group).toList());
        List<GroupExplained> all = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Membership one : has.stream().filter(each -> each.origin().by() == Origin.By.RULE).toList()) {
            String key = groups.get(one.group()).key();
            Optional<GroupRule> rule = words.rule(one.origin().name());
            boolean stays = rule.map(known -> words.reasons().verdict(known, person.attributes())).filter(verdict -> verdict.failure().isPresent() || verdict.groups().containsKey(key)).isPresent();
            told.add(one.origin() + "\n" + key);
            all.add(new GroupExplained(key, kind(one.origin().name()), one.isAt(now), one.origin().toString(), words.why(one.origin().name(), person),
                    stays ? "" : isOfAssignments(one.origin().name()) ? "she is not to have it any more: " + pending(open, one.origin().name(), key) : "she is to leave it: " + pending(open, one.origin().name(), key)));
        }
        for (GroupRule rule : open.project().groups()) {
            GroupVerdict verdict = words.reasons().verdict(rule, person.attributes());
            boolean wanted = asked.filter(name -> name.equals(rule.name()) || rule.key().fixed().filter(name::equals).isPresent()).isPresent();
            Set<String> keys = verdict.groups().keySet();
            keys.stream().filter(key -> told.add(Origin.rule(rule.name()) + "\n" + key)).forEach(key -> all.add(new GroupExplained(key, rule.kind().name(), false, "rule " + rule.name(),
                    words.why(rule.name(), person), (isOfAssignments(rule.name()) ? "she is to have it: " : "she is to join it: ") + pending(open, rule.name(), key))));
            boolean in = has.stream().anyMatch(one -> one.origin().equals(Origin.rule(rule.name())));
            if (wanted && keys.isEmpty() && !in) {
                all.add(new GroupExplained(rule.key().fixed().orElse(rule.name()), rule.kind().name(), false, "rule " + rule.name(), verdict.failure().orElseGet(() -> words.why(rule.name(), person)), ""));
            }
        }
        List<GroupExplained> shown = asked.map(name -> all.stream().filter(one -> one.group().equals(name) || one.origin().equals("rule " + name)).toList()).orElse(all);
        boolean byOthers = asked.isPresent() && groups.values().stream().anyMatch(group -> group.key().equals(asked.get()));
        return shown.isEmpty() && asked.isPresent() && !byOthers ? List.of(notByRule(open, asked.get())) : shown;
    }

    private static String kind(String rule) {
        return RuleFolder.of(rule).kind().name();
    }

    private static boolean isOfAssignments(String rule) {
        return RuleFolder.of(rule) == RuleFolder.ASSIGNMENTS;
    }

    private static String pending(OpenProject open, String rule, String key) {
        boolean held = open.store().groupRules().crowds().stream().anyMatch(crowd -> crowd.rule().equals(rule) && crowd.group().equals(key));
        Optional<String> refused = open.store().groupRules().problems(Integer.MAX_VALUE).stream().filter(problem -> problem.rule().equals(rule) && problem.group().equals(key))
                .map(io.caravan.engine.GroupRuleStore.Problem::message).findFirst();
        return refused.orElse(held ? "held, because it is too many at once; caravan status says how it goes" : "the next run of the rules does it");
    }

    /** A group that no rule gives, or one of many that a rule gives to others. */
    private static GroupExplained notByRule(OpenProject open, String name) {
        Optional<Identity> group = Optional.ofNullable(open.store().hub().identitiesByKey(Kind.GROUP, List.of(name)).get(name));
        if (group.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "there is no group and no rule '" + name + "'", "caravan status lists the groups");
        }
        String rules = String.join(", ", open.store().groupRules().groups().stream().filter(one -> one.group() == group.get().id()).map(one -> RuleFolder.file(one.rule())).toList());
        return new GroupExplained(name, Kind.GROUP.name(), false, "", rules.isEmpty() ? "no rule gives it, and no source or operator has put this person into it" : "it is of " + rules + ", which gives this person no such group", "");
    }
}
