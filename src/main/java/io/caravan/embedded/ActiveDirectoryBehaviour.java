package io.caravan.embedded;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyDNResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyModifyDNRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.StaticUtils;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What a domain controller does of its own accord to entries, and what it refuses. Thread-safe. */
final class ActiveDirectoryBehaviour extends InMemoryOperationInterceptor {

    private static final int SHORTEST_PASSWORD = 7;
    private static final long DISABLED = 2;
    private static final String PASSWORD = "unicodePwd";
    private static final String CONTROL = "userAccountControl";
    private static final List<String> NAMES = List.of("cn", "ou");
    static final String DELETED = "CN=Deleted Objects," + EmbeddedActiveDirectory.DOMAIN;
    private static final String SHOW_DELETED = "1.2.840.113556.1.4.417";

    private final AtomicLong sequence = new AtomicLong(10_000);
    private InMemoryDirectoryServer server;

    void of(InMemoryDirectoryServer around) {
        server = around;
    }

    @Override
    public void processAddRequest(InMemoryInterceptedAddRequest request) throws LDAPException {
        AddRequest add = request.getRequest().duplicate();
        boolean user = add.hasAttributeValue("objectClass", "user");
        refuseTakenName(add);
        if (user) {
            password(add.getAttribute(PASSWORD));
            boolean open = add.getAttribute(CONTROL) != null && (add.getAttribute(CONTROL).getValueAsLong() & DISABLED) == 0;
            if (open && !add.hasAttribute(PASSWORD)) {
                throw weakPassword();
            }
            add.addAttribute("objectCategory", "person");
            addMissing(add, CONTROL, "546");
            addMissing(add, "accountExpires", "9223372036854775807");
        }
        byte[] guid = new byte[16];
        ThreadLocalRandom.current().nextBytes(guid);
        String now = StaticUtils.encodeGeneralizedTime(new Date());
        String number = String.valueOf(sequence.incrementAndGet());
        add.addAttribute("objectGUID", guid);
        add.addAttribute("whenCreated", now);
        add.addAttribute("whenChanged", now);
        add.addAttribute("uSNCreated", number);
        add.addAttribute("uSNChanged", number);
        request.setRequest(add);
    }

    private static void addMissing(AddRequest add, String name, String value) {
        if (!add.hasAttribute(name)) {
            add.addAttribute(name, value);
        }
    }

    private void refuseTakenName(AddRequest add) throws LDAPException {
        Attribute name = add.getAttribute("sAMAccountName");
        boolean taken = name != null && server.search(EmbeddedActiveDirectory.DOMAIN, SearchScope.SUB,
                Filter.createEqualityFilter("sAMAccountName", name.getValue()), "1.1").getEntryCount() > 0;
        if (taken) {
            throw new LDAPException(ResultCode.ENTRY_ALREADY_EXISTS, "00000524: UpdErr: DSID-031A11E2, problem 6005 (ENTRY_EXISTS), data 0\n");
        }
    }

    /** In quotes, as UTF-16, and long enough. */
    private static void password(Attribute given) throws LDAPException {
        if (given == null || !given.hasValue()) {
            return;
        }
        String text = new String(given.getValueByteArray(), StandardCharsets.UTF_16LE);
        if (text.length() < SHORTEST_PASSWORD + 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            throw weakPassword();
        }
    }

    private static LDAPException weakPassword() {
        return new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0\n");
    }

    @Override
    public void processModifyRequest(InMemoryInterceptedModifyRequest request) throws LDAPException {
        ModifyRequest modify = request.getRequest().duplicate();
        for (Modification each : modify.getModifications()) {
            if (each.getAttributeName().equalsIgnoreCase(PASSWORD)) {
                password(each.getAttribute());
            }
        }
        List<Modification> all = new ArrayList<>(modify.getModifications());
        all.addAll(changed());
        modify.setModifications(all);
        request.setRequest(modify);
    }

    private List<Modification> changed() {
        return List.of(new Modification(ModificationType.REPLACE, "whenChanged", StaticUtils.encodeGeneralizedTime(new Date())),
                new Modification(ModificationType.REPLACE, "uSNChanged", String.valueOf(sequence.incrementAndGet())));
    }

    @Override
    public void processModifyDNResult(InMemoryInterceptedModifyDNResult result) {
        try {
            ReadOnlyModifyDNRequest moved = result.getRequest();
            DN parent = moved.getNewSuperiorDN() == null ? new DN(moved.getDN()).getParent() : new DN(moved.getNewSuperiorDN());
            if (result.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
                server.modify(moved.getNewRDN() + "," + parent, changed());
            }
        } catch (LDAPException gone) {
            throw new IllegalStateException("the entry that was just renamed is not there", gone);
        }
    }

    /** What is deleted leaves something behind, which only shows to whoever asks for it. */
    @Override
    public void processDeleteRequest(InMemoryInterceptedDeleteRequest request) throws LDAPException {
        Entry entry = server.getEntry(request.getRequest().getDN());
        if (entry != null && entry.hasAttribute("objectGUID")) {
            byte[] guid = entry.getAttributeValueBytes("objectGUID");
            String name = Base64.getUrlEncoder().encodeToString(guid);
            server.add(new AddRequest(new DN(new RDN("cn", name), new DN(DELETED)), entry.getObjectClassAttribute(), new Attribute("cn", name), new Attribute("objectGUID", guid),
                    new Attribute("isDeleted", "TRUE"), new Attribute("uSNChanged", String.valueOf(sequence.incrementAndGet()))));
        }
    }

    @Override
    public void processDeleteResult(InMemoryInterceptedDeleteResult result) {
        if (!result.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
            try {
                Entry entry = server.getEntry(result.getRequest().getDN());
                if (entry != null && entry.hasAttribute("objectGUID")) {
                    server.delete(new DN(new RDN("cn", Base64.getUrlEncoder().encodeToString(entry.getAttributeValueBytes("objectGUID"))), new DN(DELETED)).toString());
                }
            } catch (LDAPException gone) {
                throw new IllegalStateException("what was not deleted is not there", gone);
            }
        }
    }

    /** A password is never shown, a deleted entry only on request; attributes are spelled as in the schema; the root tells how far the domain has counted. */
    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
        Entry entry = found.getSearchEntry().duplicate();
        boolean deleted = Boolean.TRUE.equals(entry.getAttributeValueAsBoolean("isDeleted"));
        if (deleted && found.getRequest().getControl(SHOW_DELETED) == null) {
            found.setSearchEntry(null);
            return;
        }
        entry.removeAttribute(PASSWORD);
        for (String name : NAMES) {
            Attribute shouted = entry.getAttribute(name);
            if (shouted != null) {
                entry.setAttribute(new Attribute(name, shouted.getRawValues()));
            }
        }
        if (entry.getDN().isEmpty()) {
            entry.addAttribute("highestCommittedUSN", String.valueOf(sequence.get()));
        }
        found.setSearchEntry(entry);
    }
}
