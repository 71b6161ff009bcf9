package io.caravan.operations;

import io.caravan.engine.ForecastMembers.Moves;
import io.caravan.operations.GroupPlan.Move;
import io.caravan.operations.History.Event;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells of one subject, while a forecast is walked, into which groups it comes and which it leaves, and who comes into it; be it by a rule or by a day that
 * was said. That one of several says so begins or ends is not told of it. For one walk.
 */
final class ForetoldMembers {

    private static final int NAMED = 5;

    private final OpenProject preview;
    private final Identity subject;
    private Set<Long> groups;

    /** @param preview as it is before the walk */
    ForetoldMembers(OpenProject preview, Identity subject) {
        this.preview = preview;
        this.subject = subject;
        this.groups = groups(preview.now());
    }

    /** Where the subject is at a moment, whoever says so. */
    private Set<Long> groups(Instant at) {
        return preview.store().memberships().ofMembers(List.of(subject.id())).getOrDefault(subject.id(), List.of()).stream().filter(one -> one.isAt(at))
                .map(Membership::group).collect(Collectors.toSet());
    }

    /** What happens at a moment to which the forecast has come. */
    List<Event> events(Instant at, Moves moves) {
        List<GroupPlan> plans = GroupPlan.of(preview, at, moves);
        return Stream.concat(own(at, plans).stream(), plans.stream().filter(plan -> plan.group().equals(subject.key()) && plan.kind().equals(subject.kind().name()))
                .flatMap(plan -> Stream.of(members(at, plan, true), members(at, plan, false)).flatMap(Optional::stream))).toList();
    }

    private List<Event> own(Instant at, List<GroupPlan> plans) {
        Set<Long> before = groups;
        groups = groups(at);
        Set<Long> changed = new TreeSet<>(before);
        changed.addAll(groups);
        Set<Long> both = new HashSet<>(before);
        both.retainAll(groups);
        changed.removeAll(both);
        Map<Long, Identity> known = preview.store().hub().identities(changed);
        List<Event> events = new ArrayList<>();
        for (long id : changed) {
            Identity group = known.get(id);
            boolean comes = groups.contains(id);
            String why = plans.stream().filter(plan -> plan.group().equals(group.key()) && plan.kind().equals(group.kind().name())).flatMap(plan -> (comes ? plan.joins() : plan.leaves()).stream())
                    .filter(move -> move.isAbout(subject.subject())).map(move -> move.why() + (move.held() ? "; would be held" : "")).collect(Collectors.joining(", "));
            events.add(event(at, word(group, comes), group.key() + (why.isEmpty() ? "" : ", " + why)));
        }
        return events;
    }

    private static String word(Identity group, boolean comes) {
        boolean assigns = group.kind().equals(Kind.APPLICATION);
        return assigns ? comes ? "assigned" : "not assigned any more" : comes ? "joined a group" : "left a group";
    }

    private static Optional<Event> members(Instant at, GroupPlan plan, boolean come) {
        List<Move> moves = come ? plan.joins() : plan.leaves();
        if (moves.isEmpty()) {
            return Optional.empty();
        }
        String held = moves.stream().anyMatch(Move::held) ? "; would be held: " + String.join("; ", plan.guard()) : "";
        return Optional.of(event(at, come ? HistoryEvents.MEMBERS_CAME : HistoryEvents.MEMBERS_LEFT, (moves.size() == 1 ? "" : Quantity.grouped(moves.size()) + ": ")
                + moves.stream().limit(NAMED).map(Move::who).collect(Collectors.joining(", ")) + (moves.size() > NAMED ? ", …" : "") + held));
    }

    private static Event event(Instant at, String what, String text) {
        return new Event(at.toString(), Optional.empty(), 1, what, "", "", "", "", text, "", List.of(), "", "", 0, true);
    }
}
