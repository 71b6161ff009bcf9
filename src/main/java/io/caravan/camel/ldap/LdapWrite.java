package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.UpdatableLDAPRequest;
import java.util.List;

/**
 * The LDAP requests that carry out one account request, in order.
 *
 * @param dn the entry's name once all of them are done
 */
record LdapWrite(List<UpdatableLDAPRequest> requests, DN dn) {

    LdapWrite {
        requests = List.copyOf(requests);
    }
}
