package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;

/**
 * Where entries of one kind of object are, and what a new one is made of.
 *
 * @param base          below it everything is looked for; nothing outside is ever written
 * @param objectClasses of a new entry
 * @param filter        which entries below the base are of this kind
 * @param rdn           the attribute that names a new entry, if the mapping gives no dn
 * @param parent        where a new entry is put, if the mapping gives no dn
 */
record ObjectPlace(DN base, List<String> objectClasses, Filter filter, String rdn, DN parent) {

    ObjectPlace {
        objectClasses = List.copyOf(objectClasses);
    }
}
