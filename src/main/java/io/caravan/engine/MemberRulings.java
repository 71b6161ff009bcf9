package io.caravan.engine;

import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What was decided of held memberships, as planning heeds it. Used by one thread. */
final class MemberRulings {

    private final StateStore store;
    private final OutboundJob job;
    private final Optional<SavedChanges> overruledBy;
    private final Map<String, Ruling> rulings = new HashMap<>();
    /** The keys of those about a pair; those about strangers are under none. */
    private final Map<Optional<Pair>, Set<String>> byPair = new HashMap<>();

    /** @param overruledBy what goes although it was rejected */
    MemberRulings(StateStore store, OutboundJob job, Optional<SavedChanges> overruledBy) {
        this.store = store;
        this.job = job;
        this.overruledBy = overruledBy;
        store.rulings().rulings(job.name()).stream().filter(ruling -> ruling.change().kind().isOfMembers()).forEach(ruling -> {
            rulings.put(ruling.change().key(), ruling);
            byPair.computeIfAbsent(MembershipStore.Pair.of(ruling.change()).stream().findFirst(), none -> new LinkedHashSet<>()).add(ruling.change().key());
        });
    }

    /** Whether somebody has rejected just this. */
    boolean isRejected(Change membership) {
        return about(membership).filter(Ruling::isRejection).isPresent() && overruledBy.filter(only -> only.isFor(membership.key())).isEmpty();
    }

    /** Whether others of it were decided of, and this one was not. */
    boolean isLeftHeld(Change membership) {
        return about(membership).filter(ruling -> !ruling.isRejection()).isPresent();
    }

    private Optional<Ruling> about(Change membership) {
        return Optional.ofNullable(rulings.get(membership.key())).filter(ruling -> ruling.isAbout(membership));
    }

    /** Of these pairs only that is due: what was decided of anything else holds no more. */
    void due(Collection<Pair> pairs, Collection<Change> memberships) {
        lift(pairs.stream().flatMap(pair -> byPair.getOrDefault(Optional.of(pair), Set.of()).stream()), memberships);
    }

    /**
     * The same of strangers.
     *
     * @param unclear groups of which nothing can be decided now
     */
    void dueOfStrangers(Collection<Change> memberships, Set<Long> unclear) {
        lift(byPair.getOrDefault(Optional.empty(), Set.of()).stream().filter(key -> !unclear.contains(rulings.get(key).change().identityId())), memberships);
    }

    private void lift(Stream<String> decidedOf, Collection<Change> memberships) {
        if (rulings.isEmpty()) {
            return;
        }
        Set<String> hold = new HashSet<>();
        memberships.stream().filter(one -> about(one).isPresent()).forEach(one -> hold.add(one.key()));
        store.rulings().liftOf(job.name(), decidedOf.filter(key -> !hold.contains(key)).map(key -> rulings.get(key).change()).toList());
    }
}
