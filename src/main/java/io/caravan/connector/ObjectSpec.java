package io.caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of object in a system (user, group, …).
 *
 * @param anchor               the attribute that never changes and names one record
 * @param enabledBy            the boolean attribute that reads true while the account is enabled; empty when the system has no such thing
 * @param referenceBy          the attribute other objects refer to this one by (LDAP: dn); the anchor if empty
 * @param renamedBy            the attribute whose change is a rename (LDAP: dn); empty when any attribute is changed like any other
 * @param attributes           declared attributes by name
 * @param additionalAttributes whether names that are not declared may be used (LDAP, SQL, CSV: the site's own schema)
 * @param caseExactByDefault   whether accounts are found by attributes that do not say so only in the same case
 * @param operations           what the connector can do with it
 * @param find                 attributes it can be found by, exactly
 */
public record ObjectSpec(String name, String anchor, Optional<String> enabledBy, Optional<String> referenceBy,
                         Optional<String> renamedBy, Map<String, AttributeSpec> attributes, boolean additionalAttributes,
                         boolean caseExactByDefault, Set<Operation> operations, List<String> find) {

    public ObjectSpec {
        attributes = Map.copyOf(attributes);
        operations = Set.copyOf(operations);
        find = List.copyOf(find);
    }

    /** The declared attribute, or an undeclared one with the object's defaults. */
    public AttributeSpec attribute(String name) {
        AttributeSpec declared = attributes.get(name);
        return declared != null ? declared : AttributeSpec.undeclared(name, caseExactByDefault);
    }

    public boolean can(Operation operation) {
        return operations.contains(operation);
    }

    /** The attribute by which others refer to an object of this kind. */
    public String referenceAttribute() {
        return referenceBy.orElse(anchor);
    }
}
