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
import io.caravan.connector.AccountRequest;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks entries up. Every value goes into a filter as a value, never as text. Thread-safe. */
final class LdapReader {

    private static final int A_FEW = 10;
    /** What Active Directory keeps of an entry that is gone has it (MS-ADTS §3.1.1.5.5.1). */
    private static final String DELETED = "isDeleted";
    /** Said to whoever may not see, or not search, what is above the bases. */
    private static final Set<ResultCode> HIDDEN = Set.of(ResultCode.NO_SUCH_OBJECT, ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ResultCode.UNWILLING_TO_PERFORM, ResultCode.REFERRAL);

    private final LdapPool pool;
    private final LdapSettings settings;
    private final LdapValues values;

    LdapReader(LdapPool pool, LdapSettings settings, LdapValues values) {
        this.pool = pool;
        this.settings = settings;
        this.values = values;
    }

    /** Whether everything that the settings name is there and may be read. */
    List<String> checkBases() throws LDAPException {
        List<String> bases = new ArrayList<>();
        for (String object : settings.places().keySet()) {
            for (DN base : bases(settings, object)) {
                if (pool.connections().getEntry(base.toString(), "1.1") == null) {
                    throw new OutcomeException(OutcomeKind.INVALID, "the directory does not show an entry " + base);
                }
                bases.add(base.toString());
            }
        }
        return bases;
    }

    Optional<Map<String, Object>> get(String object, String anchor, Collection<String> wanted) throws LDAPException {
        PrimaryMembers primary = new PrimaryMembers(pool, settings, object, wanted, false);
        Optional<Entry> entry = entry(object, anchor, List.of(values.requested(wanted, primary.needed())));
        if (entry.isEmpty()) {
            refuseElsewhere(object, anchor);
            return Optional.empty();
        }
        return Optional.of(account(entry.get(), wanted, primary));
    }

    /**
     * One that was moved out of the bases is not gone: it may be open where it is. Whoever may not see the rest of the partition knows no more than before.
     *
     * @throws OutcomeException forbidden, of one that is there
     */
    private void refuseElsewhere(String object, String anchor) throws LDAPException {
        List<DN> bases = bases(settings, object);
        Entry root = pool.connections().getEntry("", "namingContexts");
        Optional<DN> partition = DirectoryChanges.namedPartitionOf(bases.get(0), root == null ? new Entry("") : root).filter(whole -> !bases.contains(whole));
        if (partition.isEmpty()) {
            return;
        }
        SearchRequest request = new SearchRequest(partition.get().toString(), SearchScope.SUB, values.anchorIs(anchor), DELETED);
        request.setSizeLimit(A_FEW);
        if (pool.supportedControls().contains(LdapReading.DOMAIN_SCOPE)) {
            request.addControl(new Control(LdapReading.DOMAIN_SCOPE));
        }
        try {
            Optional<SearchResultEntry> moved = pool.connections().search(request).getSearchEntries().stream().filter(entry -> !"TRUE".equalsIgnoreCase(entry.getAttributeValue(DELETED))).findFirst();
            if (moved.isPresent()) {
                throw new OutcomeException(OutcomeKind.FORBIDDEN, "the entry was moved to " + moved.get().getDN() + ", and outside of " + bases.get(0)
                        + " nothing is written: move it back, or let the base be one that has both");
            }
        } catch (LDAPSearchException e) {
            if (!HIDDEN.contains(e.getResultCode())) {
                throw e;
            }
        }
    }

    /** All of it, or none. */
    private Map<String, Object> account(Entry entry, Collection<String> wanted, PrimaryMembers primary) throws LDAPException {
        Map<String, Object> account = values.account(entry, wanted);
        Set<String> unknown = new HashSet<>();
        primary.complete(entry, account, unknown);
        if (!unknown.isEmpty()) {
            throw new LDAPException(ResultCode.UNAVAILABLE, "the server does not say whose primary group this is, so that " + String.join(", ", unknown) + " is not whole");
        }
        return account;
    }

    /** The entry with this anchor, wherever below the bases it is now. */
    Optional<Entry> entry(String object, String anchor, List<String> attributes) throws LDAPException {
        List<SearchResultEntry> found = search(object, values.anchorIs(anchor), attributes);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /**
     * The entry that a request is about, as it is now.
     *
     * @param attribute of which the value is wanted
     * @throws OutcomeException not found; or forbidden, where it is protected
     */
    Entry writable(AccountRequest request, Optional<String> attribute) throws LDAPException {
        WriteProtection protection = settings.writes().protection();
        List<String> attributes = new ArrayList<>(protection.attributes());
        attribute.ifPresent(attributes::add);
        Entry entry = entry(request.object(), request.anchor().orElseThrow(), attributes.isEmpty() ? List.of("1.1") : attributes)
                .orElseThrow(() -> new OutcomeException(OutcomeKind.NOT_FOUND, "no entry has this " + settings.anchor()));
        protection.refuse(entry);
        return entry;
    }

    /** Entries of this kind whose attribute has this value; a few at most. */
    List<Map<String, Object>> find(String object, String attribute, Object value, Collection<String> wanted) throws LDAPException {
        PrimaryMembers primary = new PrimaryMembers(pool, settings, object, wanted, false);
        if (attribute.equalsIgnoreCase(LdapValues.DN)) {
            return findByName(object, value.toString(), wanted, primary);
        }
        Filter filter = Filter.createANDFilter(settings.place(object).filter(), values.equality(attribute, value));
        List<Map<String, Object>> accounts = new ArrayList<>();
        for (Entry entry : search(object, filter, List.of(values.requested(wanted, primary.needed())))) {
            accounts.add(account(entry, wanted, primary));
        }
        return accounts;
    }

    /** The entry of this name, with only what names it for ever. */
    Entry anchorOf(DN dn) throws LDAPException {
        return pool.connections().getEntry(dn.toString(), settings.anchor());
    }

    /** Only below the bases, and of this kind: nothing else is an account, whatever its name. */
    private List<Map<String, Object>> findByName(String object, String dn, Collection<String> wanted, PrimaryMembers primary) throws LDAPException {
        if (bases(settings, object).stream().noneMatch(base -> isBelow(dn, base))) {
            return List.of();
        }
        SearchRequest request = new SearchRequest(dn, SearchScope.BASE, settings.place(object).filter(), values.requested(wanted, primary.needed()));
        Entry entry = pool.connections().searchForEntry(request);
        return entry == null ? List.of() : List.of(account(entry, wanted, primary));
    }

    private static boolean isBelow(String dn, DN base) {
        try {
            return new DN(dn).isDescendantOf(base, false);
        } catch (LDAPException noName) {
            return false;
        }
    }

    private List<SearchResultEntry> search(String object, Filter filter, List<String> attributes) throws LDAPException {
        List<SearchResultEntry> found = new ArrayList<>();
        for (DN base : bases(settings, object)) {
            SearchRequest request = new SearchRequest(base.toString(), SearchScope.SUB, filter, attributes.toArray(String[]::new));
            request.setSizeLimit(A_FEW);
            try {
                SearchResult result = pool.connections().search(request);
                found.addAll(result.getSearchEntries());
                if (result.getEntryCount() == 0) {
                    Referrals.refuse(result);
                }
            } catch (LDAPSearchException e) {
                if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                    throw noBase(base);
                }
                if (!e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                    throw e;
                }
                found.addAll(e.getSearchEntries());
            }
        }
        return found;
    }

    /** Where nothing is looked for, nothing is found: that says nothing of the entry. */
    static OutcomeException noBase(DN base) {
        return new OutcomeException(OutcomeKind.UNAVAILABLE, "the directory shows no entry " + base + " to look below; is the base right, and may the bind DN see it?");
    }

    /** Where entries of a kind can be: below its base and, if they are disabled by moving, where they are moved to. */
    static List<DN> bases(LdapSettings settings, String object) {
        DN base = settings.place(object).base();
        return settings.disabling().place().filter(disabled -> !disabled.isDescendantOf(base, true)).map(disabled -> List.of(base, disabled)).orElse(List.of(base));
    }
}
