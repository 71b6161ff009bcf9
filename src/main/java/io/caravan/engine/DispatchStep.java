package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.PlannedPages.Outgoing;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.mapping.Formula;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.PlanCounts;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Takes the planned changes of one cycle out of the store in their order, in batches that one call to the connector can
 * carry. What happens to a batch on its way (throttling, retries, dead letters) is the route's business; its outcomes
 * come back to the {@link Recorder}.
 */
public final class DispatchStep {

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final SystemPort system;
    private final ObjectSpec object;
    private final Optional<ConnectorSpec.Batch> batching;
    private final AccountPlanner planner;
    private final boolean hasSecrets;
    private final DispatchProgress progress = new DispatchProgress();
    private Optional<LeaverFastPath> look = Optional.empty();
    private OutboundContext context;
    private DispatchOrder order;
    private int most = Integer.MAX_VALUE;

    /** @param zone for people who have none of their own */
    public DispatchStep(StateStore store, ZoneId zone, Cycle cycle, OutboundJob job, SystemPort system) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.system = system;
        this.object = system.spec().connector().objects().get(job.object());
        this.batching = system.spec().connector().limits().batch();
        this.planner = new AccountPlanner(job, object, zone, cycle.secrets());
        this.hasSecrets = job.mapping().attributes().keySet().stream().anyMatch(name -> object.attribute(name).sensitive());
        startsAnew();
    }

    /**
     * Removals that become necessary while this cycle is being carried out may go before everything else.
     *
     * @param counts   of the plan; what is planned on the way comes on top
     * @param accounts enabled accounts before the cycle
     * @param across   what the same reading comes to in other jobs
     */
    public void letRemovalsOvertake(PlanCounts counts, long accounts, AcrossJobs across, Clock clock) {
        look = Optional.of(new LeaverFastPath(store, cycle, job, planner,
                OutboundContext.toLookUp(store, cycle, object, new TargetMatching(store, cycle, job, system), clock),
                new LeaverFastPath.UnderWay(counts, accounts, across), progress));
    }

    /** Only so many changes are sent: first whoever is to lose access, urgently or not, then who comes first. The rest stays planned. */
    public synchronized void sendAtMost(int changes) {
        most = changes;
        startsAnew();
    }

    /** Whether it is more than {@link #sendAtMost} says. */
    public synchronized boolean isLimited() {
        return most < Integer.MAX_VALUE;
    }

    /** Identities have changed: before the next batch, whoever left is looked for. Thread-safe. */
    public void lookUp() {
        look.ifPresent(LeaverFastPath::ask);
    }

    /** Nothing is sent at all: the target is never written to. */
    public void readOnly() {
        progress.readOnly();
    }

    /** The target is to be left alone from now on. */
    public void freeze(boolean leaversToo) {
        progress.freeze(leaversToo);
    }

    /** What the recorder of this cycle needs to know. */
    public DispatchProgress progress() {
        return progress;
    }

    /** The plan has been added to; it is gone through from its beginning. */
    public synchronized void startsAnew() {
        TargetMatching target = new TargetMatching(store, cycle, job, system);
        context = OutboundContext.toDispatch(store, cycle, object, target);
        order = new DispatchOrder(store, job.name(), object, planner, context, progress,
                new PlannedPages(store, job.name(), progress, change -> !change.deferred().isEmpty() || hasSecret(change)));
        if (isLimited()) {
            order.sendNothingBut(FirstOfPlan.of(store, job.name(), most));
        }
    }

    /**
     * Changes that travel together.
     *
     * @param requests what to send, one for each change; a change that needs no call has none
     */
    public record Batch(List<PlannedChange> changes, List<Optional<AccountRequest>> requests) {

        public Batch {
            changes = List.copyOf(changes);
            requests = List.copyOf(requests);
        }
    }

    /** Whether changes are left for another round of batches. */
    public synchronized boolean hasMore() {
        return !order.isEmpty();
    }

    /**
     * The batches of one round, made as they are asked for. A round ends when the cycle is stopped, and when all that is
     * left waits for what is under way: it goes in the next round, when that is recorded. What has ended stays ended, also when
     * something was recorded since: whoever clears up behind a round asks once more, and would lose what it is given. And whoever
     * was told that there is one more gets it, though the cycle was stopped since: Camel's splitter takes it for the end of all that
     * is under way, otherwise. One thread at a time.
     */
    public synchronized Iterator<Batch> batches() {
        progress.forgetHandedOut();
        return new Iterator<>() {
            private boolean ended;
            private boolean promised;

            @Override
            public boolean hasNext() {
                synchronized (DispatchStep.this) {
                    ended = ended || cycle.isStopped() && !promised || !hasDeparture();
                    promised = !ended;
                    return promised;
                }
            }

            @Override
            public Batch next() {
                synchronized (DispatchStep.this) {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    promised = false;
                    return batch();
                }
            }
        };
    }

    private boolean hasDeparture() {
        look.ifPresent(one -> one.look(order));
        return order.hasNext();
    }

    private Batch batch() {
        List<Outgoing> together = new ArrayList<>();
        int most = isBatched(order.peek()) ? batching.orElseThrow().max() : 1;
        do {
            together.add(order.next());
        } while (together.size() < most && order.hasReady() && isBatched(order.peek()));
        return new Batch(together.stream().map(Outgoing::planned).toList(), together.stream().map(this::request).toList());
    }

    private boolean isBatched(Outgoing outgoing) {
        return batching.isPresent() && batching.get().operations().contains(operation(outgoing.planned().change()));
    }

    private Optional<AccountRequest> request(Outgoing outgoing) {
        Change change = outgoing.planned().change();
        if (!isSent(change)) {
            return Optional.empty();
        }
        Operation operation = operation(change);
        if (operation.isOfMembers()) {
            return Optional.of(members(change, operation));
        }
        return Optional.of(new AccountRequest(operation, object.name(), change.anchor(), change.account(), withSecrets(outgoing),
                operation == Operation.CREATE && object.enabledBy().isPresent() ? change.enabled() : Optional.empty()));
    }

    private AccountRequest members(Change change, Operation operation) {
        List<Object> names = change.members().stream().<Object>map(Change.Member::name).toList();
        boolean joins = operation == Operation.ADD_MEMBERS;
        AttributeChange list = new AttributeChange(object.memberships().orElseThrow().attribute(), null, null, joins ? names : List.of(), joins ? List.of() : names);
        return new AccountRequest(operation, object.name(), change.anchor(), change.account(), List.of(list), Optional.empty());
    }

    /** Whether the target hears of it. */
    static boolean isSent(Change change) {
        return change.kind() != ChangeKind.RELEASE
                && (change.kind() != ChangeKind.LINK || !change.changes().isEmpty() || change.enabled().isPresent());
    }

    private boolean hasSecret(Change change) {
        return hasSecrets && change.changes().stream().anyMatch(one -> object.attribute(one.name()).sensitive());
    }

    /** Secrets are computed here, on the way out, and nowhere kept. */
    private List<AttributeChange> withSecrets(Outgoing outgoing) {
        Change change = outgoing.planned().change();
        if (!hasSecret(change)) {
            return change.changes();
        }
        Identity identity = outgoing.identity().orElseGet(() -> store.hub().identities(List.of(change.identityId())).get(change.identityId()));
        MappingEvaluation values = planner.evaluate(identity, Optional.<Attributes>empty(), context.secretly(identity.id()));
        return change.changes().stream().map(one -> object.attribute(one.name()).sensitive()
                ? AttributeChange.of(one.name(), null, values.value(one.name())) : one)
                .filter(one -> one.after() != Formula.ABSENT).toList();
    }

    private static Operation operation(Change change) {
        return switch (change.kind()) {
            case CREATE -> Operation.CREATE;
            case ENABLE -> Operation.ENABLE;
            case DISABLE -> Operation.DISABLE;
            case DELETE -> Operation.DELETE;
            case UPDATE, RELEASE -> Operation.UPDATE;
            case JOIN -> Operation.ADD_MEMBERS;
            case LEAVE -> Operation.REMOVE_MEMBERS;
            case LINK -> change.enabled().map(enabled -> enabled ? Operation.ENABLE : Operation.DISABLE).orElse(Operation.UPDATE);
        };
    }
}
