package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Members of a group of Active Directory who do not stand in its list, since it is their primary group (MS-ADTS §3.1.1.3.1.5.4). Without them a group
 * would lack, each time that it is listed, people who are in it. Serves one reading; not thread-safe.
 */
final class PrimaryMembers {

    private static final String TOKEN = "primaryGroupToken";
    private static final String GROUP_OF_USER = "primaryGroupID";
    /** That of almost everybody: domain users (MS-DTYP §2.4.2.4). Its members are asked for only where that group itself is read. */
    private static final String EVERYBODY = "513";
    private static final int PAGE = 1000;

    private final LdapPool pool;
    private final LdapSettings settings;
    private final Optional<String> list;
    private final boolean tokenAsked;
    private final boolean many;
    /** By group, of those that were asked for. */
    private final Map<String, List<String>> known = new HashMap<>();
    private boolean allButEverybody;

    /**
     * @param asked attributes of the object that somebody wants; empty: all
     * @param many  whether many groups are read, so that it is cheaper to ask once
     */
    PrimaryMembers(LdapPool pool, LdapSettings settings, String object, Collection<String> asked, boolean many) {
        this.pool = pool;
        this.settings = settings;
        this.many = many;
        Optional<String> attribute = settings.forms().activeDirectory() ? settings.place(object).members().map(ObjectPlace.Members::attribute) : Optional.empty();
        this.list = attribute.filter(name -> asked.isEmpty() || asked.stream().anyMatch(name::equalsIgnoreCase));
        this.tokenAsked = asked.stream().anyMatch(TOKEN::equalsIgnoreCase);
    }

    /** What a search for groups has to ask for besides: a controller works it out, and shows it to nobody unasked. */
    List<String> needed() {
        return list.isPresent() ? List.of(TOKEN) : List.of();
    }

    /**
     * Puts them into the list of a group.
     *
     * @param partial where the list's name is put if nobody can say who they are
     */
    void complete(Entry group, Map<String, Object> account, Set<String> partial) {
        String token = list.isPresent() ? group.getAttributeValue(TOKEN) : null;
        if (!tokenAsked && list.isPresent()) {
            account.keySet().removeIf(TOKEN::equalsIgnoreCase);
        }
        if (token == null) {
            return;
        }
        String name = account.keySet().stream().filter(list.get()::equalsIgnoreCase).findFirst().orElse(list.get());
        try {
            List<String> primary = of(token);
            if (!primary.isEmpty()) {
                account.put(name, together(account.get(name), primary));
            }
        } catch (LDAPException nobodyCanSay) {
            partial.add(name);
        }
    }

    private static Object together(Object listed, List<String> primary) {
        List<Object> all = new ArrayList<>();
        if (listed instanceof Collection<?> several) {
            all.addAll(several);
        } else if (listed != null) {
            all.add(listed);
        }
        Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.forEach(one -> there.add(one.toString()));
        primary.stream().filter(there::add).forEach(all::add);
        return all.size() == 1 ? all.get(0) : all;
    }

    private List<String> of(String token) throws LDAPException {
        if (many && !token.equals(EVERYBODY)) {
            if (!allButEverybody) {
                search(Filter.createANDFilter(Filter.createPresenceFilter(GROUP_OF_USER), Filter.createNOTFilter(Filter.createEqualityFilter(GROUP_OF_USER, EVERYBODY))));
                allButEverybody = true;
            }
        } else if (!known.containsKey(token)) {
            search(Filter.createEqualityFilter(GROUP_OF_USER, token));
        }
        return known.computeIfAbsent(token, none -> List.of());
    }

    /** All of it, or none. */
    private void search(Filter filter) throws LDAPException {
        Map<String, List<String>> found = new HashMap<>();
        for (DN base : LdapReader.bases(settings, "user")) {
            LDAPConnection connection = pool.connections().getConnection();
            try {
                ASN1OctetString cookie = null;
                do {
                    SearchRequest request = new SearchRequest(base.toString(), SearchScope.SUB, Filter.createANDFilter(settings.place("user").filter(), filter), GROUP_OF_USER);
                    request.addControl(new SimplePagedResultsControl(PAGE, cookie, false));
                    SearchResult result = connection.search(request);
                    for (SearchResultEntry user : result.getSearchEntries()) {
                        found.computeIfAbsent(user.getAttributeValue(GROUP_OF_USER), none -> new ArrayList<>()).add(user.getParsedDN().toMinimallyEncodedString());
                    }
                    SimplePagedResultsControl answer = SimplePagedResultsControl.get(result);
                    cookie = answer != null && answer.moreResultsToReturn() ? answer.getCookie() : null;
                } while (cookie != null);
                pool.connections().releaseConnection(connection);
            } catch (LDAPException failed) {
                pool.connections().releaseDefunctConnection(connection);
                throw failed;
            }
        }
        found.forEach((token, names) -> known.computeIfAbsent(token, none -> new ArrayList<>()).addAll(names));
    }
}
