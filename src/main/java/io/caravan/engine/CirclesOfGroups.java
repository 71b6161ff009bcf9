package io.caravan.engine;

import io.caravan.engine.ClaimStore.Pair;
import io.caravan.subject.Membership;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Groups that are in one another. A circle does no harm to what is stored; whoever made it is told. */
final class CirclesOfGroups {

    private final StateStore store;

    CirclesOfGroups(StateStore store) {
        this.store = store;
    }

    /** The circle that a group closes by being in another, in words; empty when it does not. */
    Optional<String> circle(Pair nested) {
        Map<Long, Long> inside = new HashMap<>();
        Deque<Long> open = new ArrayDeque<>(List.of(nested.group()));
        while (!open.isEmpty()) {
            long group = open.poll();
            for (Membership above : store.memberships().ofMembers(List.of(group)).getOrDefault(group, List.of())) {
                if (above.group() == nested.member()) {
                    return Optional.of(words(nested, inside, group));
                }
                if (above.group() != nested.group() && inside.putIfAbsent(above.group(), group) == null) {
                    open.add(above.group());
                }
            }
        }
        return Optional.empty();
    }

    /** {@code dev is in all, all is in sales, sales is in dev}. */
    private String words(Pair nested, Map<Long, Long> inside, long last) {
        List<Long> way = new ArrayList<>();
        for (Long group = last; group != null; group = inside.get(group)) {
            way.add(group);
        }
        Collections.reverse(way);
        way.add(0, nested.member());
        way.add(nested.member());
        Map<Long, String> keys = new HashMap<>();
        store.hub().identities(way).forEach((id, group) -> keys.put(id, group.key()));
        List<String> steps = new ArrayList<>();
        for (int i = 1; i < way.size(); i++) {
            steps.add(keys.get(way.get(i - 1)) + " is in " + keys.get(way.get(i)));
        }
        return "groups are in one another in a circle: " + steps.stream().collect(Collectors.joining(", "));
    }
}
