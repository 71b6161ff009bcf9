package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.camel.ldap.LdapSettings.Uniqueness;
import io.caravan.camel.ldap.LdapSettings.Uniqueness.Within;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Who has a value that has to be unique, in a wider part of the directory than the one in which accounts are: the whole partition, or the forest by its
 * global catalog. Only looks. That nobody has it is believed only where the part that was asked for shows itself. Thread-safe.
 */
final class NameHolders implements AutoCloseable {

    private static final int A_FEW = 10;
    private static final String READY = "isGlobalCatalogReady";
    private static final Pattern MAIL_ADDRESS = Pattern.compile("(?i)^smtp:");

    private final LdapPool pool;
    private final LdapSettings settings;
    private final LdapValues values;
    private final Uniqueness unique;
    private final LdapPool catalog;
    /** Attributes that the global catalog is known to hold. */
    private final Set<String> inCatalog = ConcurrentHashMap.newKeySet();
    private volatile DN partition;
    private volatile boolean ready;

    NameHolders(LdapPool pool, LdapSettings settings, LdapValues values, Clock clock) {
        this.pool = pool;
        this.settings = settings;
        this.values = values;
        this.unique = settings.writes().unique();
        this.catalog = new LdapPool(settings.server().at(unique.catalog()), clock);
    }

    /** Those who have it, or one of them if it is a list, by what names them for ever. */
    List<Map<String, Object>> of(String attribute, Object value) throws LDAPException {
        List<Map<String, Object>> holders = new ArrayList<>();
        if (unique.within() == Within.ACCOUNTS) {
            return holders;
        }
        if (unique.within() == Within.FOREST) {
            mustBeInCatalog(attribute);
        }
        for (Object one : value instanceof Collection<?> several ? several : List.of(value)) {
            String text = settings.forms().activeDirectory() ? MAIL_ADDRESS.matcher(one.toString()).replaceFirst("") : one.toString();
            for (SearchResultEntry entry : search(unique.holds(attribute, text))) {
                Object anchor = values.anchor(entry);
                // whoever cannot be told from others is somebody all the same
                holders.add(Map.of(settings.anchor(), anchor == null ? entry.getDN() : anchor, LdapValues.DN, entry.getDN()));
            }
        }
        return holders;
    }

    private List<SearchResultEntry> search(Filter filter) throws LDAPException {
        boolean forest = unique.within() == Within.FOREST;
        SearchRequest request = new SearchRequest(forest ? "" : partition().toString(), SearchScope.SUB, filter, settings.anchor());
        request.setSizeLimit(A_FEW);
        if (!forest && pool.supportedControls().contains(LdapReading.DOMAIN_SCOPE)) {
            request.addControl(new Control(LdapReading.DOMAIN_SCOPE));
        }
        try {
            SearchResult result = (forest ? catalog() : pool).connections().search(request);
            if (!forest && result.getEntryCount() == 0) {
                Referrals.refuse(result);
            }
            return result.getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && !e.getSearchEntries().isEmpty()) {
                return e.getSearchEntries();
            }
            throw e;
        }
    }

    private DN partition() throws LDAPException {
        DN known = partition;
        if (known == null) {
            Entry root = pool.connections().getEntry("", "namingContexts");
            known = DirectoryChanges.partitionOf(settings.place("user").base(), root == null ? new Entry("") : root);
            if (pool.connections().getEntry(known.toString(), "1.1") == null) {
                throw LdapReader.noBase(known);
            }
            partition = known;
        }
        return known;
    }

    /** The catalog holds a part of the attributes of each entry, and of another finds nobody (MS-ADTS §3.1.1.1.8, isMemberOfPartialAttributeSet). */
    private void mustBeInCatalog(String attribute) throws LDAPException {
        if (inCatalog.contains(attribute)) {
            return;
        }
        Entry root = pool.connections().getEntry("", "schemaNamingContext");
        Filter held = Filter.createANDFilter(Filter.createEqualityFilter("lDAPDisplayName", attribute), Filter.createEqualityFilter("isMemberOfPartialAttributeSet", "TRUE"));
        if (root == null || root.getAttributeValue("schemaNamingContext") == null
                || pool.connections().search(root.getAttributeValue("schemaNamingContext"), SearchScope.ONE, held, "1.1").getEntryCount() == 0) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the global catalog does not hold " + attribute + ", so that it cannot say who in the forest has a value of it; let uniqueIn be domain, "
                    + "or have the attribute replicated to the catalog");
        }
        inCatalog.add(attribute);
    }

    /** A controller that is no catalog, or is none yet, shows its own domain at best. */
    private LdapPool catalog() throws LDAPException {
        if (!ready) {
            Entry root = catalog.connections().getEntry("", READY);
            if (root == null || !Boolean.TRUE.equals(root.getAttributeValueAsBoolean(READY))) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the server at " + settings.server().at(unique.catalog()) + " is no global catalog of Active Directory, or not ready; name one in globalCatalog, "
                        + "or let uniqueIn be domain");
            }
            ready = true;
        }
        return catalog;
    }

    @Override
    public void close() {
        catalog.close();
    }
}
