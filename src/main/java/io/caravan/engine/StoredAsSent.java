package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Unconfirmed;
import io.caravan.subject.Unconfirmed.Standing;
import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ValueComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a target keeps what is written to it. A value that reads back as something else may have been changed there, so it
 * is written once more; what does not read back then either is not stored as sent. Pure.
 */
final class StoredAsSent {

    private StoredAsSent() {
    }

    /**
     * What a reading says of one attribute.
     *
     * @param known  as last written or read
     * @param shown  as read; null: not shown
     * @param before what was remembered
     * @param shared whether others write the same attributes, as the owner of a record that is written back to does: what they put over a value
     *               is put right once, whenever it happens
     * @param onDrift what becomes of it when it was changed
     */
    static Optional<Unconfirmed> read(AttributeSpec spec, Object known, Object shown, Optional<Unconfirmed> before, boolean shared, OnDrift onDrift) {
        if (onDrift != OnDrift.REVERT) {
            return leftAlone(spec, known, shown, before);
        }
        if (ValueComparison.same(spec, known, shown)) {
            return before.filter(open -> open.overwritten() || !ValueComparison.same(spec, open.sent(), shown));
        }
        Optional<Unconfirmed> same = before.filter(open -> ValueComparison.same(spec, open.sent(), known));
        if (same.filter(open -> open.overwritten() && open.settled()).isPresent()) {
            return same;
        }
        return same.filter(open -> open.overwritten() || ValueComparison.same(spec, open.shown(), shown)).map(open -> open.settledWith(shown))
                .or(() -> Optional.of(new Unconfirmed(known, shown, false, shared)));
    }

    /**
     * What is not written again although it differs cannot be found out by writing it: a value that has never read back is stored in another form, and
     * one that did, and does not any more, was changed. What we sent last stays what the target's value is held against.
     */
    private static Optional<Unconfirmed> leftAlone(AttributeSpec spec, Object known, Object shown, Optional<Unconfirmed> before) {
        Object sent = before.filter(Unconfirmed::drifted).isPresent() ? before.get().sent() : known;
        if (ValueComparison.same(spec, sent, shown)) {
            return Optional.empty();
        }
        boolean otherwise = before.filter(open -> open.standing() == Standing.UNREAD || open.settled() && ValueComparison.same(spec, open.shown(), shown)).isPresent();
        if (otherwise) {
            return Optional.of(new Unconfirmed(known, shown, Standing.SETTLED));
        }
        return before.filter(open -> open.drifted() && ValueComparison.same(spec, open.shown(), shown)).or(() -> Optional.of(new Unconfirmed(sent, shown, Standing.OPEN)));
    }

    /** What is remembered of the account after the change was carried out, by what the target says of the account in its answer. */
    static Map<String, Unconfirmed> written(Change change, Link before, Outcome outcome, OutboundJob job, ObjectSpec object) {
        Map<String, Unconfirmed> unread = unread(change, outcome, job, object);
        if (before.unconfirmed().isEmpty()) {
            return unread;
        }
        Map<String, Object> sent = new LinkedHashMap<>();
        change.changes().forEach(one -> sent.put(one.name(), one.after()));
        change.enabled().ifPresent(enabled -> object.enabledBy().ifPresent(name -> sent.put(name, enabled)));
        Map<String, Unconfirmed> open = new TreeMap<>(before.unconfirmed());
        sent.forEach((name, value) -> open.computeIfPresent(name, (same, one) -> afterWriting(object, name, value, one, outcome)));
        open.putAll(unread);
        return open;
    }

    /** What somebody might change and is then left so: until it has been read once, nobody knows how the target stores it. */
    private static Map<String, Unconfirmed> unread(Change change, Outcome outcome, OutboundJob job, ObjectSpec object) {
        Map<String, Unconfirmed> unread = new TreeMap<>();
        change.changes().stream().filter(one -> job.mapping().onDrift(one.name()) != OnDrift.REVERT && !object.attribute(one.name()).sensitive() && !object.attribute(one.name()).notReturned())
                .filter(one -> !ValueComparison.same(object.attribute(one.name()), outcome.attributes().get(one.name()), one.after()))
                .forEach(one -> unread.put(one.name(), new Unconfirmed(one.after(), one.after(), Standing.UNREAD)));
        return unread;
    }

    /** Null when nothing is open any more. */
    private static Unconfirmed afterWriting(ObjectSpec object, String name, Object sent, Unconfirmed open, Outcome outcome) {
        AttributeSpec spec = object.attribute(name);
        if (!ValueComparison.same(spec, open.sent(), sent)) {
            return null;
        }
        Object shown = outcome.attributes().get(name);
        boolean silent = outcome.attributes().isEmpty() || shown == null && object.enabledBy().filter(name::equals).isPresent();
        if (silent) {
            return open;
        }
        if (ValueComparison.same(spec, shown, sent)) {
            return open.shown() == null || open.overwritten() ? open : null; // a list may leave out what an answer has
        }
        boolean another = shown != null && !open.overwritten() && !ValueComparison.same(spec, open.shown(), shown);
        if (another) {
            return null; // neither what was sent nor what it read as before: somebody was there in the meantime, and that says nothing of how it is stored
        }
        return open.settledWith(shown);
    }

    /**
     * What turned out not to be stored as sent, once.
     *
     * @param enabledBy the attribute that says whether the account is open
     */
    static List<Because> foundOut(Link before, Link now, Optional<String> enabledBy, Set<String> secrets) {
        return now.unconfirmed().isEmpty() ? List.of() : now.unconfirmed().entrySet().stream()
                .filter(one -> one.getValue().settled() && !one.getValue().equals(before.unconfirmed().get(one.getKey())))
                .map(one -> enabledBy.filter(one.getKey()::equals).isPresent() ? one.getValue().ofState(one.getKey())
                        : told(Optional.ofNullable(before.unconfirmed().get(one.getKey())).filter(open -> open.standing() == Standing.UNREAD).isPresent() ? Reason.STORED_OTHERWISE
                        : Reason.NOT_STORED, one.getKey(), one.getValue(), secrets.contains(one.getKey()))).toList();
    }

    /** What turned out to be changed in the target and is left so, once for each value. */
    static List<Because> drifted(Link before, Link now, Set<String> secrets) {
        return now.unconfirmed().isEmpty() ? List.of() : now.unconfirmed().entrySet().stream()
                .filter(one -> one.getValue().standing() == Standing.ADOPTED || one.getValue().standing() == Standing.REPORTED)
                .filter(one -> !one.getValue().equals(before.unconfirmed().get(one.getKey())))
                .map(one -> told(one.getValue().standing() == Standing.ADOPTED ? Reason.DRIFT_ADOPTED : Reason.DRIFT_REPORTED, one.getKey(), one.getValue(),
                        secrets.contains(one.getKey()))).toList();
    }

    private static Because told(Reason reason, String attribute, Unconfirmed value, boolean secret) {
        return Because.of(reason, attribute, secret ? Change.SENSITIVE : text(value.sent()), secret ? Change.SENSITIVE : text(value.shown()));
    }

    private static String text(Object value) {
        return ValueComparison.isEmpty(value) ? "nothing" : "\"" + value + "\"";
    }
}
