package io.caravan.engine;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.Postponed;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Changes that a target did not take in all the tries of a cycle wait for later ones: the next, then two cycles, four, a day at most. What
 * takes access away does not wait. Used by whoever records, one at a time.
 */
final class Postponing {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 20;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final List<Change> unanswered = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<Long> settled = new ArrayList<>();
    /** Null as long as nobody has looked. */
    private Boolean areThere;

    Postponing(StateStore store, Cycle cycle, OutboundJob job) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
    }

    /** What became of a change. That a target asks to be left alone is no failure. */
    void add(Change change, Outcome outcome, Settlement settlement) {
        boolean notTaken = settlement.follows() == Settlement.Follows.LATER && (outcome.kind() == OutcomeKind.UNAVAILABLE || outcome.kind() == OutcomeKind.IN_DOUBT);
        if (notTaken && !change.takesAway()) {
            unanswered.add(change);
            reasons.add(outcome.message());
        } else if (outcome.kind() != OutcomeKind.THROTTLED) {
            settled.add(change.identityId());
        }
    }

    /** Part of the transaction of who calls. Most jobs have none that wait. */
    void store() {
        if (areThere == null) {
            areThere = store.changes().postponedCount(job.name()) > 0;
        }
        if (areThere && !settled.isEmpty()) {
            store.changes().dropPostponed(job.name(), settled);
        }
        if (!unanswered.isEmpty()) {
            Map<Long, Postponed> known = areThere ? store.changes().postponed(job.name(), unanswered.stream().map(Change::identityId).toList()) : Map.of();
            List<Postponed> all = new ArrayList<>();
            for (int i = 0; i < unanswered.size(); i++) {
                all.add(next(unanswered.get(i), reasons.get(i), known.get(unanswered.get(i).identityId())));
            }
            store.changes().postpone(job.name(), all);
            areThere = true;
        }
        unanswered.clear();
        reasons.clear();
        settled.clear();
    }

    private Postponed next(Change change, String reason, Postponed before) {
        boolean same = before != null && before.basis().equals(change.basis());
        if (same && !before.last().isBefore(cycle.now().truncatedTo(ChronoUnit.MILLIS))) {
            return before; // in another round of the same cycle
        }
        long tries = same ? before.tries() + 1 : 1;
        return new Postponed(change.identityId(), change.basis(), tries, same ? before.since() : cycle.now(), cycle.now(), again(cycle, job, tries), reason);
    }

    /** The first time it goes with the next cycle, whenever that is: somebody may have put it right by then. */
    static Instant again(Cycle cycle, OutboundJob job, long tries) {
        if (tries == 1) {
            return cycle.now();
        }
        Duration one = job.schedule().cycle();
        Duration wait = one.compareTo(LONGEST) >= 0 ? LONGEST : one.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        return cycle.now().truncatedTo(ChronoUnit.MINUTES).plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    /** Whether a change is not to be tried yet. A clock that was put back makes nobody wait. */
    static boolean waits(Postponed one, Change change, Instant now) {
        return one != null && one.basis().equals(change.basis()) && !change.takesAway() && now.isBefore(one.again()) && !now.isBefore(one.last());
    }
}
