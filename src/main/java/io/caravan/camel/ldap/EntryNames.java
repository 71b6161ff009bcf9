package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides the distinguished name an entry shall have. A name is never believed as text: it must lie below the base, and
 * its RDN must say the same as the attribute of that name, so that a value which slipped into it unescaped, such as
 * {@code x,ou=admins}, is refused and not obeyed.
 */
final class EntryNames {

    private final ObjectPlace place;
    private final Disabling disabling;
    private final WriteProtection protection;

    EntryNames(ObjectPlace place, Disabling disabling, WriteProtection protection) {
        this.place = place;
        this.disabling = disabling;
        this.protection = protection;
    }

    /** The name of an entry to be created. */
    DN ofNew(AccountRequest request) {
        Map<String, Object> values = written(request);
        DN named = given(values).map(dn -> checked(dn, values)).orElseGet(() -> new DN(rdn(place.rdn(), values), place.parent()));
        boolean disabled = !request.enabled().orElse(true);
        return disabled && disabling instanceof Disabling.ByMoving moving ? new DN(named.getRDN(), moving.to()) : named;
    }

    /** The name an entry shall have after the request. */
    DN after(AccountRequest request, DN current) {
        Map<String, Object> changes = written(request);
        Map<String, Object> known = folded();
        known.putAll(request.account().asMap());
        known.putAll(changes);
        Optional<DN> given = given(changes).map(dn -> checked(dn, known));
        RDN rdn = given.map(DN::getRDN).orElseGet(() -> renamed(current.getRDN(), changes));
        return new DN(rdn, parent(request.operation(), given.map(DN::getParent), current));
    }

    private DN parent(Operation operation, Optional<DN> given, DN current) {
        Optional<DN> disabled = disabling.place();
        boolean moved = disabled.isPresent() && current.getParent().isDescendantOf(disabled.get(), true);
        if (disabled.isPresent() && operation == Operation.DISABLE) {
            return moved ? current.getParent() : disabled.get();
        }
        if (operation == Operation.ENABLE) {
            return given.orElse(moved ? place.parent() : current.getParent());
        }
        // An update does not bring back what was moved because it is disabled.
        return moved ? current.getParent() : given.orElse(current.getParent());
    }

    /** Refuses to write anything outside of where this kind of object lives, and what is protected. */
    DN writable(DN dn) {
        boolean below = dn.isDescendantOf(place.base(), false) || disabling.place().filter(disabled -> dn.isDescendantOf(disabled, false)).isPresent();
        if (!below) {
            throw invalid("the entry " + dn + " is not below baseDn " + place.base());
        }
        protection.refuse(dn);
        return dn;
    }

    private static Optional<DN> given(Map<String, Object> values) {
        Object text = values.get(LdapValues.DN);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new DN(text.toString()));
        } catch (LDAPException e) {
            throw invalid("the mapping's dn is not a distinguished name: " + e.getMessage());
        }
    }

    private static DN checked(DN given, Map<String, Object> known) {
        if (given.getParent() == null) {
            throw invalid("the mapping's dn has no parent");
        }
        RDN rdn = given.getRDN();
        for (int i = 0; i < rdn.getAttributeNames().length; i++) {
            String attribute = rdn.getAttributeNames()[i];
            Object mapped = known.get(attribute);
            if (mapped == null) {
                throw invalid("the mapping's dn is named by " + attribute + ", which is not mapped itself; map it too, so that the dn can be checked against it");
            }
            String named = rdn.getAttributeValues()[i];
            Collection<?> values = mapped instanceof Collection<?> several ? several : List.of(mapped);
            if (values.stream().noneMatch(value -> named.equalsIgnoreCase(String.valueOf(value)))) {
                throw invalid("the mapping's dn names the entry by another " + attribute + " than the mapped one; a value with , + \" \\ < > ; or = must be escaped in a dn");
            }
        }
        return given;
    }

    /** Whether two names are written alike: a difference in case is one, though to the directory it may be the same name. */
    static boolean sameText(RDN one, RDN other) {
        return one.equals(other) && Set.copyOf(List.of(one.getAttributeValues())).equals(Set.copyOf(List.of(other.getAttributeValues())));
    }

    /** The name with the values that its attributes shall have; of several values the one it is called by stays, if it may. */
    private static RDN renamed(RDN current, Map<String, Object> changes) {
        String[] names = current.getAttributeNames();
        String[] values = current.getAttributeValues().clone();
        boolean differs = false;
        for (int i = 0; i < names.length; i++) {
            List<?> wanted = changes.get(names[i]) instanceof List<?> several ? several : Optional.ofNullable(changes.get(names[i])).map(List::of).orElse(List.of());
            if (!wanted.isEmpty() && !wanted.contains(values[i])) {
                String called = values[i];
                values[i] = wanted.stream().map(Object::toString).filter(called::equalsIgnoreCase).findFirst().orElseGet(() -> wanted.get(0).toString());
                differs = true;
            }
        }
        return differs ? new RDN(names, values) : current;
    }

    private static RDN rdn(String attribute, Map<String, Object> values) {
        Object value = values.get(attribute);
        if (value == null || value instanceof Iterable<?> || value.toString().isEmpty()) {
            throw invalid("a new entry is named by " + attribute + ", which has no single value; map it, or map dn");
        }
        return new RDN(attribute, value.toString());
    }

    private static Map<String, Object> written(AccountRequest request) {
        Map<String, Object> written = folded();
        for (AttributeChange change : request.changes()) {
            written.put(change.name(), change.after());
        }
        return written;
    }

    /** Attribute names are the same in any case (RFC 4512 §2.5). */
    private static Map<String, Object> folded() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    private static OutcomeException invalid(String message) {
        return new OutcomeException(OutcomeKind.INVALID, message);
    }
}
