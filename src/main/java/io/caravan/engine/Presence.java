package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks a target for accounts by their own anchors. That one is gone is believed only when the target says so before and
 * after it has shown another account that is known: else it may be finding nobody at the moment. Thread-safe.
 */
final class Presence {

    /** So many known accounts are tried before the target is taken to show none. */
    private static final int WITNESSES = 20;

    private final StateStore store;
    private final Evidence evidence;
    private final String job;
    private final SystemPort system;
    private final ObjectSpec object;
    private final SearchProof searches;

    Presence(StateStore store, Cycle cycle, SystemPort system, ObjectSpec object) {
        this.store = store;
        this.evidence = cycle.evidence();
        this.job = cycle.job().name();
        this.system = system;
        this.object = object;
        this.searches = new SearchProof(store, cycle, system, object);
    }

    /** What is known of an account after it was asked for. */
    enum Answer {
        THERE, GONE, UNKNOWN,
        /** The target knows it, and does not let it be seen. */
        WITHHELD
    }

    /**
     * @param account as the target has it; empty unless it is there
     * @param message why nothing is known, in words; empty unless that is so
     */
    record Found(Answer answer, Attributes account, String message) {

        private static Found unknown(String message) {
            return new Found(Answer.UNKNOWN, Attributes.empty(), message);
        }
    }

    /** Whether the target can be asked for one account at all. */
    boolean canAsk() {
        return canAsk(object);
    }

    static boolean canAsk(ObjectSpec object) {
        return object.can(Operation.GET) || object.can(Operation.FIND) && object.find().contains(object.anchor());
    }

    Found ask(String anchor) {
        Outcome read = read(anchor);
        if (read.isOk()) {
            evidence.shown(anchor);
            return new Found(Answer.THERE, read.attributes(), "");
        }
        if (read.kind() != OutcomeKind.NOT_FOUND) {
            return read.kind() == OutcomeKind.FORBIDDEN ? new Found(Answer.WITHHELD, Attributes.empty(), read.message()) : Found.unknown(read.message());
        }
        if (!showsAnother(anchor)) {
            return Found.unknown("the target does not find any other known account either");
        }
        Outcome again = read(anchor);
        return again.kind() == OutcomeKind.NOT_FOUND ? new Found(Answer.GONE, Attributes.empty(), "")
                : again.isOk() ? new Found(Answer.THERE, again.attributes(), "") : Found.unknown(again.message());
    }

    /** What the target shows of an account; whether one that it does not show is there is not asked. */
    Found look(String anchor) {
        Outcome read = read(anchor);
        return read.isOk() ? new Found(Answer.THERE, read.attributes(), "") : Found.unknown(read.message());
    }

    /** Whether the target shows, at this moment, a known account other than this one. */
    boolean showsAnother(String anchor) {
        Stream<String> known = Stream.concat(evidence.witness().stream(), store.links().inState(job, LinkState.ENABLED, 0, WITNESSES).stream()
                .map(Link::anchor).flatMap(Optional::stream));
        Optional<String> shown = known.filter(another -> !another.equals(anchor)).distinct().limit(WITNESSES).filter(another -> read(another).isOk()).findFirst();
        shown.ifPresent(evidence::shown);
        return shown.isPresent();
    }

    /** OK with what the target shows of the account, NOT_FOUND, or why nobody knows. */
    Outcome read(String anchor) {
        return object.can(Operation.GET) ? system.get(object.name(), anchor) : found(anchor);
    }

    /** For connectors that cannot get, but search by anchor: believed only when that search was proven. */
    private Outcome found(String anchor) {
        try {
            List<Attributes> hits = system.find(object.name(), object.anchor(), anchor);
            Optional<Attributes> hit = hits.stream().filter(account -> account.text(object.anchor()).filter(anchor::equals).isPresent()).findFirst();
            if (hit.isPresent()) {
                return Outcome.ok(anchor, hit.get());
            }
            return searches.distrust(object.anchor()).map(why -> Outcome.failed(OutcomeKind.UNAVAILABLE, why))
                    .orElseGet(() -> Outcome.failed(OutcomeKind.NOT_FOUND, "no account has this " + object.anchor()));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }
}
