package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.PlannedPages.Outgoing;
import io.caravan.subject.Reference;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.Formula;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
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
final class DispatchOrder {

    /** So many wait for others in memory; behind them nobody is looked at before one of them has gone. */
    private static final int MOST_ASIDE = 2000;

    private final StateStore store;
    private final String job;
    private final ObjectSpec object;
    private final AccountPlanner planner;
    private final OutboundContext context;
    private final DispatchProgress progress;
    private final PlannedPages pages;
    private final Deque<Outgoing> overtaking = new ArrayDeque<>();
    private final Deque<Outgoing> ready = new ArrayDeque<>();
    private List<Outgoing> aside = new ArrayList<>();
    private long asideSince = -1;
    private boolean behindTheLast;
    /** Groups that members were on their way into when that was looked at last. */
    private final LongOpenHashSet joining = new LongOpenHashSet();
    private final LongOpenHashSet unwanted = new LongOpenHashSet();
    private final LongOpenHashSet overtook = new LongOpenHashSet();
    private final List<Long> dropped = new ArrayList<>();

    DispatchOrder(StateStore store, String job, ObjectSpec object, AccountPlanner planner, OutboundContext context, DispatchProgress progress,
               PlannedPages pages) {
        this.store = store;
        this.job = job;
        this.object = object;
        this.planner = planner;
        this.context = context;
        this.progress = progress;
        this.pages = pages;
    }

    /** These go before everything else. */
    void overtake(List<PlannedChange> changes) {
        for (PlannedChange planned : changes) {
            overtook.add(planned.id());
            overtaking.add(new Outgoing(planned, PlannedPages.NONE, Optional.empty()));
        }
    }

    /** These, and none of the others. */
    void sendNothingBut(List<PlannedChange> changes) {
        overtake(changes);
        behindTheLast = true;
    }

    /** What was planned for this identity, and has not gone yet, is not sent any more. */
    void drop(long identityId) {
        unwanted.add(identityId);
    }

    /** Whether a change that overtakes has been planned for this identity and has not gone yet. */
    boolean isOvertaking(long identityId) {
        return overtaking.stream().anyMatch(outgoing -> outgoing.identityId() == identityId);
    }

    /** Whether one can go now. */
    boolean hasNext() {
        return hasReady() || fill();
    }

    /** Whether one can go now, of those that have been looked at. */
    boolean hasReady() {
        if (progress.isFrozen()) {
            overtaking.removeIf(this::isLeft);
        }
        while (overtaking.isEmpty() && !ready.isEmpty() && stays(ready.peek())) {
            ready.remove();
        }
        return !overtaking.isEmpty() || !ready.isEmpty();
    }

    /** Whether there is none left, neither now nor when others have been recorded. */
    boolean isEmpty() {
        return behindTheLast && !hasReady() && aside.isEmpty();
    }

    /** The one that goes next, if {@link #hasReady}. */
    Outgoing peek() {
        return overtaking.isEmpty() ? ready.peek() : overtaking.peek();
    }

    Outgoing next() {
        Outgoing outgoing = overtaking.isEmpty() ? ready.remove() : overtaking.remove();
        progress.handedOut(outgoing.identityId());
        return outgoing;
    }

    private boolean fill() {
        while (!hasReady()) {
            if (asideSince != progress.recordings()) {
                asideSince = progress.recordings();
                List<Outgoing> again = aside;
                aside = new ArrayList<>();
                sort(again);
            } else if (behindTheLast || aside.size() >= MOST_ASIDE) {
                settleDropped();
                return false;
            } else {
                List<Outgoing> page = pages.next();
                behindTheLast = page.isEmpty();
                sort(page);
            }
        }
        return true;
    }

    private void sort(List<Outgoing> page) {
        List<Outgoing> go = new ArrayList<>();
        Set<Long> groups = new HashSet<>(); // one change of members of a group at a time: some systems would lose one of two
        ready.stream().filter(outgoing -> outgoing.planned().change().kind().isOfMembers()).forEach(outgoing -> groups.add(outgoing.identityId()));
        boolean joinsUnderWay = areJoinsUnderWay();
        for (Outgoing outgoing : page) {
            if (overtook.contains(outgoing.planned().id()) || stays(outgoing)) {
                continue;
            }
            boolean groupIsBusy = outgoing.planned().change().kind().isOfMembers() && (progress.isHandedOut(outgoing.identityId()) || !groups.add(outgoing.identityId()));
            boolean joins = outgoing.planned().change().kind() == ChangeKind.JOIN;
            joinsUnderWay |= joins;
            if (groupIsBusy || joinsUnderWay && leavesInItsTurn(outgoing) || pages.waits(outgoing)) {
                aside.add(outgoing);
            } else {
                if (joins) {
                    joining.add(outgoing.identityId());
                }
                progress.ready(outgoing.identityId());
                go.add(outgoing);
            }
        }
        remember(go);
        go.forEach(outgoing -> ready.add(withReferences(outgoing)));
    }

    /** Nobody is taken out of a group before everybody is in who comes into one: whoever moves has both for a moment, and not neither. */
    private boolean areJoinsUnderWay() {
        joining.removeIf((long group) -> !progress.isAwaited(group));
        return !joining.isEmpty() || aside.stream().anyMatch(outgoing -> outgoing.planned().change().kind() == ChangeKind.JOIN);
    }

    private static boolean leavesInItsTurn(Outgoing outgoing) {
        Change change = outgoing.planned().change();
        return change.kind() == ChangeKind.LEAVE && !change.urgent();
    }

    /** What grants and is refused to everybody, and what waits until the target is not frozen any more, stays in the plan, which the next cycle makes anew. */
    private boolean isLeft(Outgoing outgoing) {
        Change change = outgoing.planned().change();
        return progress.areGrantsStopped() && !change.takesAway() || progress.leaves(change, object.enabledBy());
    }

    /** Whether it is not sent after all: what is left stays in the plan, what has been overtaken leaves it. */
    private boolean stays(Outgoing outgoing) {
        boolean left = isLeft(outgoing);
        boolean overtaken = unwanted.contains(outgoing.identityId());
        if (left || overtaken) {
            progress.dropped(outgoing.identityId());
        }
        if (overtaken && !left) {
            dropped.add(outgoing.planned().id());
        }
        return left || overtaken;
    }

    private void settleDropped() {
        if (!dropped.isEmpty()) {
            store.changes().settle(job, dropped);
            dropped.clear();
        }
    }

    /** Whom these refer to is looked up for all of them together. */
    private void remember(List<Outgoing> page) {
        List<Long> referring = page.stream().filter(outgoing -> !outgoing.planned().change().deferred().isEmpty())
                .map(Outgoing::identityId).toList();
        if (!referring.isEmpty()) {
            Set<Reference> references = new HashSet<>();
            store.links().referredToBy(job, referring).values().forEach(references::addAll);
            context.remember(references);
        }
    }

    /** References that could not be set when the change was planned are tried once more: what they mean may exist by now. */
    private Outgoing withReferences(Outgoing outgoing) {
        Change change = outgoing.planned().change();
        if (change.deferred().isEmpty() || outgoing.identity().isEmpty()) {
            return outgoing;
        }
        MappingEvaluation values = planner.evaluate(outgoing.identity().get(), change.anchor().map(anchor -> change.account()),
                context.of(change.identityId(), change.identityKey()));
        List<AttributeChange> resolved = new ArrayList<>();
        for (String name : change.deferred()) {
            AttributeRule rule = planner.job().mapping().attributes().get(name);
            if (planner.job().mapping().strangersStay(rule)) {
                continue; // what is ours in it is known only when it is looked at anew
            }
            Object value = values.value(name);
            if (value != Formula.ABSENT && !ValueComparison.isEmpty(value)) {
                ValueComparison.difference(object.attribute(name), change.account().get(name), value).ifPresent(resolved::add);
            }
        }
        return resolved.isEmpty() ? outgoing : outgoing.with(change.with(resolved, values.deferred()));
    }
}
