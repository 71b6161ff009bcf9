package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import io.caravan.camel.ldap.LdapSettings.Changes.By;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which entries of an Active Directory domain have changed since a mark, wherever in the domain they are now: by its synchronization control (DirSync,
 * MS-ADTS §3.1.1.3.4.1.3), or by update sequence numbers (MS-ADTS §3.1.1.1.9), which count on one controller only and are used where the bind DN may
 * not use the other. What has changed is looked up afterwards: a filter on what DirSync gives would hide whoever does not match it any more.
 *
 * <p>A mark is {@code dirsync:FLAGS:COOKIE} or {@code usn:CONTROLLER:NUMBER}, the controller by its invocation id. Thread-safe.
 */
final class DirectoryChanges {

    private static final String SHOW_DELETED = "1.2.840.113556.1.4.417";
    private static final int PAGE = 1000;
    private static final int MOST_BYTES = 1 << 20;
    private static final Filter NOTHING = Filter.createEqualityFilter("objectGUID", LdapValues.guidBytes(new UUID(0, 0)));
    /** After these a controller may well take the same mark once more; after any other it does not know it. */
    private static final Set<ResultCode> NOT_ABOUT_THE_MARK = Set.of(ResultCode.BUSY, ResultCode.UNAVAILABLE, ResultCode.TIME_LIMIT_EXCEEDED, ResultCode.ADMIN_LIMIT_EXCEEDED,
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ResultCode.INVALID_CREDENTIALS);

    private final LdapPool pool;
    private final LdapSettings settings;
    private final String objectClass;
    private final DN base;

    /**
     * What has changed.
     *
     * @param changed GUIDs of entries that are there, or were when it was asked
     * @param deleted GUIDs of entries that say themselves that they are deleted
     * @param mark    where the next delta starts
     */
    record Found(Set<String> changed, Set<String> deleted, String mark) {
    }

    DirectoryChanges(LdapPool pool, LdapSettings settings, String object) {
        this.pool = pool;
        this.settings = settings;
        List<String> classes = settings.place(object).objectClasses();
        this.objectClass = classes.get(classes.size() - 1);
        this.base = settings.place(object).base();
    }

    static boolean isMark(String mark) {
        return Arrays.stream(By.values()).anyMatch(by -> by != By.STAMP && mark.startsWith(by.word() + ":"));
    }

    /** The mark of this moment. */
    String now() throws LDAPException {
        Entry root = root();
        if (settings.changes().by() == By.DIRSYNC) {
            for (int flags : new int[] {0, ActiveDirectoryDirSyncControl.FLAG_OBJECT_SECURITY}) {
                try {
                    return synchronize(context(root), flags, null, NOTHING, new Found(new LinkedHashSet<>(), new LinkedHashSet<>(), ""));
                } catch (LDAPException refused) {
                    if (!refused.getResultCode().isConnectionUsable() || refused.getResultCode().equals(ResultCode.BUSY) || refused.getResultCode().equals(ResultCode.UNAVAILABLE)) {
                        throw refused;
                    }
                }
            }
        }
        return usn(controller(root), number(root));
    }

    /**
     * What has changed since.
     *
     * @throws DeltaLostException where nobody can say
     */
    Found since(String mark) throws LDAPException {
        String[] parts = mark.split(":", 3);
        if (parts.length != 3 || !isMark(mark)) {
            throw new DeltaLostException("the mark is none of this kind of delta");
        }
        Entry root = root();
        Found found = new Found(new LinkedHashSet<>(), new LinkedHashSet<>(), "");
        return new Found(found.changed(), found.deleted(), mark.startsWith(By.USN.word()) ? sinceNumber(root, parts, found) : sinceCookie(root, parts, found));
    }

    private String sinceCookie(Entry root, String[] parts, Found found) throws LDAPException {
        try {
            return synchronize(context(root), Integer.parseInt(parts[1]), new ASN1OctetString(Base64.getDecoder().decode(parts[2])),
                    Filter.createEqualityFilter("objectClass", objectClass), found);
        } catch (IllegalArgumentException torn) {
            throw new DeltaLostException("the mark is not whole");
        } catch (LDAPException refused) {
            if (!refused.getResultCode().isConnectionUsable() || NOT_ABOUT_THE_MARK.contains(refused.getResultCode())) {
                throw refused;
            }
            throw new DeltaLostException("the controller does not take the cookie any more: " + refused.getResultCode().getName());
        }
    }

    /** Asks until the controller has nothing more. */
    private String synchronize(DN context, int flags, ASN1OctetString from, Filter filter, Found found) throws LDAPException {
        ASN1OctetString cookie = from;
        boolean more = true;
        while (more) {
            SearchRequest request = new SearchRequest(context.toString(), SearchScope.SUB, filter, "*");
            request.addControl(new ActiveDirectoryDirSyncControl(true, flags, MOST_BYTES, cookie));
            SearchResult result = pool.connections().search(request);
            for (SearchResultEntry entry : result.getSearchEntries()) {
                note(entry, found);
            }
            ActiveDirectoryDirSyncControl answer = ActiveDirectoryDirSyncControl.get(result);
            if (answer == null || answer.getCookie() == null) {
                throw new LDAPException(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, "the controller answered without a cookie");
            }
            more = answer.getFlags() != 0 && !answer.getCookie().equals(cookie);
            cookie = answer.getCookie();
        }
        return By.DIRSYNC.word() + ":" + flags + ":" + Base64.getEncoder().encodeToString(cookie.getValue());
    }

    private static void note(Entry entry, Found found) throws LDAPException {
        byte[] guid = entry.getAttributeValueBytes("objectGUID");
        if (guid != null) {
            (Boolean.TRUE.equals(entry.getAttributeValueAsBoolean("isDeleted")) ? found.deleted() : found.changed()).add(LdapValues.readGuid(guid));
        }
    }

    private String sinceNumber(Entry root, String[] parts, Found found) throws LDAPException {
        long until = number(root);
        long since;
        try {
            since = Long.parseLong(parts[2]);
        } catch (NumberFormatException torn) {
            throw new DeltaLostException("the mark is not whole");
        }
        if (!controller(root).equals(parts[1])) {
            throw new DeltaLostException("another controller answers than the one that gave the mark");
        }
        if (until < since) {
            throw new DeltaLostException("the controller is behind the mark it gave: it was restored");
        }
        search(context(root), Filter.createANDFilter(Filter.createEqualityFilter("objectClass", objectClass),
                Filter.createGreaterOrEqualFilter("uSNChanged", String.valueOf(since + 1)), Filter.createLessOrEqualFilter("uSNChanged", String.valueOf(until))), found);
        return usn(parts[1], until);
    }

    private void search(DN context, Filter filter, Found found) throws LDAPException {
        LDAPConnection connection = pool.connections().getConnection();
        try {
            ASN1OctetString cookie = null;
            do {
                SearchRequest request = new SearchRequest(context.toString(), SearchScope.SUB, filter, "objectGUID", "isDeleted");
                request.addControl(new SimplePagedResultsControl(PAGE, cookie, false));
                request.addControl(new Control(SHOW_DELETED, false));
                SearchResult result = connection.search(request);
                for (SearchResultEntry entry : result.getSearchEntries()) {
                    note(entry, found);
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

    private Entry root() throws LDAPException {
        Entry root = pool.connections().getEntry("", "namingContexts", "dsServiceName", "highestCommittedUSN");
        if (root == null) {
            throw new OutcomeException(OutcomeKind.FORBIDDEN, "the directory shows no root DSE");
        }
        return root;
    }

    /** The root of the partition in which the base lies. */
    DN partition() throws LDAPException {
        return context(root());
    }

    /** DirSync takes no other base. */
    private DN context(Entry root) throws LDAPException {
        return partitionOf(base, root);
    }

    /** The root of the partition in which an entry lies, by what the root DSE says. */
    static DN partitionOf(DN base, Entry root) throws LDAPException {
        return namedPartitionOf(base, root).orElseThrow(() -> new OutcomeException(OutcomeKind.INVALID, "no partition of the directory has " + base));
    }

    /** The same; empty where the root DSE names none. */
    static Optional<DN> namedPartitionOf(DN base, Entry root) throws LDAPException {
        for (String name : root.getAttributeValues("namingContexts") == null ? new String[0] : root.getAttributeValues("namingContexts")) {
            if (base.isDescendantOf(new DN(name), true)) {
                return Optional.of(new DN(name));
            }
        }
        return Optional.empty();
    }

    private static long number(Entry root) {
        Long number = root.getAttributeValueAsLong("highestCommittedUSN");
        if (number == null) {
            throw noActiveDirectory();
        }
        return number;
    }

    /** A restored controller has a new invocation id: its numbers mean something else from then on. */
    private String controller(Entry root) throws LDAPException {
        String service = root.getAttributeValue("dsServiceName");
        Entry controller = service == null ? null : pool.connections().getEntry(service, "invocationId");
        if (controller == null || controller.getAttributeValueBytes("invocationId") == null) {
            throw noActiveDirectory();
        }
        return LdapValues.readGuid(controller.getAttributeValueBytes("invocationId"));
    }

    private static OutcomeException noActiveDirectory() {
        return new OutcomeException(OutcomeKind.UNSUPPORTED, "the directory does not count its changes as Active Directory does, or does not show that to this bind DN; set deltaBy = stamp");
    }

    private static String usn(String controller, long number) {
        return By.USN.word() + ":" + controller + ":" + number;
    }
}
