package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.caravan.camel.PageProgress;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All entries a filter matches, page by page (RFC 2696). A page's cookie is only good on the connection it came from,
 * so the reading keeps one to itself until it is closed. Not thread-safe.
 */
final class LdapReading implements SourceReading {

    private static final int TRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final int GROWTH = 3;

    /** Active Directory names its other partitions in each search from a domain's root, unless told to stay in the domain (MS-ADTS §3.1.1.3.4.1.4). */
    /** Active Directory then tells of nothing that another server holds (MS-ADTS §3.1.1.3.4.1.4). */
    static final String DOMAIN_SCOPE = "1.2.840.113556.1.4.1339";

    private final LdapPool pool;
    private final LdapValues values;
    private final Duration longest;
    private final PageProgress progress = new PageProgress();
    private final String anchor;
    private final Filter filter;
    private final List<String> wanted;
    private final List<String> names;
    private final boolean ofSource;
    private final List<String> needed;
    private final boolean addsStamp;
    private final PrimaryMembers primary;
    private final int pageSize;
    private final NewestStamp stamp;
    private final Iterator<DN> bases;
    private DN base;
    private ASN1OctetString cookie;
    private LDAPConnection connection;
    private PageOfEntries entries;
    private Iterator<SearchResultEntry> page = Collections.emptyIterator();

    /**
     * What is to be read.
     *
     * @param attributes empty: all
     * @param names      as the mapping writes them
     * @param ofSource   whether people are read, and not their accounts
     */
    record Wanted(String object, Filter filter, List<String> attributes, List<String> names, boolean ofSource) {
    }

    LdapReading(LdapPool pool, LdapSettings settings, Wanted wanted, int pageSize, NewestStamp stamp) {
        this.pool = pool;
        this.values = new LdapValues(settings, pool);
        this.anchor = settings.anchor();
        this.longest = settings.server().timeouts().answer();
        this.filter = wanted.filter();
        this.wanted = List.copyOf(wanted.attributes());
        this.names = List.copyOf(wanted.names());
        this.ofSource = wanted.ofSource();
        this.addsStamp = Stream.concat(this.wanted.stream(), names.stream()).noneMatch(stamp.attribute()::equalsIgnoreCase);
        // empty wanted: all, whatever else is named
        this.primary = new PrimaryMembers(pool, settings, wanted.object(), this.wanted.isEmpty() ? List.of() : Stream.concat(this.wanted.stream(), names.stream()).toList(), true);
        this.needed = Stream.of(names.stream(), Stream.of(stamp.attribute()), primary.needed().stream()).flatMap(each -> each).toList();
        this.pageSize = pageSize;
        this.stamp = stamp;
        this.bases = LdapReader.bases(settings, wanted.object()).iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            while (!page.hasNext()) {
                if (cookie == null) {
                    if (!bases.hasNext()) {
                        close();
                        return false;
                    }
                    base = bases.next();
                }
                readPage();
            }
            return true;
        } catch (LDAPException e) {
            close();
            throw LdapOutcomes.failure(e, Effect.NONE);
        } catch (OutcomeException endless) {
            giveUp();
            throw endless;
        }
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SearchResultEntry entry = page.next();
        stamp.see(entry.getAttributeValue(stamp.attribute()));
        try {
            Set<String> partial = new HashSet<>();
            Map<String, Object> account = values.account(entry, wanted, names, partial);
            if (!ofSource) {
                values.noteExpiry(entry, account);
            }
            primary.complete(entry, account, partial);
            if (addsStamp) {
                account.keySet().removeIf(stamp.attribute()::equalsIgnoreCase); // no part of what it says, since nobody asked for it
            }
            return account.get(anchor) == null ? new SourceItem.Rejected(Optional.empty(), "the entry has no " + anchor, entry.getDN())
                    : new SourceItem.Read(Attributes.of(account), entry.getDN(), partial);
        } catch (LDAPException e) {
            return new SourceItem.Rejected(Optional.ofNullable(entry.getAttributeValue(anchor)), e.getMessage(), entry.getDN());
        }
    }

    private void readPage() throws LDAPException {
        boolean first = connection == null;
        if (first) {
            connection = pool.connections().getConnection();
        }
        SearchResult result;
        try {
            result = search();
        } catch (LDAPException e) {
            if (!first || e.getResultCode().isConnectionUsable()) {
                throw explained(e);
            }
            // The connection had been idle and broke in the meantime: nothing was read yet, so another may start over.
            LDAPConnection broken = connection;
            connection = null;
            connection = pool.connections().replaceDefunctConnection(broken);
            result = ask();
        }
        SimplePagedResultsControl answer = SimplePagedResultsControl.get(result);
        cookie = answer != null && answer.moreResultsToReturn() ? answer.getCookie() : null;
        entries.entries().forEach(entry -> progress.record(entry.getDN()));
        progress.endOfPage(cookie != null);
        page = entries.entries().iterator();
        Referrals.refuse(entries.references());
    }

    /** A server that is busy for a moment is asked for the same page again. */
    private SearchResult search() throws LDAPException {
        long pause = FIRST_PAUSE_MILLIS;
        for (int tries = 0; ; tries++) {
            try {
                return ask();
            } catch (LDAPException e) {
                boolean busy = e.getResultCode().equals(ResultCode.BUSY) || e.getResultCode().equals(ResultCode.UNAVAILABLE);
                if (!busy || tries == TRIES || !connection.isConnected()) {
                    throw e;
                }
                sleep(pause);
                pause *= GROWTH;
            }
        }
    }

    /** What a search brought that failed half-way does not count. */
    private SearchResult ask() throws LDAPException {
        entries = new PageOfEntries(longest, PageOfEntries.MOST);
        return connection.search(request());
    }

    private static void sleep(long millis) throws LDAPException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LDAPException(ResultCode.LOCAL_ERROR, "it was stopped while it waited for a busy server", stopped);
        }
    }

    private SearchRequest request() throws LDAPException {
        SearchRequest request = new SearchRequest(entries, base.toString(), SearchScope.SUB, filter, values.requested(wanted, needed));
        request.addControl(new SimplePagedResultsControl(pageSize, cookie, false));
        if (pool.supportedControls().contains(DOMAIN_SCOPE)) {
            request.addControl(new Control(DOMAIN_SCOPE));
        }
        return request;
    }

    private LDAPException explained(LDAPException e) {
        if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
            throw LdapReader.noBase(base);
        }
        if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
            throw new OutcomeException(OutcomeKind.INVALID, "the server does not give all entries to this bind DN; raise its size limit", e);
        }
        return e;
    }

    @Override
    public Optional<String> watermark() {
        return stamp.newest();
    }

    /** Whatever else comes on this connection is not waited for. */
    private void giveUp() {
        if (connection != null) {
            connection.close();
        }
        close();
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                if (cookie == null && connection.isConnected()) {
                    pool.connections().releaseConnection(connection);
                } else {
                    // Half-way through a paged search: the server forgets it when the connection goes.
                    pool.connections().releaseDefunctConnection(connection);
                }
            } catch (LDAPException poolIsGone) {
                connection.close();
            }
            connection = null;
        }
        cookie = null;
        page = Collections.emptyIterator();
    }
}
