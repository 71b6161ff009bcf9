package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one search brings. The library waits for each entry by itself: this ends a search that goes on and on, because entries
 * trickle in or because the server neither pages nor stops. For one thread.
 */
final class PageOfEntries implements SearchResultListener {

    /** A server that does not page gives all of its entries in one answer; more than this no memory holds in earnest. */
    static final int MOST = 2_000_000;
    private static final long serialVersionUID = 1;

    private final transient List<SearchResultEntry> entries = new ArrayList<>();
    private final transient List<SearchResultReference> references = new ArrayList<>();
    private final Duration longest;
    private final int most;
    private final long start = System.nanoTime();

    PageOfEntries(Duration longest, int most) {
        this.longest = longest;
        this.most = most;
    }

    List<SearchResultEntry> entries() {
        return entries;
    }

    List<SearchResultReference> references() {
        return references;
    }

    @Override
    public void searchEntryReturned(SearchResultEntry entry) {
        entries.add(entry);
        if (entries.size() > most) {
            throw endless("the server answered one search with more than " + most + " entries and does not page; the connection was closed. Let it page (RFC 2696), or narrow the filter");
        }
        look();
    }

    @Override
    public void searchReferenceReturned(SearchResultReference reference) {
        references.add(reference);
        look();
    }

    private void look() {
        if (System.nanoTime() - start > longest.toNanos()) {
            throw endless("one answer of the server was not complete after " + longest.toSeconds() + " s, with " + entries.size()
                    + " entries of it read; the connection was closed. If the server needs longer, raise answerTimeoutSeconds");
        }
    }

    private static OutcomeException endless(String why) {
        return new OutcomeException(OutcomeKind.INVALID, why);
    }
}
