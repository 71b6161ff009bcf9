package io.caravan.cycle;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.cycle.ChangeStore.PlannedChange;
import io.caravan.cycle.PlannedPages.Departure;
import io.caravan.identity.Reference;
import io.caravan.mapping.Formula;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.ValueComparison;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The changes of a plan on their way out, in an order in which each finds what it needs: one that refers to an account
 * that is being made goes when that is recorded, and lets others pass meanwhile. What overtakes goes before all of them.
 * One thread at a time.
 */
final class Departures {

    /** So many wait for others in memory; behind them nobody is looked at before one of them has gone. */
    private static final int MOST_ASIDE = 2000;

    private final StateStore store;
    private final String job;
    private final ObjectSpec object;
    private final AccountPlanner planner;
    private final OutboundContext context;
    private final UnderWay underWay;
    private final PlannedPages pages;
    private final Deque<Departure> overtaking = new ArrayDeque<>();
    private final Deque<Departure> ready = new ArrayDeque<>();
    private List<Departure> aside = new ArrayList<>();
    private long asideSince = -1;
    private boolean behindTheLast;
    private final LongOpenHashSet unwanted = new LongOpenHashSet();
    private final LongOpenHashSet overtook = new LongOpenHashSet();
    private final List<Long> dropped = new ArrayList<>();

    Departures(StateStore store, String job, ObjectSpec object, AccountPlanner planner, OutboundContext context, UnderWay underWay,
               PlannedPages pages) {
        this.store = store;
        this.job = job;
        this.object = object;
        this.planner = planner;
        this.context = context;
        this.underWay = underWay;
        this.pages = pages;
    }

    /** These go before everything else. */
    void overtake(List<PlannedChange> changes) {
        for (PlannedChange planned : changes) {
            overtook.add(planned.id());
            overtaking.add(new Departure(planned, PlannedPages.NONE, Optional.empty()));
        }
    }

    /** What was planned for this identity, and has not gone yet, is not sent any more. */
    void drop(long identityId) {
        unwanted.add(identityId);
    }

    /** Whether a change that overtakes has been planned for this identity and has not gone yet. */
    boolean isOvertaking(long identityId) {
        return overtaking.stream().anyMatch(departure -> departure.identityId() == identityId);
    }

    /** Whether one can go now. */
    boolean hasNext() {
        return hasReady() || fill();
    }

    /** Whether one can go now, of those that have been looked at. */
    boolean hasReady() {
        while (overtaking.isEmpty() && !ready.isEmpty() && (unwanted.contains(ready.peek().identityId()) || isLeft(ready.peek()))) {
            Departure departure = ready.remove();
            if (isLeft(departure)) {
                underWay.dropped(departure.identityId());
            } else {
                doNotSend(departure);
            }
        }
        return !overtaking.isEmpty() || !ready.isEmpty();
    }

    /** Whether there is none left, neither now nor when others have been recorded. */
    boolean isEmpty() {
        return behindTheLast && !hasReady() && aside.isEmpty();
    }

    /** The one that goes next, if {@link #hasReady}. */
    Departure peek() {
        return overtaking.isEmpty() ? ready.peek() : overtaking.peek();
    }

    Departure next() {
        Departure departure = overtaking.isEmpty() ? ready.remove() : overtaking.remove();
        underWay.handedOut(departure.identityId());
        return departure;
    }

    private boolean fill() {
        while (!hasReady()) {
            if (asideSince != underWay.recordings()) {
                asideSince = underWay.recordings();
                List<Departure> again = aside;
                aside = new ArrayList<>();
                sort(again);
            } else if (behindTheLast || aside.size() >= MOST_ASIDE) {
                settleDropped();
                return false;
            } else {
                List<Departure> page = pages.next();
                behindTheLast = page.isEmpty();
                sort(page);
            }
        }
        return true;
    }

    private void sort(List<Departure> departures) {
        List<Departure> go = new ArrayList<>();
        for (Departure departure : departures) {
            if (overtook.contains(departure.planned().id())) {
                continue;
            }
            if (isLeft(departure)) {
                underWay.dropped(departure.identityId());
            } else if (unwanted.contains(departure.identityId())) {
                doNotSend(departure);
            } else if (pages.waits(departure)) {
                aside.add(departure);
            } else {
                underWay.ready(departure.identityId());
                go.add(departure);
            }
        }
        remember(go);
        go.forEach(departure -> ready.add(withReferences(departure)));
    }

    /** What grants and is refused to everybody stays in the plan, which the next cycle makes anew; what removes still goes. */
    private boolean isLeft(Departure departure) {
        return underWay.areGrantsStopped() && !departure.planned().change().takesAway();
    }

    private void doNotSend(Departure departure) {
        underWay.dropped(departure.identityId());
        dropped.add(departure.planned().id());
    }

    private void settleDropped() {
        if (!dropped.isEmpty()) {
            store.changes().settle(job, dropped);
            dropped.clear();
        }
    }

    /** Whom these refer to is looked up for all of them together. */
    private void remember(List<Departure> departures) {
        List<Long> referring = departures.stream().filter(departure -> !departure.planned().change().deferred().isEmpty())
                .map(Departure::identityId).toList();
        if (!referring.isEmpty()) {
            Set<Reference> references = new HashSet<>();
            store.links().referredToBy(job, referring).values().forEach(references::addAll);
            context.remember(references);
        }
    }

    /** References that could not be set when the change was planned are tried once more: what they mean may exist by now. */
    private Departure withReferences(Departure departure) {
        Change change = departure.planned().change();
        if (change.deferred().isEmpty() || departure.identity().isEmpty()) {
            return departure;
        }
        MappingEvaluation values = planner.evaluate(departure.identity().get(), change.anchor().map(anchor -> change.account()),
                context.of(change.identityId(), change.identityKey()));
        List<AttributeChange> resolved = new ArrayList<>();
        for (String name : change.deferred()) {
            Object value = values.value(name);
            if (value != Formula.ABSENT && !ValueComparison.isEmpty(value)) {
                ValueComparison.difference(object.attribute(name), change.account().get(name), value).ifPresent(resolved::add);
            }
        }
        return resolved.isEmpty() ? departure : departure.with(change.with(resolved, values.deferred()));
    }
}
