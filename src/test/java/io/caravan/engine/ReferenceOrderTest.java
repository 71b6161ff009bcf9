package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Reference;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whom one refers to comes first, as far as that is possible. */
class ReferenceOrderTest {

    /** Person n refers to those in position n of the list. */
    @Property(tries = 200)
    void everybodyComesAfterThoseHeWaitsForAndWhoIsInNoCircleWaitsForAll(
            @ForAll @Size(min = 1, max = 12) List<@Size(max = 3) List<@IntRange(max = 14) Integer>> refersTo) {
        ReferenceOrder order = order(refersTo);
        assertThat(order.size()).isEqualTo(refersTo.size());
        Map<Integer, Integer> placeOf = new HashMap<>();
        for (int place = 0; place < order.size(); place++) {
            placeOf.put((int) order.identity(place) - 1, place);
        }
        assertThat(placeOf).hasSize(refersTo.size());
        for (int place = 0; place < order.size(); place++) {
            int person = (int) order.identity(place) - 1;
            for (int other : refersTo.get(person)) {
                boolean waits = other != person && waitsFor(order, place, other);
                if (waits && other < refersTo.size()) {
                    assertThat(placeOf.get(other)).as("%d waits for %d", person, other).isLessThan(place);
                }
                if (other != person && !reaches(refersTo, other, person)) {
                    assertThat(waits).as("%d waits for %d", person, other).isTrue();
                }
            }
        }
    }

    private static boolean waitsFor(ReferenceOrder order, int place, int person) {
        DispatchProgress underWay = new DispatchProgress();
        underWay.handedOut(person + 1);
        return order.waits(place, underWay);
    }

    private static boolean reaches(List<List<Integer>> refersTo, int from, int to) {
        List<Integer> open = new ArrayList<>(List.of(from));
        Set<Integer> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            int one = open.remove(open.size() - 1);
            if (one == to) {
                return true;
            }
            (one < refersTo.size() ? refersTo.get(one) : List.<Integer>of()).stream().filter(seen::add).forEach(open::add);
        }
        return false;
    }

    private static ReferenceOrder order(List<List<Integer>> refersTo) {
        InMemoryStateStore store = new InMemoryStateStore();
        List<Identity> people = store.hub().save(IntStream.range(0, 15).mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E" + i, Attributes.empty())).toList());
        List<Change> changes = new ArrayList<>();
        Map<Long, Set<Reference>> references = new HashMap<>();
        for (int person = 0; person < refersTo.size(); person++) {
            Identity identity = people.get(person);
            Set<Reference> others = new HashSet<>();
            refersTo.get(person).forEach(other -> others.add(new Reference(Reference.KEY, "E" + other)));
            references.put(identity.id(), others);
            changes.add(new Change(ChangeKind.CREATE, Change.Account.none(identity.id(), identity.subject()),
                    new Change.Writes(List.of(), Optional.of(true), List.of("manager"), Set.of()), new Change.Grounds(Optional.empty(), List.of(), ""),
                    false));
        }
        store.links().references("app", references);
        store.changes().plan("app", 1, changes);
        return ReferenceOrder.of(store, "app");
    }
}
