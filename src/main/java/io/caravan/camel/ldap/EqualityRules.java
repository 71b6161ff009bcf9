package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.matchingrules.CaseIgnoreStringMatchingRule;
import com.unboundid.ldap.matchingrules.MatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which values of an attribute a directory takes for one and the same: the equality matching rules (RFC 4512 §4.1.2,
 * RFC 4517 §4.2) of its subschema. Thread-safe.
 */
interface EqualityRules {

    /** Nobody knows: only what is the same byte by byte is the same. */
    EqualityRules UNKNOWN = new EqualityRules() {
        @Override
        public Object key(String attribute, ASN1OctetString value) {
            return value;
        }
    };

    /**
     * For a server that said of some value that it is there twice, and not of which: as many values as any rule there is
     * would take for the same. Case, spaces, the hyphens of telephone numbers and how a name is written do not count.
     */
    EqualityRules LOOSEST = new EqualityRules() {
        @Override
        public Object key(String attribute, ASN1OctetString value) {
            String text = value.stringValue();
            try {
                return text.indexOf('=') > 0 ? new DN(text).toNormalizedString() : squeezed(text);
            } catch (LDAPException noName) {
                return squeezed(text);
            }
        }

        private static String squeezed(String text) {
            return text.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        }
    };

    /** Whether the server cannot tell this attribute's values apart, so that they can only be replaced all together (RFC 4511 §4.6). */
    default boolean lacksOne(String attribute) {
        return false;
    }

    /** Whether its values are names of entries (RFC 4517 §3.3.9), which may be written in many ways. */
    default boolean holdsNames(String attribute) {
        return false;
    }

    /** What two values have in common if, and only if, the server takes them for the same. */
    Object key(String attribute, ASN1OctetString value);

    /** The attribute without the values that the server takes for one before them. */
    default Attribute distinct(Attribute attribute) {
        ASN1OctetString[] values = attribute.getRawValues();
        if (values.length < 2) {
            return attribute;
        }
        Set<Object> seen = new HashSet<>();
        List<ASN1OctetString> distinct = new ArrayList<>(values.length);
        for (ASN1OctetString value : values) {
            if (seen.add(key(attribute.getBaseName(), value))) {
                distinct.add(value);
            }
        }
        return distinct.size() == values.length ? attribute : new Attribute(attribute.getName(), distinct.toArray(ASN1OctetString[]::new));
    }

    /** @param schema as the server shows it; null if it does not */
    static EqualityRules of(Schema schema) {
        return schema == null ? UNKNOWN : new OfSchema(schema);
    }

    /** The rules as the subschema states them. A rule that the library does not know compares byte by byte. */
    final class OfSchema implements EqualityRules {

        /** Of those the library knows only in the guise of a text whose case does not count, these are ones. */
        private static final Set<String> IGNORE_CASE = Set.of("caseignorematch", "2.5.13.2", "caseignoreia5match", "1.3.6.1.4.1.1466.109.114.2",
                "objectidentifiermatch", "2.5.13.0", "uuidmatch", "1.3.6.1.1.16.2");
        private static final String NAME_SYNTAX = "1.3.6.1.4.1.1466.115.121.1.12";
        private final Schema schema;
        private final boolean tellsRules;
        private final Map<String, Optional<MatchingRule>> known = new ConcurrentHashMap<>();

        private OfSchema(Schema schema) {
            this.schema = schema;
            // Active Directory shows its attribute types without any rule: that says nothing of any of them.
            this.tellsRules = schema.getAttributeTypes().stream().anyMatch(type -> type.getEqualityMatchingRule() != null);
        }

        @Override
        public boolean lacksOne(String attribute) {
            AttributeTypeDefinition type = schema.getAttributeType(Attribute.getBaseName(attribute));
            return tellsRules && type != null && type.getEqualityMatchingRule(schema) == null;
        }

        @Override
        public boolean holdsNames(String attribute) {
            AttributeTypeDefinition type = schema.getAttributeType(Attribute.getBaseName(attribute));
            return type != null && NAME_SYNTAX.equals(type.getBaseSyntaxOID(schema));
        }

        @Override
        public Object key(String attribute, ASN1OctetString value) {
            try {
                Optional<MatchingRule> rule = known.computeIfAbsent(attribute.toLowerCase(Locale.ROOT), this::rule);
                return rule.isPresent() ? rule.get().normalize(value) : value;
            } catch (LDAPException notOfThisSyntax) {
                return value;
            }
        }

        private Optional<MatchingRule> rule(String attribute) {
            AttributeTypeDefinition type = schema.getAttributeType(attribute);
            String name = type == null ? null : type.getEqualityMatchingRule(schema);
            if (name == null) {
                return Optional.empty();
            }
            MatchingRule rule = MatchingRule.selectEqualityMatchingRule(name);
            boolean guessed = rule instanceof CaseIgnoreStringMatchingRule && !IGNORE_CASE.contains(name.toLowerCase(Locale.ROOT));
            return guessed ? Optional.empty() : Optional.of(rule);
        }
    }
}
