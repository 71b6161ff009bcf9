package io.caravan.engine;

import io.caravan.engine.CycleStore.JobState;
import io.caravan.mapping.GroupRule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings the memberships that follow from rules up to date: asks about whoever changed, whose time has come, and, of a rule that is new or another than
 * before, about everybody; holds what is too much at once; and writes the rest. What there is to do is always derived from the store: a run that was cut off
 * is made good by the next.
 */
public final class GroupStep {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final StateStore store;
    private final List<GroupRule> rules;
    private final ZoneId zone;
    private final Set<String> secrets;

    /**
     * @param zone    for people who have none of their own
     * @param secrets attributes of people whose values are not told
     */
    public GroupStep(StateStore store, List<GroupRule> rules, ZoneId zone, Set<String> secrets) {
        this.store = store;
        this.rules = List.copyOf(rules);
        this.zone = zone;
        this.secrets = Set.copyOf(secrets);
    }

    /** Whether a run would look at anybody. Costs the same however many people and rules there are. */
    public boolean hasWork(Instant now) {
        JobState state = store.cycles().state(GroupRun.NAME);
        return !state.fingerprint().equals(meaning()) || !rules.isEmpty() && (state.evaluatedVersion() != store.hub().version() || isClockPutBack(state, now)
                || !store.groupRules().due(now, 0, 1).isEmpty());
    }

    /** What is not done yet, because somebody has to look at it, and what could not be decided, also by earlier runs. */
    public boolean leavesSomethingUndone() {
        return !store.groupRules().crowds().isEmpty() || store.groupRules().problemCount() > 0;
    }

    public void run(GroupRun run) {
        JobState state = store.cycles().state(GroupRun.NAME);
        long version = store.hub().version();
        Map<String, String> before = meanings(state.fingerprint());
        boolean all = isClockPutBack(state, run.now());
        List<GroupRule> anew = rules.stream().filter(rule -> all || !rule.written().fingerprint().equals(before.get(rule.name()))).toList();
        Set<String> gone = gone(before.keySet(), !anew.isEmpty());
        List<GroupRule> same = rules.stream().filter(rule -> !anew.contains(rule)).toList();
        GroupSubjects groups = new GroupSubjects(store, run, rules);
        SubjectGroups ofSubjects = new SubjectGroups(store);
        GroupDecisions decisions = new GroupDecisions(store, run, zone, groups, ofSubjects);
        groups.forgetRefusals();
        anew.forEach(groups::make);
        new GroupsOfSubjects(store, run, groups).bring(anew, state.evaluatedVersion());
        decisions.everybody(anew);
        decisions.changed(same, state.evaluatedVersion());
        GroupChanges changes = new GroupChanges(store, run, groups, new GroupReasons(zone, secrets, run.now(), ofSubjects));
        Set<String> withGroups = rules.stream().filter(rule -> anew.contains(rule) && rule.key().fixed().isPresent() || !rule.population().groups().isEmpty())
                .map(GroupRule::name).collect(Collectors.toSet());
        changes.apply(rule -> !withGroups.contains(rule) && !gone.contains(rule));
        new NestedGroups(store, run, groups).decide(rules, anew); // groups that people's values make are there by now
        changes.apply(withGroups::contains);
        gone.forEach(decisions::nobodyIn); // whoever has the group by another rule by now does not leave it
        changes.apply(gone::contains);
        changes.endGone();
        run.touched().forEach(one -> groups.rule(one.get(0)).ifPresent(rule -> store.inTransaction(() -> groups.settle(rule, one.get(1)))));
        anew.forEach(groups::filled);
        long failed = store.groupRules().problemCount();
        if (failed > 0) {
            run.count(Counted.FAILED, failed);
        }
        store.cycles().state(GroupRun.NAME, state.evaluated(meaning(), version, Optional.of(run.now())));
    }

    /**
     * Rules that have no file any more.
     *
     * @param others whether another rule may give by now what one of which something is held gave
     */
    private Set<String> gone(Set<String> before, boolean others) {
        Set<String> gone = new HashSet<>(before);
        if (others) {
            store.groupRules().crowds().forEach(crowd -> gone.add(crowd.rule()));
        }
        gone.removeAll(rules.stream().map(GroupRule::name).collect(Collectors.toSet()));
        return gone;
    }

    private static boolean isClockPutBack(JobState state, Instant now) {
        return state.evaluatedAt().filter(at -> at.isAfter(now.plus(CLOCKS_DIFFER))).isPresent();
    }

    private String meaning() {
        return rules.stream().map(rule -> rule.name() + " " + rule.written().fingerprint()).sorted().collect(Collectors.joining("\n"));
    }

    private static Map<String, String> meanings(String text) {
        Map<String, String> meanings = new TreeMap<>();
        text.lines().map(line -> line.split(" ", 2)).forEach(rule -> meanings.put(rule[0], rule[1]));
        return meanings;
    }
}
