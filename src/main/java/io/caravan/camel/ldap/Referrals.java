package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultReference;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Search result references (RFC 4511 §4.5.3): part of the tree is held by another server, which is not asked. What such a
 * search did not find may be there all the same.
 */
final class Referrals {

    /** Active Directory refers to these with every search from a domain's root; no people live there. */
    private static final Set<String> PARTITIONS_WITHOUT_PEOPLE = Set.of("domaindnszones", "forestdnszones", "configuration", "schema");

    private Referrals() {
    }

    /** @throws OutcomeException unavailable, when something may be held elsewhere */
    static void refuse(SearchResult result) {
        refuse(result.getSearchReferences() == null ? List.of() : result.getSearchReferences());
    }

    /** @throws OutcomeException unavailable, when something may be held elsewhere */
    static void refuse(List<SearchResultReference> references) {
        references.stream().flatMap(reference -> Arrays.stream(reference.getReferralURLs()))
                .filter(Referrals::mayHoldPeople).findFirst().ifPresent(url -> {
                    throw new OutcomeException(OutcomeKind.UNAVAILABLE, "this server holds only a part of the tree and refers to " + url
                            + " for the rest; connect to a server that holds all of it, or narrow the base");
                });
    }

    private static boolean mayHoldPeople(String url) {
        try {
            DN base = new LDAPURL(url).getBaseDN();
            RDN first = base == null ? null : base.getRDN();
            return first == null || !PARTITIONS_WITHOUT_PEOPLE.contains(first.getAttributeValues()[0].toLowerCase(Locale.ROOT));
        } catch (LDAPException unreadable) {
            return true;
        }
    }
}
