package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where entries of one kind of object are, and what a new one is made of.
 *
 * @param base          below it everything is looked for; nothing outside is ever written
 * @param objectClasses of a new entry
 * @param filter        which entries below the base are of this kind
 * @param rdn           the attribute that names a new entry, if the mapping gives no dn
 * @param parent        where a new entry is put, if the mapping gives no dn
 * @param members       how entries hold members; empty where they are no groups
 */
record ObjectPlace(DN base, List<String> objectClasses, Filter filter, String rdn, DN parent, Optional<Members> members) {

    /** Classes of which no entry is without a member (RFC 4519 §3.5, §3.6), in lower case. */
    private static final Set<String> NEVER_EMPTY = Set.of("groupofnames", "groupofuniquenames");

    /**
     * @param attribute   that lists them
     * @param placeholder stands there where there are none and the class needs one
     */
    record Members(String attribute, String placeholder) {
    }

    ObjectPlace {
        objectClasses = List.copyOf(objectClasses);
    }

    /** One whose entries are no groups. */
    ObjectPlace(DN base, List<String> objectClasses, Filter filter, String rdn, DN parent) {
        this(base, objectClasses, filter, rdn, parent, Optional.empty());
    }

    ObjectPlace withMembers(Members held) {
        return new ObjectPlace(base, objectClasses, filter, rdn, parent, Optional.of(held));
    }

    /** What a new entry of these classes cannot be without. */
    Optional<Members> needed() {
        return members.filter(held -> objectClasses.stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch(NEVER_EMPTY::contains));
    }
}
