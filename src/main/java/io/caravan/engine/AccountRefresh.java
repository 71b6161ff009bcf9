package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Reason;
import io.caravan.subject.Unconfirmed;
import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.mapping.Mapping;
import io.caravan.plan.Change;
import io.caravan.plan.ValueComparison;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a link becomes by what its target shows of the account, or does not show. Pure. */
final class AccountRefresh {

    private AccountRefresh() {
    }

    /**
     * The link with the account as it is now. What is never shown stays as it was written, and so does what was written twice
     * and reads as something else. Whether the account is enabled stays as known, too, while the target does not say: not
     * shown is not empty, and a word that nobody knows is neither.
     *
     * @param written what the job writes
     * @param shared  whether others write the same attributes, too
     */
    static Link shown(Link link, Attributes account, ObjectSpec object, Mapping written, boolean shared) {
        Map<String, Object> shadow = new LinkedHashMap<>();
        Map<String, Unconfirmed> open = new TreeMap<>();
        link.shadow().asMap().forEach((name, known) -> {
            Object read = account.get(name);
            if (isNeverShown(name, read, object) || isUnclear(name, read, object)) {
                shadow.put(name, known);
                return;
            }
            boolean ours = link.state() != LinkState.UNMANAGED && (written.attributes().containsKey(name) || isState(name, object));
            Optional<Unconfirmed> unconfirmed = ours ? StoredAsSent.read(object.attribute(name), known, read, Optional.ofNullable(link.unconfirmed().get(name)), shared,
                    isState(name, object) ? OnDrift.REVERT : written.onDrift(name)) : Optional.empty();
            unconfirmed.ifPresent(one -> open.put(name, one));
            boolean asKnown = unconfirmed.map(Unconfirmed::settled).orElseGet(() -> ValueComparison.same(object.attribute(name), known, read));
            if (asKnown || account.has(name)) {
                shadow.put(name, asKnown ? known : read);
            }
        });
        if (link.state() != LinkState.UNMANAGED && link.changeInDoubt().isEmpty()) {
            emptyOnes(link, account, object, written, open);
        }
        withoutMembers(account, object).asMap().forEach((name, read) -> {
            boolean storedOtherwise = !link.shadow().has(name) && open.containsKey(name) && open.get(name).settled();
            if (isUnclear(name, read, object)) {
                unclear(link, name, read).ifPresent(one -> open.put(name, one));
            } else if (!storedOtherwise) {
                shadow.putIfAbsent(name, read);
            }
        });
        Attributes now = Attributes.of(shadow);
        Link shown = link.with(state(link, now, object), now).withUnconfirmed(open);
        boolean settled = link.state() == LinkState.MISSING || link.changeInDoubt().isPresent() && !shown.isStateUnknown(object.enabledBy());
        return settled ? shown.withProblem(Optional.empty()) : shown;
    }

    /** What was known to be empty, and is left as somebody changes it: that, too, is held against what we knew. */
    private static void emptyOnes(Link link, Attributes account, ObjectSpec object, Mapping written, Map<String, Unconfirmed> open) {
        written.attributes().values().stream().filter(rule -> rule.onDrift() != OnDrift.REVERT && !link.shadow().has(rule.name()))
                .filter(rule -> !isNeverShown(rule.name(), account.get(rule.name()), object) && !isState(rule.name(), object))
                .forEach(rule -> StoredAsSent.read(object.attribute(rule.name()), null, account.get(rule.name()), Optional.ofNullable(link.unconfirmed().get(rule.name())), false, rule.onDrift())
                        .ifPresent(one -> open.put(rule.name(), one)));
    }

    /** They are rows of their own, and no value of the account. */
    static Attributes withoutMembers(Attributes account, ObjectSpec object) {
        return object.memberships().map(held -> account.without(Set.of(held.attribute()))).orElse(account);
    }

    private static boolean isNeverShown(String name, Object read, ObjectSpec object) {
        return object.attribute(name).sensitive() || object.attribute(name).notReturned() || read == null && isState(name, object);
    }

    /** Whether it says of the account neither that it is open nor that it is closed. */
    private static boolean isUnclear(String name, Object read, ObjectSpec object) {
        return isState(name, object) && Openness.isUnclear(read);
    }

    /** Told, and not written: what is neither may have been put there for a reason. */
    private static Optional<Unconfirmed> unclear(Link link, String name, Object read) {
        return link.state() == LinkState.UNMANAGED ? Optional.empty() : Optional.of(new Unconfirmed(wasOpen(link, name), read, true));
    }

    private static boolean wasOpen(Link link, String name) {
        return link.state() == LinkState.MISSING ? Openness.of(link.shadow().get(name)).orElse(link.disabledAt().isEmpty()) : link.state() == LinkState.ENABLED;
    }

    private static boolean isState(String name, ObjectSpec object) {
        return object.enabledBy().filter(name::equals).isPresent();
    }

    private static LinkState state(Link link, Attributes account, ObjectSpec object) {
        if (link.state() == LinkState.UNMANAGED) {
            return LinkState.UNMANAGED;
        }
        if (object.enabledBy().isEmpty() || account.get(object.enabledBy().get()) == null) {
            return link.state() != LinkState.MISSING ? link.state() : link.disabledAt().isPresent() ? LinkState.DISABLED : LinkState.ENABLED;
        }
        return Openness.mayBeOpen(account.get(object.enabledBy().get())) ? LinkState.ENABLED : LinkState.DISABLED;
    }

    /** The target does not find the account, and nothing proves that it is gone: everything known of it stays. */
    static Link missing(Link link, Optional<Because> behindIt) {
        Because missing = Because.of(Reason.ACCOUNT_MISSING, link.anchor().orElse(""));
        return link.with(LinkState.MISSING, link.shadow()).withProblem(Optional.of(behindIt.map(missing::dueTo).orElse(missing)));
    }

    /**
     * Nobody knows whether the change was carried out: how what it was to change stands is not known any more. What it was to empty
     * may be there still, and is taken to be: where nothing is known there would be nothing to empty.
     */
    static Link inDoubt(Link link, Change change, String message, ObjectSpec object) {
        Map<String, Object> shadow = new LinkedHashMap<>(link.shadow().asMap());
        change.changes().stream().filter(one -> !ValueComparison.isEmpty(one.after())).forEach(one -> shadow.remove(one.name()));
        if (change.enabled().isPresent()) {
            object.enabledBy().ifPresent(shadow::remove);
        }
        return link.with(link.state(), Attributes.of(shadow)).withProblem(Optional.of(Because.of(Reason.CHANGE_IN_DOUBT, message)));
    }

    /** It was proven that the account is gone from the target, not by us. By its anchor it is known again, should the target have lied. */
    static Link gone(Link link) {
        return new Link(link.identityId(), link.anchor(), LinkState.GONE, Attributes.empty(),
                new Link.Why(link.because(), Optional.of(Because.of(Reason.ACCOUNT_GONE, link.anchor().orElse("")))),
                new Link.Dates(Optional.empty(), link.dueAt()), Map.of());
    }
}
