package io.caravan.cycle;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Values;

/** Finds out what became of a change whose answer was lost, by reading the account. Thread-safe. */
final class ReadBack {

    private final SystemPort system;
    private final ObjectSpec object;

    ReadBack(SystemPort system, ObjectSpec object) {
        this.system = system;
        this.object = object;
    }

    /**
     * The account is read before anything is decided. A create is never blindly repeated; what the next evaluation finds by
     * the match rules is adopted.
     */
    Outcome settleDoubt(Change change, Outcome outcome) {
        if (outcome.kind() != OutcomeKind.IN_DOUBT || change.kind() == ChangeKind.CREATE || change.anchor().isEmpty()
                || !object.can(Operation.GET)) {
            return outcome;
        }
        try {
            Outcome read = system.get(object.name(), change.anchor().get());
            boolean gone = read.kind() == OutcomeKind.NOT_FOUND;
            if (change.kind() == ChangeKind.DELETE) {
                return gone ? Outcome.ok() : outcome;
            }
            boolean done = read.isOk() && change.changes().stream().allMatch(one ->
                    Values.same(object.attribute(one.name()), read.attributes().get(one.name()), one.after()))
                    && change.enabled().map(enabled -> object.enabledBy()
                            .map(name -> enabled.equals(read.attributes().get(name))).orElse(false)).orElse(true);
            return gone ? read : done ? Outcome.ok(change.anchor().get(), read.attributes()) : outcome;
        } catch (OutcomeException unreadable) {
            return outcome;
        }
    }
}
