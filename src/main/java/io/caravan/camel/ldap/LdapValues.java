package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/** Entries as attribute maps, and values as what goes over the wire. Immutable. */
final class LdapValues {

    static final String DN = "dn";
    static final String ENABLED = "enabled";

    private static final List<String> ALWAYS_BINARY = List.of("jpegPhoto", "thumbnailPhoto", "userCertificate", "userCertificate;binary",
            "cACertificate", "cACertificate;binary", "objectSid", "userSMIMECertificate", "audio", "photo");

    private static final int GUID_BYTES = 16;
    private static final char UNREADABLE = '\uFFFD';
    private static final Pattern SPACED = Pattern.compile(" [,=]|[,=] ");
    /** What may be the name of an attribute, with options (RFC 4512 §2.5). */
    private static final Pattern DESCRIPTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*(;[A-Za-z0-9-]+)*");

    private final String anchor;
    private final Disabling disabling;
    private final LdapPool pool;
    private final Set<String> binary = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Optional<ActiveDirectoryValues> activeDirectory;
    private final boolean mayCarryPasswords;

    /** @param pool who knows the server's subschema, which is read only if a value asks for it */
    LdapValues(LdapSettings settings, LdapPool pool) {
        this.pool = pool;
        anchor = settings.anchor();
        disabling = settings.disabling();
        binary.addAll(ALWAYS_BINARY);
        binary.addAll(settings.forms().binary());
        activeDirectory = settings.forms().activeDirectory() ? Optional.of(new ActiveDirectoryValues(settings.forms().zone())) : Optional.empty();
        mayCarryPasswords = settings.server().isPrivate();
    }

    /**
     * The entry as an account: every attribute, and beside them the anchor, {@code dn} and {@code enabled}.
     *
     * @param wanted names as whoever asks spells them, which may differ in case from the server's
     */
    Map<String, Object> account(Entry entry, Collection<String> wanted) throws LDAPException {
        Set<String> partial = new HashSet<>();
        Map<String, Object> account = account(entry, wanted, List.of(), partial);
        if (!partial.isEmpty()) {
            throw new LDAPException(ResultCode.UNAVAILABLE, "the server gives only some of the values of " + String.join(", ", partial));
        }
        return account;
    }

    /**
     * @param names   more such names, of attributes that an entry need not have
     * @param partial where attributes are put of which the server gave only some of the values
     */
    Map<String, Object> account(Entry entry, Collection<String> wanted, Collection<String> names, Set<String> partial) throws LDAPException {
        Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.forEach(name -> spelling.put(name, name));
        spelling.put(anchor, anchor);
        wanted.forEach(name -> spelling.put(name, name));
        Map<String, Object> account = new LinkedHashMap<>();
        for (Attribute attribute : entry.getAttributes()) {
            if (attribute.hasValue() && !isOfTheStateAlone(attribute, wanted, spelling)) {
                boolean ranged = RangedValues.isOne(attribute);
                String plain = ranged ? attribute.getBaseName() : attribute.getName();
                String name = spelling.getOrDefault(plain, plain);
                Optional<List<ASN1OctetString>> all = ranged ? new RangedValues(pool).all(entry.getDN(), plain) : Optional.empty();
                if (ranged && all.isEmpty()) {
                    partial.add(name);
                }
                account.put(name, read(ranged ? new Attribute(plain, all.map(values -> values.toArray(ASN1OctetString[]::new)).orElseGet(attribute::getRawValues)) : attribute, spelling.containsKey(attribute.getBaseName())));
            }
        }
        names.stream().filter(anchor::equalsIgnoreCase).forEach(name -> account.putIfAbsent(name, account.get(anchor)));
        account.put(DN, entry.getParsedDN().toMinimallyEncodedString());
        Optional<String> over = activeDirectory.flatMap(forms -> forms.expired(entry.getAttributeValue(ActiveDirectoryValues.EXPIRES), Instant.now()));
        disabling.enabled(entry).ifPresent(enabled -> account.put(ENABLED, enabled && over.isPresent() ? "expired with " + over.get() : enabled));
        wanted.forEach(name -> account.putIfAbsent(name, null));
        return account;
    }

    /** Whether it was asked for only to see whether the account is open. */
    private boolean isOfTheStateAlone(Attribute attribute, Collection<String> wanted, Map<String, String> spelling) {
        return activeDirectory.isPresent() && !wanted.isEmpty() && attribute.getName().equalsIgnoreCase(ActiveDirectoryValues.EXPIRES) && !spelling.containsKey(attribute.getName());
    }

    /** The entry's anchor alone; null if it does not show it. */
    Object anchor(Entry entry) throws LDAPException {
        Attribute attribute = entry.getAttribute(anchor);
        return attribute == null || !attribute.hasValue() ? null : read(attribute, true);
    }

    /** What a search must ask for, so that {@link #account} can answer for these names; empty: all. */
    String[] requested(Collection<String> wanted) {
        return requested(wanted, List.of());
    }

    /** @param needed beside all others: an attribute of the server's own is only shown to who asks for it (RFC 4511 §4.5.1.8) */
    String[] requested(Collection<String> wanted, Collection<String> needed) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(wanted.isEmpty() ? List.of("*") : wanted);
        needed.stream().filter(name -> DESCRIPTION.matcher(name).matches()).forEach(names::add);
        names.add(anchor);
        names.addAll(disabling.attributes());
        activeDirectory.ifPresent(forms -> names.add(ActiveDirectoryValues.EXPIRES));
        names.removeAll(List.of(DN, ENABLED));
        return names.toArray(String[]::new);
    }

    /** @param asked whether somebody reads it as a text: bytes that are none are nobody's name then, and otherwise Base64, as LDIF has them (RFC 2849) */
    private Object read(Attribute attribute, boolean asked) throws LDAPException {
        if (attribute.getName().equalsIgnoreCase("objectGUID")) {
            return readGuid(attribute.getValueByteArray());
        }
        if (activeDirectory.filter(forms -> forms.knows(attribute.getName())).isPresent()) {
            return activeDirectory.get().read(attribute.getName(), attribute.getValue());
        }
        List<Object> values = new ArrayList<>();
        for (ASN1OctetString value : attribute.getRawValues()) {
            boolean bytes = binary.contains(attribute.getName()) || !isText(value);
            if (bytes && asked && !binary.contains(attribute.getName())) {
                throw new LDAPException(ResultCode.DECODING_ERROR, "the value of " + attribute.getName() + " is not text in UTF-8 (RFC 4511 §4.1.2); if it is bytes, name it in binaryAttributes");
            }
            values.add(bytes ? Base64.getEncoder().encodeToString(value.getValue()) : text(attribute.getName(), value.stringValue()));
        }
        return values.size() == 1 ? values.get(0) : values;
    }

    static String readGuid(byte[] wire) throws LDAPException {
        if (wire.length != GUID_BYTES) {
            throw new LDAPException(ResultCode.DECODING_ERROR, "objectGUID has " + wire.length + " bytes and not " + GUID_BYTES);
        }
        return guid(wire);
    }

    /** Only where a character stands that nobody can read it is looked whether it was sent so. */
    private static boolean isText(ASN1OctetString value) {
        String text = value.stringValue();
        return text.indexOf(UNREADABLE) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value.getValue());
    }

    /** A name of an entry that has something escaped in it, or spaces around its separators, is written as Caravan writes it: servers do it in other ways. */
    private String text(String attribute, String value) throws LDAPException {
        boolean otherwise = value.indexOf('\\') >= 0 || SPACED.matcher(value).find();
        boolean name = otherwise && pool.equalityRules().holdsNames(attribute) && com.unboundid.ldap.sdk.DN.isValidDN(value);
        return name ? new com.unboundid.ldap.sdk.DN(value).toMinimallyEncodedString() : value;
    }

    /** An attribute with these values; without any if there is nothing in them. */
    Attribute attribute(String name, Object value) {
        if (!(value instanceof Collection<?> several)) {
            return !isEmpty(value) ? new Attribute(name, bytes(name, value)) : activeDirectory.flatMap(forms -> forms.none(name)).map(none -> new Attribute(name, none)).orElseGet(() -> new Attribute(name));
        }
        List<byte[]> bytes = new ArrayList<>(several.size());
        for (Object each : several) {
            if (!isEmpty(each)) {
                bytes.add(bytes(name, each));
            }
        }
        return new Attribute(name, bytes.toArray(byte[][]::new));
    }

    private static boolean isEmpty(Object value) {
        return value == null || value.toString().isEmpty();
    }

    Filter equality(String name, Object value) {
        return Filter.createEqualityFilter(name, bytes(name, value));
    }

    Filter anchorIs(String value) {
        return equality(anchor, value);
    }

    private byte[] bytes(String name, Object value) {
        String text = value instanceof Boolean flag ? flag.toString().toUpperCase(Locale.ROOT) : value.toString();
        try {
            if (name.equalsIgnoreCase("objectGUID")) {
                return guidBytes(UUID.fromString(text));
            }
            if (binary.contains(name)) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            throw new OutcomeException(OutcomeKind.INVALID, "the value of " + name + " is neither Base64 nor a GUID", e);
        }
        return name.equalsIgnoreCase(ActiveDirectoryAccounts.PASSWORD) ? password(text)
                : (activeDirectory.isPresent() ? activeDirectory.get().write(name, text) : text).getBytes(StandardCharsets.UTF_8);
    }

    /** Active Directory takes a password in quotes, as UTF-16, and over an encrypted connection only (MS-ADTS §3.1.1.3.1.5.1). */
    private byte[] password(String text) {
        if (!mayCarryPasswords) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "a password is not sent over a connection that is not encrypted; use ldaps://, or startTls = true");
        }
        return ("\"" + text + "\"").getBytes(StandardCharsets.UTF_16LE);
    }

    /** A GUID's first three groups are little-endian on the wire (MS-DTYP §2.3.4). */
    static String guid(byte[] wire) {
        ByteBuffer bytes = ByteBuffer.wrap(swapped(wire));
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    static byte[] guidBytes(UUID guid) {
        return swapped(ByteBuffer.allocate(16).putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits()).array());
    }

    private static byte[] swapped(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("a GUID has 16 bytes, not " + bytes.length);
        }
        byte[] swapped = Arrays.copyOf(bytes, 16);
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6};
        for (int i = 0; i < order.length; i++) {
            swapped[i] = bytes[order[i]];
        }
        return swapped;
    }
}
