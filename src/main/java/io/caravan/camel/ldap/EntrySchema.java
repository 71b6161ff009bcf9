package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.schema.AttributeTypeDefinition;
import com.unboundid.ldap.sdk.schema.DITContentRuleDefinition;
import com.unboundid.ldap.sdk.schema.ObjectClassDefinition;
import com.unboundid.ldap.sdk.schema.Schema;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the subschema (RFC 4512 §4.2) says of the attributes that entries of the declared object classes may have, and must have. Beside them the
 * names that the connector has for what no class lists: the entry's own name, and its anchor.
 */
final class EntrySchema {

    /** RFC 4517 §3.3; Generalized Time may lack its seconds, yet is a moment. */
    private static final Map<String, String> TYPES = Map.of("1.3.6.1.4.1.1466.115.121.1.7", "boolean", "1.3.6.1.4.1.1466.115.121.1.27", "integer",
            "1.3.6.1.4.1.1466.115.121.1.24", "datetime", "1.3.6.1.4.1.1466.115.121.1.12", "reference", "1.3.6.1.4.1.1466.115.121.1.28", "binary",
            "1.3.6.1.4.1.1466.115.121.1.40", "binary", "1.3.6.1.4.1.1466.115.121.1.5", "binary", "1.3.6.1.4.1.1466.115.121.1.8", "binary");

    private EntrySchema() {
    }

    /** @throws OutcomeException when the server shows no subschema, or has no such class */
    static Map<String, Object> of(Schema schema, ObjectPlace place, String anchor) {
        if (schema == null) {
            throw new OutcomeException(OutcomeKind.FORBIDDEN, "the directory shows its schema to nobody, or not to this bind DN");
        }
        Set<AttributeTypeDefinition> required = new LinkedHashSet<>();
        Set<AttributeTypeDefinition> possible = new LinkedHashSet<>();
        for (String name : place.objectClasses()) {
            ObjectClassDefinition known = schema.getObjectClass(name);
            if (known == null) {
                throw new OutcomeException(OutcomeKind.INVALID, "the directory has no object class '" + name + "'; correct the settings objectClasses and groupObjectClasses");
            }
            required.addAll(known.getRequiredAttributes(schema, true));
            possible.addAll(known.getOptionalAttributes(schema, true));
            addRule(schema.getDITContentRule(name), schema, required, possible);
        }
        possible.removeAll(required);
        List<Map<String, Object>> attributes = new ArrayList<>();
        attributes.add(Map.of("name", "dn"));
        required.forEach(type -> attributes.add(attribute(type, schema, true, place)));
        possible.forEach(type -> attributes.add(attribute(type, schema, false, place)));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        attributes.forEach(attribute -> names.add(attribute.get("name").toString()));
        if (!names.contains(anchor)) {
            attributes.add(Map.of("name", anchor, "readOnly", true, "unique", true));
        }
        return Map.of("attributes", attributes, "ignoresCase", true);
    }

    /** What entries of a class have beside what the class says (RFC 4512 §4.1.6): Active Directory's users have their account names and addresses from there. */
    private static void addRule(DITContentRuleDefinition rule, Schema schema, Set<AttributeTypeDefinition> required, Set<AttributeTypeDefinition> possible) {
        if (rule == null) {
            return;
        }
        add(rule.getRequiredAttributes(), schema, required);
        add(rule.getOptionalAttributes(), schema, possible);
        for (String auxiliary : rule.getAuxiliaryClasses()) {
            ObjectClassDefinition known = schema.getObjectClass(auxiliary);
            if (known != null) {
                possible.addAll(known.getRequiredAttributes(schema, true));
                possible.addAll(known.getOptionalAttributes(schema, true));
            }
        }
    }

    private static void add(String[] names, Schema schema, Set<AttributeTypeDefinition> to) {
        for (String name : names) {
            AttributeTypeDefinition type = schema.getAttributeType(name);
            if (type != null) {
                to.add(type);
            }
        }
    }

    /** The object classes are those of the settings: no mapping has to give them. */
    private static Map<String, Object> attribute(AttributeTypeDefinition type, Schema schema, boolean required, ObjectPlace place) {
        Map<String, Object> attribute = new HashMap<>();
        String name = type.getNameOrOID();
        attribute.put("name", name);
        attribute.put("type", TYPES.getOrDefault(type.getBaseSyntaxOID(schema), "string"));
        attribute.put("multiValued", !type.isSingleValued());
        attribute.put("required", required && !name.equalsIgnoreCase("objectClass") || type.hasNameOrOID(place.rdn()));
        attribute.put("readOnly", type.isNoUserModification());
        return attribute;
    }
}
