package io.caravan.operations;

import io.caravan.engine.MembershipStore;
import io.caravan.operations.History.Event;
import io.caravan.subject.Identity;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Memberships and assignments that begin or end by a day that was said: somebody's own, and those of whoever is in a group. */
final class MembershipsAhead {

    private static final int PAGE = 1000;
    private static final int NAMED = 5;

    private final OpenProject open;

    private MembershipsAhead(OpenProject open) {
        this.open = open;
    }

    static List<Event> of(OpenProject open, Identity subject) {
        MembershipsAhead ahead = new MembershipsAhead(open);
        return Stream.concat(ahead.own(subject).stream(), ahead.members(subject).stream()).toList();
    }

    /** @param comes else goes */
    private record Turn(Instant at, boolean comes, String origins) {
    }

    /** When it changes whether one is in one group: with the first origin that begins, and the last that ends. */
    private List<Turn> turns(Collection<Membership> said) {
        List<Instant> moments = said.stream().flatMap(one -> Stream.concat(one.from().stream(), one.until().stream())).filter(open.now()::isBefore).distinct().sorted().toList();
        List<Turn> turns = new ArrayList<>();
        boolean in = said.stream().anyMatch(one -> one.isAt(open.now()));
        for (Instant at : moments) {
            boolean then = said.stream().anyMatch(one -> one.isAt(at));
            if (then != in) {
                turns.add(new Turn(at, then, said.stream().filter(one -> (then ? one.from() : one.until()).equals(Optional.of(at))).map(one -> one.origin().toString()).sorted()
                        .collect(Collectors.joining(", "))));
            }
            in = then;
        }
        return turns;
    }

    private List<Event> own(Identity member) {
        Map<Long, List<Membership>> byGroup = open.store().memberships().ofMembers(List.of(member.id())).getOrDefault(member.id(), List.of()).stream()
                .collect(Collectors.groupingBy(Membership::group, TreeMap::new, Collectors.toList()));
        Map<Long, Identity> groups = open.store().hub().identities(byGroup.keySet());
        List<Event> events = new ArrayList<>();
        byGroup.forEach((group, said) -> turns(said).forEach(turn -> events.add(event(turn.at(), word(groups.get(group), turn.comes()), groups.get(group).key() + ", " + turn.origins()))));
        return events;
    }

    private static String word(Identity group, boolean comes) {
        boolean assigns = group.kind().equals(io.caravan.subject.Kind.APPLICATION);
        return assigns ? comes ? "assigned" : "not assigned any more" : comes ? "joined a group" : "left a group";
    }

    private List<Event> members(Identity group) {
        MembershipStore store = open.store().memberships();
        Map<Instant, Map<Boolean, List<Long>>> some = new TreeMap<>();
        Map<Instant, Map<Boolean, Long>> counts = new TreeMap<>();
        List<Membership> page = store.ofGroup(group.id(), 0, PAGE);
        while (!page.isEmpty()) {
            page.stream().collect(Collectors.groupingBy(Membership::member, LinkedHashMap::new, Collectors.toList())).forEach((member, said) -> turns(said).forEach(turn -> {
                counts.computeIfAbsent(turn.at(), none -> new TreeMap<>()).merge(turn.comes(), 1L, Long::sum);
                List<Long> few = some.computeIfAbsent(turn.at(), none -> new TreeMap<>()).computeIfAbsent(turn.comes(), none -> new ArrayList<>());
                if (few.size() < NAMED) {
                    few.add(member);
                }
            }));
            page = store.ofGroup(group.id(), page.get(page.size() - 1).member(), PAGE);
        }
        List<Event> events = new ArrayList<>();
        counts.forEach((at, both) -> both.forEach((comes, count) -> {
            Map<Long, Identity> known = open.store().hub().identities(some.get(at).get(comes));
            String names = some.get(at).get(comes).stream().map(known::get).map(Identity::key).collect(Collectors.joining(", "));
            events.add(event(at, comes ? HistoryEvents.MEMBERS_CAME : HistoryEvents.MEMBERS_LEFT, (count == 1 ? "" : Quantity.grouped(count) + ": ") + names + (count > some.get(at).get(comes).size() ? ", …" : "")));
        }));
        return events;
    }

    private static Event event(Instant at, String what, String text) {
        return new Event(at.toString(), Optional.empty(), 1, what, "", "", "", "", text, "", List.of(), "", "", 0, true);
    }
}
