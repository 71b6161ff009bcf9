package io.caravan.cycle;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.cycle.ChangeStore.PlannedChange;
import io.caravan.identity.Attributes;
import io.caravan.identity.Identity;
import io.caravan.mapping.Formula;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.Values;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Takes planned changes out of the store in their order, in parcels that one call to the connector can carry. What
 * happens to a parcel on its way (throttling, retries, dead letters) is the route's business; its outcomes come back
 * to the {@link Recorder}.
 */
public final class DispatchStep {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final ZoneId zone;

    public DispatchStep(StateStore store, ZoneId zone) {
        this.store = store;
        this.zone = zone;
    }

    /**
     * Changes that travel together.
     *
     * @param requests what to send, one for each change; a change that needs no call has none
     */
    public record Parcel(List<PlannedChange> changes, List<Optional<AccountRequest>> requests) {

        public Parcel {
            changes = List.copyOf(changes);
            requests = List.copyOf(requests);
        }

        /** Only the requests that have to be sent, in order. */
        public List<AccountRequest> toSend() {
            return requests.stream().flatMap(Optional::stream).toList();
        }

        /** Outcomes of all changes, when these are the outcomes of {@link #toSend}. */
        public List<Outcome> outcomes(List<Outcome> sent) {
            List<Outcome> all = new ArrayList<>(changes.size());
            Iterator<Outcome> next = sent.iterator();
            requests.forEach(request -> all.add(request.isPresent() ? next.next() : Outcome.ok()));
            return all;
        }
    }

    /** Whether changes are left for another round of parcels. */
    public boolean hasMore(OutboundJob job) {
        return !store.changes().next(job.name(), Optional.empty(), 1).isEmpty();
    }

    /** The parcels of one round, made as they are asked for; ends early when the cycle is stopped. One thread at a time. */
    public Iterator<Parcel> parcels(Cycle cycle, OutboundJob job, SystemPort system) {
        return new Parcels(cycle, job, system);
    }

    private final class Parcels implements Iterator<Parcel> {
        private final Cycle cycle;
        private final OutboundJob job;
        private final ObjectSpec object;
        private final Optional<ConnectorSpec.Batch> batch;
        private final AccountPlanner planner;
        private final OutboundSurroundings surroundings;
        private final boolean hasSecrets;
        private List<PlannedChange> page = List.of();
        private int position;
        private boolean gaveWhatWaitsForNobody;
        private Optional<PlannedChange> last = Optional.empty();

        private Parcels(Cycle cycle, OutboundJob job, SystemPort system) {
            this.cycle = cycle;
            this.job = job;
            this.object = system.spec().connector().objects().get(job.object());
            this.batch = system.spec().connector().batch();
            this.planner = new AccountPlanner(job, object, zone, cycle.secrets());
            TargetMatching target = new TargetMatching(store, cycle, job, system);
            this.surroundings = OutboundSurroundings.toDispatch(store, cycle, object, target);
            this.hasSecrets = job.mapping().attributes().keySet().stream().anyMatch(name -> object.attribute(name).sensitive());
        }

        @Override
        public synchronized boolean hasNext() {
            if (cycle.isStopped()) {
                return false;
            }
            if (position == page.size()) {
                page = store.changes().next(job.name(), last, PAGE);
                position = 0;
                if (!page.isEmpty()) {
                    last = Optional.of(page.get(page.size() - 1));
                }
            }
            return position < page.size() && !endsRound(page.get(position).change());
        }

        /** What waits for accounts of this round goes out in the next one, when they are recorded and can be referred to. */
        private boolean endsRound(Change change) {
            return gaveWhatWaitsForNobody && change.waitsForOthers();
        }

        @Override
        public synchronized Parcel next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int size = 1;
            gaveWhatWaitsForNobody |= !page.get(position).change().waitsForOthers();
            Operation first = operation(page.get(position).change());
            if (batch.isPresent() && batch.get().operations().contains(first)) {
                while (size < batch.get().max() && position + size < page.size()
                        && batch.get().operations().contains(operation(page.get(position + size).change()))
                        && !endsRound(page.get(position + size).change())) {
                    size++;
                }
            }
            List<PlannedChange> changes = withReferences(page.subList(position, position + size));
            position += size;
            return new Parcel(changes, changes.stream().map(planned -> request(planned.change())).toList());
        }

        /** References that could not be set when the change was planned are tried once more: what they mean may exist by now. */
        private List<PlannedChange> withReferences(List<PlannedChange> changes) {
            List<Long> waiting = changes.stream().filter(planned -> !planned.change().deferred().isEmpty())
                    .map(planned -> planned.change().identityId()).toList();
            if (waiting.isEmpty()) {
                return changes;
            }
            Map<Long, Identity> identities = store.hub().identities(waiting);
            return changes.stream().map(planned -> identities.containsKey(planned.change().identityId())
                    ? withReferences(planned, identities.get(planned.change().identityId())) : planned).toList();
        }

        private PlannedChange withReferences(PlannedChange planned, Identity identity) {
            Change change = planned.change();
            MappingEvaluation values = planner.evaluate(identity, change.anchor().map(anchor -> change.account()),
                    surroundings.of(identity.id(), identity.key()));
            List<AttributeChange> resolved = new ArrayList<>();
            for (String name : change.deferred()) {
                Object value = values.value(name);
                if (value != Formula.ABSENT && !Values.isEmpty(value)) {
                    Values.difference(object.attribute(name), change.account().get(name), value).ifPresent(resolved::add);
                }
            }
            return resolved.isEmpty() ? planned : new PlannedChange(planned.id(), change.with(resolved, values.deferred()), planned.held());
        }

        private Optional<AccountRequest> request(Change change) {
            boolean sendsNothing = change.kind() == ChangeKind.RELEASE
                    || change.kind() == ChangeKind.LINK && change.changes().isEmpty() && change.enabled().isEmpty();
            if (sendsNothing) {
                return Optional.empty();
            }
            Operation operation = operation(change);
            return Optional.of(new AccountRequest(operation, object.name(), change.anchor(), change.account(),
                    hasSecrets ? withSecrets(change) : change.changes(), operation == Operation.CREATE && object.enabledBy().isPresent() ? change.enabled() : Optional.empty()));
        }

        /** Secrets are computed here, on the way out, and nowhere kept. */
        private List<AttributeChange> withSecrets(Change change) {
            if (change.changes().stream().noneMatch(one -> object.attribute(one.name()).sensitive())) {
                return change.changes();
            }
            Identity identity = store.hub().identities(List.of(change.identityId())).get(change.identityId());
            MappingEvaluation values = planner.evaluate(identity, Optional.<Attributes>empty(), surroundings.secretly(identity.id()));
            return change.changes().stream().map(one -> object.attribute(one.name()).sensitive()
                    ? AttributeChange.of(one.name(), null, values.value(one.name())) : one)
                    .filter(one -> one.after() != Formula.ABSENT).toList();
        }
    }

    private static Operation operation(Change change) {
        return switch (change.kind()) {
            case CREATE -> Operation.CREATE;
            case ENABLE -> Operation.ENABLE;
            case DISABLE -> Operation.DISABLE;
            case DELETE -> Operation.DELETE;
            case UPDATE, RELEASE -> Operation.UPDATE;
            case LINK -> change.enabled().map(enabled -> enabled ? Operation.ENABLE : Operation.DISABLE).orElse(Operation.UPDATE);
        };
    }
}
