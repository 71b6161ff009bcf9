package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.UpdatableLDAPRequest;
import com.unboundid.ldap.sdk.controls.AssertionRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns account requests into LDAP requests. Pure and immutable. */
final class LdapRequests {

    /**
     * What must be known of an entry to change it.
     *
     * @param state    the value of the attribute whose bit disables; empty if there is none, or nobody needs to know
     * @param spelling whether the server takes a new spelling for a new name; one that does not keeps the old one in its name
     * @param takenName whether another entry has the name it would have
     */
    record Current(DN dn, Optional<String> state, boolean spelling, boolean takenName) {
        static Current named(DN dn) {
            return new Current(dn, Optional.empty(), true, false);
        }

        Current withoutSpelling() {
            return new Current(dn, state, false, takenName);
        }

        Current whoseNameIsTaken() {
            return new Current(dn, state, spelling, true);
        }
    }

    private static final int ANCHOR_DIGITS = 8;

    private final LdapSettings settings;
    private final LdapValues values;
    private final Set<String> supportedControls;
    private final EqualityRules rules;

    /**
     * @param supportedControls OIDs that the server's root DSE names
     * @param rules             what the server takes for the same value
     */
    LdapRequests(LdapSettings settings, LdapValues values, Set<String> supportedControls, EqualityRules rules) {
        this.settings = settings;
        this.values = values;
        this.supportedControls = Set.copyOf(supportedControls);
        this.rules = rules;
    }

    /** What creates the entry and, where the server can (RFC 4527), tells its anchor in the same answer. */
    LdapWrite create(AccountRequest request) {
        EntryNames names = names(request);
        DN dn = names.writable(names.ofNew(request));
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("objectclass", values.attribute("objectClass", settings.place(request.object()).objectClasses()));
        for (AttributeChange change : request.changes()) {
            Attribute attribute = rules.distinct(values.attribute(change.name(), change.after()));
            if (writable(change.name()) && attribute.hasValue()) {
                attributes.put(change.name().toLowerCase(Locale.ROOT), attribute);
            }
        }
        // A kind of object that cannot be disabled, such as a group, is created without saying so.
        request.enabled().map(enabled -> initialState(attributes, enabled)).filter(Attribute::hasValue)
                .ifPresent(state -> attributes.put(state.getName().toLowerCase(Locale.ROOT), state));
        settings.place(request.object()).needed().filter(members -> !attributes.containsKey(members.attribute().toLowerCase(Locale.ROOT)))
                .ifPresent(members -> attributes.put(members.attribute().toLowerCase(Locale.ROOT), new Attribute(members.attribute(), members.placeholder())));
        AddRequest add = new AddRequest(dn, attributes.values());
        if (supportedControls.contains(PostReadRequestControl.POST_READ_REQUEST_OID)) {
            add.addControl(new PostReadRequestControl(settings.anchor()));
        }
        if (settings.forms().activeDirectory()) {
            ActiveDirectoryAccounts.refuseOpenWithoutPassword(attributes);
        }
        return new LdapWrite(List.of(add), dn);
    }

    /** How the attribute that says so says whether the entry is enabled; null where no attribute does. */
    private Attribute initialState(Map<String, Attribute> mapped, boolean enabled) {
        if (settings.disabling() instanceof Disabling.ByBit by) {
            Attribute given = mapped.get(by.attribute().toLowerCase(Locale.ROOT));
            return values.attribute(by.attribute(), by.with(given == null ? by.initial() : by.number(given.getValue()), enabled));
        }
        return settings.disabling() instanceof Disabling.ByAttribute by ? stateAttribute(by, enabled) : null;
    }

    /** Whether nobody can say what to write without knowing what is there: a bit is set among others. */
    boolean needsState(AccountRequest request) {
        return settings.disabling() instanceof Disabling.ByBit by
                && (switches(request) || request.changes().stream().anyMatch(change -> change.name().equalsIgnoreCase(by.attribute())));
    }

    /** What changes or deletes the entry as it is now. Without requests if there is nothing to do. */
    LdapWrite change(AccountRequest request, Current current) {
        DN dn = current.dn();
        EntryNames names = names(request);
        names.writable(dn);
        List<UpdatableLDAPRequest> requests = new ArrayList<>();
        if (request.operation() == Operation.DELETE) {
            requests.add(new DeleteRequest(dn));
            return asserted(request, requests, dn);
        }
        DN after = names.writable(current.takenName() ? beside(names.after(request, dn), request) : names.after(request, dn));
        boolean moves = !after.getParent().equals(dn.getParent());
        boolean renames = current.spelling() ? !EntryNames.sameText(after.getRDN(), dn.getRDN()) : !after.getRDN().equals(dn.getRDN());
        // Whatever becomes of the move to where disabled entries are: disabled it shall be.
        boolean modifiesFirst = closesByAttribute(request);
        List<Modification> modifications = modifications(request, current, renames ? Optional.of(after.getRDN()) : Optional.empty());
        if (modifiesFirst && !modifications.isEmpty()) {
            requests.add(new ModifyRequest(dn, modifications));
        }
        if (moves || renames) {
            requests.add(new ModifyDNRequest(dn, after.getRDN(), true, moves ? after.getParent() : null));
        }
        if (!modifiesFirst && !modifications.isEmpty()) {
            requests.add(new ModifyRequest(moves || renames ? after : dn, modifications));
        }
        return asserted(request, requests, after);
    }

    private boolean closesByAttribute(AccountRequest request) {
        return request.operation() == Operation.DISABLE && settings.disabling().place().isPresent() && !settings.disabling().attributes().isEmpty();
    }

    /** Whether the request moves an entry aside that is disabled without that, too: then a name that is taken there is no reason to leave it. */
    boolean mayBeCalledOtherwise(AccountRequest request, ModifyDNRequest move) {
        return closesByAttribute(request) && move.getNewSuperiorDN() != null;
    }

    /** Where a name is taken by another who left: with the beginning of the anchor, which nobody else has. */
    private static DN beside(DN name, AccountRequest request) {
        RDN rdn = name.getRDN();
        String[] values = rdn.getAttributeValues().clone();
        values[0] = values[0] + " " + request.anchor().orElseThrow().substring(0, Math.min(ANCHOR_DIGITS, request.anchor().get().length()));
        return new DN(new RDN(rdn.getAttributeNames(), values), name.getParent());
    }

    /** Whether a request can say whose it is, so that the server refuses it if the name was given to another. */
    boolean assertsAnchors() {
        return supportedControls.contains(AssertionRequestControl.ASSERTION_REQUEST_OID);
    }

    /** The entry must still be the one with this anchor (RFC 4528): a name can have been given to another. */
    private LdapWrite asserted(AccountRequest request, List<UpdatableLDAPRequest> requests, DN after) {
        if (!requests.isEmpty() && assertsAnchors()) {
            requests.get(0).addControl(new AssertionRequestControl(values.anchorIs(request.anchor().orElseThrow()), true));
        }
        return new LdapWrite(requests, after);
    }

    /** @param renamedTo what the entry is called from now on, if it was called something else */
    private List<Modification> modifications(AccountRequest request, Current current, Optional<RDN> renamedTo) {
        List<Modification> modifications = new ArrayList<>();
        for (AttributeChange change : request.changes()) {
            boolean names = renamedTo.isPresent() && Arrays.stream(renamedTo.get().getAttributeNames()).anyMatch(change.name()::equalsIgnoreCase);
            // A rename sets the naming attribute itself; saying it twice, or what it says already, would be refused or be pointless.
            boolean said = names && !(change.after() instanceof Iterable<?>) || isCalledSo(current.dn().getRDN(), change);
            if (writable(change.name()) && !said) {
                addModifications(change, names || rules.lacksOne(change.name()), modifications);
            }
        }
        boolean switches = switches(request);
        if (switches && settings.disabling() instanceof Disabling.Unknown) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "nothing says how this directory disables an entry; set disableAttribute or disabledBaseDn");
        }
        if (switches && settings.disabling() instanceof Disabling.ByAttribute by) {
            modifications.removeIf(each -> each.getAttributeName().equalsIgnoreCase(by.attribute()));
            modifications.add(replace(stateAttribute(by, request.operation() == Operation.ENABLE)));
        }
        if (needsState(request) && settings.disabling() instanceof Disabling.ByBit by) {
            modifications.removeIf(each -> each.getAttributeName().equalsIgnoreCase(by.attribute()));
            modifications.addAll(bit(by, request, current));
        }
        return modifications;
    }

    private static boolean isCalledSo(RDN name, AttributeChange change) {
        if (change.before() instanceof Iterable<?>) {
            return false; // of several values the others go
        }
        for (int i = 0; i < name.getAttributeNames().length; i++) {
            if (name.getAttributeNames()[i].equalsIgnoreCase(change.name()) && name.getAttributeValues()[i].equals(change.after())) {
                return true;
            }
        }
        return false;
    }

    private static boolean switches(AccountRequest request) {
        return request.operation() == Operation.ENABLE || request.operation() == Operation.DISABLE;
    }

    /** Takes the old number away by its value, so that the server refuses if somebody set another bit in the meantime. */
    private List<Modification> bit(Disabling.ByBit by, AccountRequest request, Current current) {
        long now = by.number(current.state().orElse(null));
        boolean enabled = switches(request) ? request.operation() == Operation.ENABLE : (now & by.bit()) == 0;
        if (settings.forms().activeDirectory() && request.operation() == Operation.ENABLE && by.attribute().equalsIgnoreCase(ActiveDirectoryAccounts.CONTROL)) {
            ActiveDirectoryAccounts.refuseToOpenWithoutPassword(now);
        }
        long given = request.changes().stream().filter(change -> change.name().equalsIgnoreCase(by.attribute())).findFirst()
                .map(change -> by.number(change.after())).orElse(now);
        long wanted = by.with(given, enabled);
        if (current.state().isPresent() && wanted == now) {
            return List.of();
        }
        Modification add = modification(ModificationType.ADD, values.attribute(by.attribute(), wanted));
        return current.state().map(old -> List.of(modification(ModificationType.DELETE, values.attribute(by.attribute(), old)), add))
                .orElse(List.of(add));
    }

    /**
     * The smallest modification that makes it so, by what the server takes for the same.
     *
     * @param whole whether the values can only be written all together
     */
    private void addModifications(AttributeChange change, boolean whole, List<Modification> modifications) {
        boolean all = change.after() == null || change.add().isEmpty() && change.remove().isEmpty();
        if (whole || all && !change.shared()) {
            modifications.add(replace(rules.distinct(values.attribute(change.name(), change.after()))));
            return;
        }
        Attribute removed = rules.distinct(values.attribute(change.name(), change.remove()));
        if (removed.hasValue()) {
            modifications.add(modification(ModificationType.DELETE, removed));
        }
        Attribute added = withoutThoseThatStay(rules.distinct(values.attribute(change.name(), change.add())), change, removed);
        if (added.hasValue()) {
            modifications.add(modification(ModificationType.ADD, added));
        }
    }

    private Attribute withoutThoseThatStay(Attribute added, AttributeChange change, Attribute removed) {
        Set<Object> stay = keys(values.attribute(change.name(), change.before()));
        stay.removeAll(keys(removed));
        List<ASN1OctetString> fresh = Arrays.stream(added.getRawValues()).filter(value -> !stay.contains(rules.key(added.getBaseName(), value))).toList();
        return new Attribute(added.getName(), fresh.toArray(ASN1OctetString[]::new));
    }

    private Set<Object> keys(Attribute attribute) {
        return Arrays.stream(attribute.getRawValues()).map(value -> rules.key(attribute.getBaseName(), value)).collect(Collectors.toCollection(HashSet::new));
    }

    private boolean writable(String name) {
        return !name.equalsIgnoreCase(LdapValues.DN) && !name.equalsIgnoreCase(LdapValues.ENABLED) && !name.equalsIgnoreCase(settings.anchor());
    }

    private Attribute stateAttribute(Disabling.ByAttribute by, boolean enabled) {
        return values.attribute(by.attribute(), enabled ? by.enabledValue().orElse(null) : by.disabledValue());
    }

    /** With no value: removes the attribute, be it there or not (RFC 4511 §4.6). */
    private static Modification replace(Attribute attribute) {
        return modification(ModificationType.REPLACE, attribute);
    }

    private static Modification modification(ModificationType type, Attribute attribute) {
        return new Modification(type, attribute.getName(), attribute.getRawValues());
    }

    private EntryNames names(AccountRequest request) {
        return new EntryNames(settings.place(request.object()), settings.disabling(), settings.writes().protection());
    }
}
