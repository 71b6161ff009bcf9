package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.Presence.Found;
import io.caravan.subject.Attributes;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.ValueComparison;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Finds out, by reading the account, what became of a change whose answer was lost or says that there is no such account. Thread-safe. */
final class ReadBack {

    /** A word of the target, which knows what was asked of it. */
    static final Set<OutcomeKind> REFUSED = EnumSet.of(OutcomeKind.INVALID, OutcomeKind.CONFLICT, OutcomeKind.FORBIDDEN, OutcomeKind.UNSUPPORTED);

    private final Evidence evidence;
    private final Presence presence;
    private final ObjectSpec object;

    ReadBack(StateStore store, Cycle cycle, SystemPort system, ObjectSpec object) {
        this.evidence = cycle.evidence();
        this.presence = new Presence(store, cycle, system, object);
        this.object = object;
    }

    /**
     * What is known in the end.
     *
     * @param gone  whether it is proven that the account is not there
     * @param after how the account stands after a refusal of what was to open or close it; empty: that was not asked
     */
    record Settled(Outcome outcome, boolean gone, Optional<Found> after) {

        private Settled(Outcome outcome, boolean gone) {
            this(outcome, gone, Optional.empty());
        }
    }

    /**
     * The account is read before anything is decided. A create is never blindly repeated; what the next evaluation finds is
     * adopted. A refusal tells what was not done, and not what was done before it: whether an account that was to be opened or closed is open is seen.
     */
    Settled settle(Change change, Outcome outcome) {
        if (outcome.isOk()) {
            change.anchor().ifPresent(evidence::shown);
            return new Settled(looked(change, outcome), false);
        }
        if (isRefused(outcome) && change.enabled().isPresent() && change.anchor().isPresent() && presence.canAsk()) {
            return new Settled(outcome, false, Optional.of(presence.look(change.anchor().get())));
        }
        boolean open = outcome.kind() == OutcomeKind.IN_DOUBT || outcome.kind() == OutcomeKind.NOT_FOUND;
        if (!open || change.anchor().isEmpty()) {
            return new Settled(outcome, false);
        }
        String anchor = change.anchor().get();
        if (!presence.canAsk()) {
            // What was said by the change itself is all there is; it counts while others get through.
            boolean believed = outcome.kind() == OutcomeKind.NOT_FOUND && !outcome.begun() && !isContradicted(change, outcome) && evidence.witness().filter(witness -> !witness.equals(anchor)).isPresent();
            return new Settled(outcome, believed);
        }
        Found found = presence.ask(anchor);
        return switch (found.answer()) {
            case GONE -> isContradicted(change, outcome) ? new Settled(outcome, false)
                    : new Settled(Outcome.failed(OutcomeKind.NOT_FOUND, "the account is gone from the target"), true);
            case UNKNOWN, WITHHELD -> new Settled(outcome, false);
            case THERE -> new Settled(there(change, outcome, found), false);
        };
    }

    /** Whether it was refused, of which nothing is known but that; where something else must be there first, only if some of it may have been carried out before. */
    static boolean isRefused(Outcome outcome) {
        return REFUSED.contains(outcome.kind()) || outcome.kind() == OutcomeKind.BLOCKED && outcome.begun();
    }

    /** A target that listed or found the account in this cycle and does not know it now says two things, unless we may have deleted it in between. */
    private boolean isContradicted(Change change, Outcome outcome) {
        boolean mayBeDeleted = change.kind() == ChangeKind.DELETE && outcome.kind() == OutcomeKind.IN_DOUBT;
        return !mayBeDeleted && change.anchor().filter(evidence::isToBeSeen).isPresent();
    }

    /**
     * What did not read back before is looked at once it has been written again, where the answer does not show it. Whether the account is open is
     * looked at whatever the answer says: one that only repeats what it was sent would close the same account in every cycle, and never tell.
     */
    private Outcome looked(Change change, Outcome outcome) {
        Optional<String> anchor = outcome.anchor().or(change::anchor);
        boolean shown = outcome.attributes().names().containsAll(change.repeated());
        boolean believed = !presence.canAsk() || object.enabledBy().filter(change.repeated()::contains).isEmpty();
        if (anchor.isEmpty() || shown && believed) {
            return outcome;
        }
        Attributes account = presence.canAsk() ? presence.ask(anchor.get()).account() : Attributes.empty();
        return Outcome.ok(anchor.get(), account); // nothing, where nobody can say: half an account would look like one that lacks something
    }

    private Outcome there(Change change, Outcome outcome, Found found) {
        if (change.kind() != ChangeKind.DELETE && !change.kind().isOfMembers() && isDone(change, found)) {
            return Outcome.ok(change.anchor().orElseThrow(), found.account());
        }
        return outcome.kind() == OutcomeKind.IN_DOUBT ? outcome : Outcome.failed(OutcomeKind.UNAVAILABLE,
                "the target says that there is no such account, and shows it when asked: " + outcome.message());
    }

    private boolean isDone(Change change, Found found) {
        return change.changes().stream().filter(one -> !object.attribute(one.name()).notReturned()).allMatch(one -> ValueComparison.same(object.attribute(one.name()), found.account().get(one.name()), one.after()))
                && change.enabled().map(enabled -> object.enabledBy().map(name -> enabled.equals(found.account().get(name))).orElse(false)).orElse(true);
    }
}
