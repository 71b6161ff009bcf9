package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The entries that have changed since a mark, as they are now. Who is gone is told only where something says so: the entry itself that it is deleted, or
 * that it stands outside the bases, or is no account any more. One that nobody finds says nothing. Not thread-safe.
 */
final class ChangedEntriesReading implements SourceReading {

    private static final int CHUNK = 50;

    private final LdapPool pool;
    private final LdapSettings settings;
    private final LdapValues values;
    private final LdapReading.Wanted wanted;
    private final DirectoryChanges changes;
    private final PrimaryMembers primary;
    private final String since;
    private final Deque<SourceItem> ready = new ArrayDeque<>();
    private Iterator<String> changed;
    private String mark;

    ChangedEntriesReading(LdapPool pool, LdapSettings settings, LdapReading.Wanted wanted, String since) {
        this.pool = pool;
        this.settings = settings;
        this.values = new LdapValues(settings, pool);
        this.wanted = wanted;
        this.changes = new DirectoryChanges(pool, settings, wanted.object());
        this.since = since;
        this.primary = new PrimaryMembers(pool, settings, wanted.object(), wanted.attributes().isEmpty() ? List.of() : Stream.concat(wanted.attributes().stream(), wanted.names().stream()).toList(), false);
    }

    @Override
    public boolean hasNext() {
        try {
            if (changed == null) {
                DirectoryChanges.Found found = changes.since(since);
                changed = found.changed().iterator();
                found.deleted().forEach(guid -> ready.add(new SourceItem.Deleted(guid, "deleted")));
                mark = found.mark();
            }
            while (ready.isEmpty() && changed.hasNext()) {
                read();
            }
            return !ready.isEmpty();
        } catch (LDAPException e) {
            throw LdapOutcomes.failure(e, Effect.NONE);
        }
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void read() throws LDAPException {
        List<String> chunk = new ArrayList<>();
        while (chunk.size() < CHUNK && changed.hasNext()) {
            chunk.add(changed.next());
        }
        Filter anyOfThem = Filter.createORFilter(chunk.stream().map(values::anchorIs).toList());
        Map<String, Entry> accounts = new HashMap<>();
        for (DN base : LdapReader.bases(settings, wanted.object())) {
            search(base, Filter.createANDFilter(wanted.filter(), anyOfThem), values.requested(wanted.attributes(), Stream.concat(wanted.names().stream(), primary.needed().stream()).toList()), accounts);
        }
        for (Entry entry : accounts.values()) {
            ready.add(item(entry));
        }
        chunk.removeAll(accounts.keySet());
        if (!chunk.isEmpty()) {
            Map<String, Entry> elsewhere = new HashMap<>();
            search(changes.partition(), Filter.createORFilter(chunk.stream().map(values::anchorIs).toList()), new String[] {settings.anchor()}, elsewhere);
            elsewhere.forEach((guid, entry) -> ready.add(new SourceItem.Deleted(guid, entry.getDN())));
        }
    }

    private void search(DN base, Filter filter, String[] attributes, Map<String, Entry> found) throws LDAPException {
        for (SearchResultEntry entry : pool.connections().search(new SearchRequest(base.toString(), SearchScope.SUB, filter, attributes)).getSearchEntries()) {
            Object anchor = values.anchor(entry);
            if (anchor != null) {
                found.put(anchor.toString(), entry);
            }
        }
    }

    private SourceItem item(Entry entry) {
        try {
            Set<String> partial = new HashSet<>();
            Map<String, Object> account = values.account(entry, wanted.attributes(), wanted.names(), partial);
            primary.complete(entry, account, partial);
            return new SourceItem.Read(Attributes.of(account), entry.getDN(), partial);
        } catch (LDAPException | OutcomeException e) {
            return new SourceItem.Rejected(Optional.ofNullable(entry.getAttributeValue(settings.anchor())), e.getMessage(), entry.getDN());
        }
    }

    @Override
    public Optional<String> watermark() {
        return Optional.ofNullable(mark);
    }

    @Override
    public void close() {
        ready.clear();
    }
}
