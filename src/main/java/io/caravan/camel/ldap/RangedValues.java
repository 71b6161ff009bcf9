package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a long list of values, of which Active Directory gives the first, and the rest to whoever goes on asking (MS-ADTS §3.1.1.3.1.3.3). The pieces are
 * a whole list only where each begins behind the one before, has as many values as it says, and the entry was the same all the while. Thread-safe.
 */
final class RangedValues {

    private static final Pattern RANGE = Pattern.compile("(?i);range=(\\d+)-(\\d+|\\*)");
    private static final String SEQUENCE = "uSNChanged";
    private static final int TRIES = 3;

    private final LdapPool pool;

    RangedValues(LdapPool pool) {
        this.pool = pool;
    }

    static boolean isOne(Attribute attribute) {
        return RANGE.matcher(attribute.getName()).find();
    }

    /** All values; empty where it cannot be proven that these are all. */
    Optional<List<ASN1OctetString>> all(String dn, String name) throws LDAPException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<List<ASN1OctetString>> all = once(dn, name);
            if (all.isPresent()) {
                return all;
            }
        }
        return Optional.empty();
    }

    private Optional<List<ASN1OctetString>> once(String dn, String name) throws LDAPException {
        List<ASN1OctetString> all = new ArrayList<>();
        Optional<String> sequence = Optional.empty();
        while (true) {
            Entry entry = pool.connections().getEntry(dn, name + ";range=" + all.size() + "-*", SEQUENCE);
            Attribute piece = entry == null ? null : entry.getAttributes().stream().filter(each -> each.getBaseName().equalsIgnoreCase(name)).findFirst().orElse(null);
            Matcher range = RANGE.matcher(piece == null ? "" : piece.getName());
            if (piece == null || !range.find() || Integer.parseInt(range.group(1)) != all.size()) {
                return Optional.empty();
            }
            String now = Objects.requireNonNullElse(entry.getAttributeValue(SEQUENCE), "");
            if (sequence.filter(before -> !before.equals(now)).isPresent()) {
                return Optional.empty();
            }
            sequence = Optional.of(now);
            Collections.addAll(all, piece.getRawValues());
            if (range.group(2).equals("*")) {
                return Optional.of(all);
            }
            if (piece.size() == 0 || Integer.parseInt(range.group(2)) != all.size() - 1) {
                return Optional.empty();
            }
        }
    }
}
