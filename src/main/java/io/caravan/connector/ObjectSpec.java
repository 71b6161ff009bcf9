package io.caravan.connector;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of object in a system (user, group, …).
 *
 * @param operations what the connector can do with it
 * @param find       attributes it can be found by, exactly
 * @param disabledThrough settings that tell how to disable: without any of them it cannot; empty when it needs none
 * @param memberships how it holds its members; empty when it is no group, or its members cannot be managed
 */
public record ObjectSpec(String name, Keys keys, Schema schema, Set<Operation> operations, List<String> find,
                         List<String> disabledThrough, Optional<MembershipSpec> memberships) {

    /**
     * The attributes that mean something of their own.
     *
     * @param anchor      never changes and names one record
     * @param enabledBy   the boolean attribute that reads true while the account is enabled; empty when the system has no such thing
     * @param referenceBy by which other objects refer to this one (LDAP: dn); the anchor if empty
     * @param renamedBy   whose change is a rename (LDAP: dn); empty when any attribute is changed like any other
     */
    public record Keys(String anchor, Optional<String> enabledBy, Optional<String> referenceBy, Optional<String> renamedBy) {

        public static Keys of(String anchor) {
            return new Keys(anchor, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Which attributes there are.
     *
     * @param attributes           declared ones, by name
     * @param additionalAttributes whether names that are not declared may be used (LDAP, SQL, CSV: the site's own schema)
     * @param caseExactByDefault   whether accounts are found by attributes that do not say so only in the same case
     */
    public record Schema(Map<String, AttributeSpec> attributes, boolean additionalAttributes, boolean caseExactByDefault) {

        public Schema {
            attributes = Map.copyOf(attributes);
        }

        /** None is declared, and any may be used. */
        public static Schema open(boolean caseExactByDefault) {
            return new Schema(Map.of(), true, caseExactByDefault);
        }
    }

    public ObjectSpec {
        operations = Set.copyOf(operations);
        find = List.copyOf(find);
        disabledThrough = List.copyOf(disabledThrough);
        Objects.requireNonNull(memberships, "memberships");
    }

    /** One that needs no setting to disable. */
    public ObjectSpec(String name, Keys keys, Schema schema, Set<Operation> operations, List<String> find) {
        this(name, keys, schema, operations, find, List.of(), Optional.empty());
    }

    public String anchor() {
        return keys.anchor();
    }

    public Optional<String> enabledBy() {
        return keys.enabledBy();
    }

    public Optional<String> renamedBy() {
        return keys.renamedBy();
    }

    public Map<String, AttributeSpec> attributes() {
        return schema.attributes();
    }

    public boolean additionalAttributes() {
        return schema.additionalAttributes();
    }

    /** The declared attribute, or an undeclared one with the object's defaults. */
    public AttributeSpec attribute(String name) {
        AttributeSpec declared = schema.attributes().get(name);
        return declared != null ? declared : AttributeSpec.undeclared(name, schema.caseExactByDefault());
    }

    public boolean can(Operation operation) {
        return operations.contains(operation);
    }

    /** Whether there is any way to see what the system has. */
    public boolean isReadable() {
        return can(Operation.LIST) || can(Operation.GET) || can(Operation.FIND) && find.contains(anchor());
    }

    /** The attribute by which others refer to an object of this kind. */
    public String referenceAttribute() {
        return keys.referenceBy().orElse(keys.anchor());
    }
}
