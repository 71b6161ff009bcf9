package io.caravan.operations;

import io.caravan.engine.ForecastMembers.Held;
import io.caravan.engine.ForecastMembers.Moves;
import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.engine.GroupRun;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.MembershipEntry;
import io.caravan.mapping.RuleFolder;
import io.caravan.runtime.RuledGroups;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param kind    of which kind: {@code person, group}
     * @param display what the person is called beside the key
     * @param why     which clause decides, and by which value
     * @param held    whether it would be held
     */
    public record Move(String who, String kind, DisplayName display, String why, boolean held) {

        boolean isAbout(SubjectKey subject) {
            return who.equals(subject.key()) && kind.equals(subject.kind().name());
        }
    }

    public boolean isEmpty() {
        return joins.isEmpty() && leaves.isEmpty() && !created;
    }

    /** Of a preview, whose log began empty. */
    static List<GroupPlan> of(OpenProject preview, RuledGroups.Ended ended) {
        Map<String, GroupPlan> plans = new TreeMap<>();
        preview.store().log().each(stored -> add(plans, stored.entry()));
        GroupWords words = new GroupWords(preview);
        ended.held().forEach(held -> hold(preview, plans, new Held(held, preview.store().groupRules().waiting(held.rule(), held.group(), held.measure().joins(), 0, HELD_NAMED)), words));
        return finished(preview, plans);
    }

    /** What is foretold of a moment. */
    static List<GroupPlan> of(OpenProject preview, Instant at, Moves moves) {
        Map<String, GroupPlan> plans = new TreeMap<>();
        moves.byRules().forEach(stored -> add(plans, stored.entry()));
        GroupWords words = new GroupWords(preview, at);
        moves.held().forEach(held -> hold(preview, plans, held, words));
        Map<Long, Identity> known = preview.store().hub().identities(moves.said().stream().flatMap(turn -> Stream.of(turn.pair().group(), turn.pair().member())).collect(Collectors.toSet()));
        moves.said().forEach(turn -> {
            Identity group = known.get(turn.pair().group());
            GroupPlan plan = plan(plans, group.kind(), group.key());
            (turn.comes() ? plan.joins() : plan.leaves()).add(move(known.get(turn.pair().member()), (turn.comes() ? "from then on by " : "until then by ") + turn.origins(), false));
        });
        return finished(preview, plans);
    }

    private static List<GroupPlan> finished(OpenProject preview, Map<String, GroupPlan> plans) {
        return plans.values().stream().filter(plan -> !plan.isEmpty()).map(plan -> plan.named(preview)).toList();
    }

    /** What of it is about somebody. */
    static List<GroupPlan> about(List<GroupPlan> plans, SubjectKey subject) {
        return plans.stream().map(plan -> new GroupPlan(plan.group(), plan.kind(), plan.created(), plan.joins().stream().filter(move -> move.isAbout(subject)).toList(),
                plan.leaves().stream().filter(move -> move.isAbout(subject)).toList(), plan.guard())).filter(plan -> !plan.joins().isEmpty() || !plan.leaves().isEmpty()).toList();
    }

    private static GroupPlan plan(Map<String, GroupPlan> plans, Kind kind, String group) {
        return plans.computeIfAbsent(place(kind.name(), group), key -> new GroupPlan(group, kind.name(), false, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private static void add(Map<String, GroupPlan> plans, LogEntry entry) {
        if (!entry.job().equals(GroupRun.NAME) || entry.status() != LogEntry.Status.SUCCESS) {
            return;
        }
        switch (entry.action()) {
            case LogAction.GROUP_CREATE -> {
                GroupPlan known = plan(plans, Kind.GROUP, entry.identityKey());
                plans.put(place(known.kind(), known.group()), new GroupPlan(known.group(), known.kind(), true, known.joins(), known.leaves(), known.guard()));
            }
            case MembershipEntry.JOIN -> plan(plans, Kind.GROUP, String.valueOf(entry.changes().get(0).after())).joins().add(move(entry));
            case MembershipEntry.LEAVE -> plan(plans, Kind.GROUP, String.valueOf(entry.changes().get(0).before())).leaves().add(move(entry));
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
        return new Move(entry.identityKey(), entry.subject().kind().name(), DisplayName.NONE, entry.reason(), false);
    }

    private static Move move(Identity who, String why, boolean held) {
        return new Move(who.key(), who.kind().name(), DisplayName.NONE, why, held);
    }

    private static void hold(OpenProject preview, Map<String, GroupPlan> plans, Held held, GroupWords words) {
        GroupRun.Held what = held.what();
        GroupPlan plan = plan(plans, RuleFolder.of(what.rule()).kind(), what.group());
        plan.guard().add(what.measure().text());
        Map<Long, Identity> people = preview.store().hub().identities(held.members().stream().map(Waiting::member).toList());
        held.members().forEach(one -> (what.measure().joins() ? plan.joins() : plan.leaves())
                .add(move(people.get(one.member()), words.why(what.rule(), people.get(one.member())), true)));
    }

    private GroupPlan named(OpenProject preview) {
        Map<String, Identity> people = new TreeMap<>();
        List<String> keys = Stream.concat(joins.stream(), leaves.stream()).filter(move -> move.kind().equals(Kind.PERSON.name())).map(Move::who).distinct().toList();
        people.putAll(preview.project().display().isEmpty() ? Map.of() : preview.store().hub().identitiesByKey(Kind.PERSON, keys));
        PeopleNames names = PeopleNames.of(preview);
        return people.isEmpty() ? this : new GroupPlan(group, kind, created, named(joins, people, names), named(leaves, people, names), guard);
    }

    private static List<Move> named(List<Move> moves, Map<String, Identity> people, PeopleNames names) {
        return moves.stream().map(one -> new Move(one.who(), one.kind(), Optional.ofNullable(people.get(one.who())).filter(known -> one.kind().equals(Kind.PERSON.name())).map(names::of)
                .orElse(DisplayName.NONE), one.why(), one.held())).toList();
    }
}
