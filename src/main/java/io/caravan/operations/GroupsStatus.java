package io.caravan.operations;

import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.GroupRuleStore.Crowd;
import io.caravan.engine.GroupRuleStore.Problem;
import io.caravan.engine.GroupRuleStore.RuleGroup;
import io.caravan.engine.GroupRun;
import io.caravan.engine.StateStore;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.RuleFolder;
import io.caravan.runtime.RuledGroups;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the groups, and the assignments, that follow from rules stand.
 *
 * @param rules    files in {@code groups/} and {@code assignments/}
 * @param groups   in the order of their keys
 * @param status   how the last run ended
 * @param computed when that was
 * @param message  why it did not do everything
 */
public record GroupsStatus(long rules, List<OfGroup> groups, RunStatus status, Optional<String> computed, String message) {

    private static final int NAMED = 5;

    /**
     * @param group       its key; of an application, that of the application and role
     * @param kind        {@code group} or {@code application}
     * @param rule        the rule's name
     * @param members     who is in it, whoever says so
     * @param joinsHeld   how many are held that would join
     * @param leavesHeld  how many are held that would leave
     */
    public record OfGroup(String group, String kind, String rule, long members, long joinsHeld, long leavesHeld) {
    }

    /** Empty where there are no rules, and never were. */
    static Optional<GroupsStatus> of(OpenProject open) {
        StateStore store = open.store();
        List<RuleGroup> has = store.groupRules().groups();
        Optional<CycleRow> last = store.cycles().recent(GroupRun.NAME, 1).stream().findFirst();
        if (open.project().groups().isEmpty() && has.isEmpty() && last.isEmpty()) {
            return Optional.empty();
        }
        List<Long> ids = has.stream().map(RuleGroup::group).distinct().toList();
        Map<Long, Identity> subjects = store.hub().identities(ids);
        Map<Long, Long> members = store.groupRules().members(ids);
        Map<String, OfGroup> groups = new TreeMap<>();
        has.stream().filter(group -> !subjects.get(group.group()).attributes().has(Lifecycle.ABSENT_SINCE)).forEach(group -> {
            String key = subjects.get(group.group()).key();
            groups.put(key + "\n" + group.rule(), new OfGroup(key, kind(group.rule()), group.rule(), members.getOrDefault(group.group(), 0L), 0, 0));
        });
        for (Crowd crowd : store.groupRules().crowds()) {
            OfGroup known = groups.getOrDefault(crowd.group() + "\n" + crowd.rule(), new OfGroup(crowd.group(), kind(crowd.rule()), crowd.rule(), 0, 0, 0));
            groups.put(crowd.group() + "\n" + crowd.rule(), new OfGroup(known.group(), known.kind(), known.rule(), known.members(), crowd.joins(), crowd.leaves()));
        }
        return Optional.of(new GroupsStatus(open.project().groups().size(), List.copyOf(groups.values()), last.map(CycleRow::status).map(RunStatus::of).orElse(RunStatus.NEVER),
                last.map(row -> row.startedAt().truncatedTo(ChronoUnit.SECONDS).toString()), last.map(CycleRow::message).orElse("")));
    }

    private static String kind(String rule) {
        return RuleFolder.of(rule).kind().name();
    }

    /** What is held for somebody to look at, in the words that jobs have for it. */
    Stream<String> nextSteps() {
        Map<String, Long> held = new LinkedHashMap<>();
        groups.forEach(group -> {
            held.merge(RuledGroups.LET_JOIN + GroupRule.lot(group.rule(), group.group()), group.joinsHeld(), Long::sum);
            held.merge(RuledGroups.LET_LEAVE + GroupRule.lot(group.rule(), group.group()), group.leavesHeld(), Long::sum);
        });
        held.values().removeIf(count -> count == 0);
        long memberships = held.values().stream().mapToLong(Long::longValue).sum();
        return held.isEmpty() ? Stream.empty() : Stream.of(GroupRun.NAME + " hold " + Quantity.of(memberships, "change")
                + " for somebody to look at: caravan plan shows them; then " + RuledGroups.letThrough(held));
    }

    /** People and groups of which rules cannot decide something. */
    static List<LeftBehind> leftBehind(OpenProject open) {
        long count = open.store().groupRules().problemCount();
        if (count == 0) {
            return List.of();
        }
        List<Problem> problems = open.store().groupRules().problems(NAMED);
        Map<Long, Identity> people = open.store().hub().identities(problems.stream().map(Problem::member).filter(member -> member != 0).toList());
        PeopleNames names = PeopleNames.of(open);
        List<LeftBehind.Person> some = new ArrayList<>();
        for (Problem problem : problems) {
            Optional<Identity> person = Optional.ofNullable(people.get(problem.member()));
            String rule = problem.rule().isEmpty() ? "" : RuleFolder.file(problem.rule()) + ": ";
            some.add(new LeftBehind.Person(person.map(Identity::key).orElse(problem.group()), person.filter(one -> one.kind().equals(Kind.PERSON)).map(names::of).orElse(DisplayName.NONE),
                    rule + problem.message()));
        }
        return List.of(new LeftBehind(GroupRun.NAME, "undecided", count, some, "what they are about stays as it was, and is looked at again once what is known of it, or the rule, is another; caravan explain WHO tells about a person"));
    }
}
