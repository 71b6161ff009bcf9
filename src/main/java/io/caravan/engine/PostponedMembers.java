package io.caravan.engine;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.PostponedMember;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The same as {@link Postponing} for memberships: whom a target did not take into a group waits for the next cycle, then two, four, a day at most, and each
 * for herself. Whoever is to be taken out does not wait. Used by whoever records, one at a time.
 */
final class PostponedMembers {

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final List<PostponedMember> unanswered = new ArrayList<>();
    private final List<Pair> settled = new ArrayList<>();

    PostponedMembers(StateStore store, Cycle cycle, OutboundJob job) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
    }

    /** She was not in the answer. That a target asks to be left alone is no failure. */
    void unanswered(Pair pair, Change membership, Outcome outcome) {
        if (membership.kind() == ChangeKind.JOIN && (outcome.kind() == OutcomeKind.UNAVAILABLE || outcome.kind() == OutcomeKind.IN_DOUBT)) {
            unanswered.add(new PostponedMember(pair, membership.basis(), 1, cycle.now(), cycle.now(), cycle.now(), outcome.message()));
        }
    }

    /** The target has said something of her. */
    void settled(Pair pair) {
        settled.add(pair);
    }

    /** Part of the transaction of who calls. Most jobs have none that wait. */
    void store() {
        MembershipStore members = store.memberships();
        boolean areThere = (!settled.isEmpty() || !unanswered.isEmpty()) && members.postponedCount(job.name()) > 0;
        if (areThere) {
            members.dropPostponed(job.name(), settled);
        }
        if (!unanswered.isEmpty()) {
            Map<Pair, PostponedMember> known = areThere ? members.postponed(job.name(), unanswered.stream().map(PostponedMember::pair).toList()) : Map.of();
            members.postpone(job.name(), unanswered.stream().map(one -> next(one, known.get(one.pair()))).toList());
        }
    }

    private PostponedMember next(PostponedMember one, PostponedMember before) {
        if (before == null || !before.basis().equals(one.basis())) {
            return one;
        }
        if (!before.last().isBefore(cycle.now().truncatedTo(ChronoUnit.MILLIS))) {
            return before; // in another round of the same cycle
        }
        long tries = before.tries() + 1;
        return new PostponedMember(one.pair(), one.basis(), tries, before.since(), cycle.now(), Postponing.again(cycle, job, tries), one.reason());
    }

    /** Those that wait, of these. */
    static Map<Pair, PostponedMember> of(StateStore store, OutboundJob job, Collection<Pair> pairs) {
        return store.memberships().postponedCount(job.name()) == 0 ? Map.of() : store.memberships().postponed(job.name(), pairs);
    }

    /** Whether somebody is not to be tried yet. A clock that was put back makes nobody wait. */
    static boolean waits(PostponedMember one, Change membership, Instant now) {
        return one != null && membership.kind() == ChangeKind.JOIN && one.basis().equals(membership.basis()) && now.isBefore(one.again()) && !now.isBefore(one.last());
    }
}
