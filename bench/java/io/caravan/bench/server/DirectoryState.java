package io.caravan.bench.server;

import io.caravan.bench.measure.EndState;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything below {@code PEOPLE} but operational attributes; managers by their worker's number.
 */
final class DirectoryState {

    private static final int PAGE = 5000;
    static final String KEY = "employeeNumber";

    private final LDAPConnection directory;

    DirectoryState(LDAPConnection directory) {
        this.directory = directory;
    }

    EndState read() throws LDAPException {
        Map<String, String> workers = new HashMap<>();
        each(entry -> workers.put(name(entry.getDN()), entry.getAttributeValue(KEY)), KEY);
        EndState.Sum sum = new EndState.Sum();
        each(entry -> {
            sum.account(text(entry, workers));
            sum.more(name(entry.getDN()));
        }, "*");
        return sum.state();
    }

    private static String text(Entry entry, Map<String, String> workers) {
        String uid = entry.getAttributeValue("uid");
        Map<String, String> attributes = new TreeMap<>();
        for (Attribute attribute : entry.getAttributes()) {
            String name = attribute.getBaseName().toLowerCase(Locale.ROOT);
            String[] values = attribute.getValues();
            Arrays.sort(values);
            attributes.put(name, switch (name) {
                case "uid" -> LoginNames.shared(uid);
                case "mail" -> LoginNames.sharedIn(values[0], uid);
                case "manager" -> String.valueOf(workers.get(name(values[0])));
                default -> String.join("|", values);
            });
        }
        return attributes.toString();
    }

    private static String name(String dn) {
        return dn.toLowerCase(Locale.ROOT);
    }

    void each(Consumer<SearchResultEntry> entries, String... attributes) throws LDAPException {
        ASN1OctetString cookie = null;
        do {
            SearchRequest search = new SearchRequest(Slapd.PEOPLE, SearchScope.ONE, "(objectClass=*)", attributes);
            search.addControl(new SimplePagedResultsControl(PAGE, cookie));
            SearchResult page = directory.search(search);
            page.getSearchEntries().forEach(entries);
            SimplePagedResultsControl answer = SimplePagedResultsControl.get(page);
            cookie = answer != null && answer.moreResultsToReturn() ? answer.getCookie() : null;
        } while (cookie != null);
    }
}
