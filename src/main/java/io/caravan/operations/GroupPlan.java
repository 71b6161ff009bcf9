package io.caravan.operations;

import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.engine.GroupRun;
import io.caravan.engine.LogEntry;
import io.caravan.engine.MembershipEntry;
import io.caravan.mapping.RuleFolder;
import io.caravan.runtime.RuledGroups;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who would join and leave a group by rule, or be assigned to an application and not any more. Nothing of it has been done.
 *
 * @param group   its key; of an application, that of the application and role
 * @param kind    {@code group} or {@code application}
 * @param created whether there is no such group yet
 * @param guard   the limits that would be gone over, in words; who joins or leaves beyond them would be held
 */
public record GroupPlan(String group, String kind, boolean created, List<Move> joins, List<Move> leaves, List<String> guard) {

    private static final int HELD_NAMED = 1000;

    /**
     * @param who     a person, or another group
     * @param display what the person is called beside the key
     * @param why     which clause decides, and by which value
     * @param held    whether it would be held
     */
    public record Move(String who, DisplayName display, String why, boolean held) {
    }

    public boolean isEmpty() {
        return joins.isEmpty() && leaves.isEmpty() && !created;
    }

    /** Of a preview, whose log began empty. */
    static List<GroupPlan> of(OpenProject preview, RuledGroups.Ended ended) {
        Map<String, GroupPlan> plans = new TreeMap<>();
        preview.store().log().each(stored -> add(plans, stored.entry()));
        ended.held().forEach(held -> hold(preview, plans, held));
        return plans.values().stream().filter(plan -> !plan.isEmpty()).map(plan -> plan.named(preview)).toList();
    }

    private static GroupPlan plan(Map<String, GroupPlan> plans, Kind kind, String group) {
        return plans.computeIfAbsent(place(kind.name(), group), key -> new GroupPlan(group, kind.name(), false, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private static void add(Map<String, GroupPlan> plans, LogEntry entry) {
        if (!entry.job().equals(GroupRun.NAME) || entry.status() != LogEntry.Status.SUCCESS) {
            return;
        }
        switch (entry.action()) {
            case "group-create" -> {
                GroupPlan known = plan(plans, Kind.GROUP, entry.identityKey());
                plans.put(place(known.kind(), known.group()), new GroupPlan(known.group(), known.kind(), true, known.joins(), known.leaves(), known.guard()));
            }
            case "join" -> plan(plans, Kind.GROUP, String.valueOf(entry.changes().get(0).after())).joins().add(move(entry));
            case "leave" -> plan(plans, Kind.GROUP, String.valueOf(entry.changes().get(0).before())).leaves().add(move(entry));
            case MembershipEntry.ASSIGN -> plan(plans, Kind.APPLICATION, String.valueOf(entry.changes().get(0).after())).joins().add(move(entry));
            case MembershipEntry.UNASSIGN -> plan(plans, Kind.APPLICATION, String.valueOf(entry.changes().get(0).before())).leaves().add(move(entry));
            default -> { }
        }
    }

    /** Groups stand before applications. */
    private static String place(String kind, String group) {
        return (kind.equals(Kind.APPLICATION.name()) ? "1" : "0") + group;
    }

    private static Move move(LogEntry entry) {
        return new Move(entry.identityKey(), DisplayName.NONE, entry.reason(), false);
    }

    private static void hold(OpenProject preview, Map<String, GroupPlan> plans, GroupRun.Held held) {
        GroupPlan plan = plan(plans, RuleFolder.of(held.rule()).kind(), held.group());
        plan.guard().add(held.measure().text());
        boolean joins = held.measure().joins();
        List<Waiting> waiting = preview.store().groupRules().waiting(held.rule(), held.group(), joins, 0, HELD_NAMED);
        Map<Long, Identity> people = preview.store().hub().identities(waiting.stream().map(Waiting::member).toList());
        GroupWords words = new GroupWords(preview);
        waiting.forEach(one -> (joins ? plan.joins() : plan.leaves()).add(new Move(people.get(one.member()).key(), DisplayName.NONE, words.why(held.rule(), people.get(one.member())), true)));
    }

    private GroupPlan named(OpenProject preview) {
        Map<String, Identity> people = new TreeMap<>();
        List<String> keys = java.util.stream.Stream.concat(joins.stream(), leaves.stream()).map(Move::who).distinct().toList();
        people.putAll(preview.project().display().isEmpty() ? Map.of() : preview.store().hub().identitiesByKey(Kind.PERSON, keys));
        PeopleNames names = PeopleNames.of(preview);
        return people.isEmpty() ? this : new GroupPlan(group, kind, created, named(joins, people, names), named(leaves, people, names), guard);
    }

    private static List<Move> named(List<Move> moves, Map<String, Identity> people, PeopleNames names) {
        return moves.stream().map(one -> new Move(one.who(), Optional.ofNullable(people.get(one.who())).map(names::of).orElse(DisplayName.NONE), one.why(), one.held())).toList();
    }
}
