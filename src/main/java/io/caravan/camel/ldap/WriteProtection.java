package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Entries that nobody writes through this connector, whatever is planned: administrators above all. Immutable.
 *
 * @param filter which entries, by what they have at the moment of the write
 * @param names  entries, with all that is below them
 */
record WriteProtection(Optional<Filter> filter, List<DN> names) {

    static final WriteProtection NONE = new WriteProtection(Optional.empty(), List.of());

    WriteProtection {
        names = List.copyOf(names);
    }

    /** Whether an entry has to be looked at before it is written. */
    boolean looks() {
        return filter.isPresent();
    }

    /** What has to be read for {@link #refuse(Entry)}. */
    Set<String> attributes() {
        Set<String> attributes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        filter.ifPresent(each -> addAttributes(each, attributes));
        return attributes;
    }

    private static void addAttributes(Filter filter, Set<String> attributes) {
        if (filter.getAttributeName() != null) {
            attributes.add(filter.getAttributeName());
        }
        for (Filter part : filter.getComponents()) {
            addAttributes(part, attributes);
        }
        if (filter.getNOTComponent() != null) {
            addAttributes(filter.getNOTComponent(), attributes);
        }
    }

    /** @throws OutcomeException forbidden, where the entry as it is now, with {@link #attributes()}, is a protected one */
    void refuse(Entry entry) throws LDAPException {
        refuse(entry.getParsedDN());
        if (filter.isPresent() && filter.get().matchesEntry(entry)) {
            throw refused(entry.getParsedDN(), "it matches protectedFilter " + filter.get());
        }
    }

    /** @throws OutcomeException forbidden, where entries of this name are protected */
    void refuse(DN name) {
        for (DN each : names) {
            if (name.isDescendantOf(each, true)) {
                throw refused(name, "protectedDns has " + each);
            }
        }
    }

    private static OutcomeException refused(DN entry, String why) {
        return new OutcomeException(OutcomeKind.FORBIDDEN, "the entry " + entry + " is protected and is never written: " + why
                + ". Take this person out of the job's scope, or change that setting if it is not meant");
    }
}
