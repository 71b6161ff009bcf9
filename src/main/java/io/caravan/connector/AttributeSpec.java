package io.caravan.connector;

import java.util.Objects;
import java.util.Optional;

/**
 * One attribute of an object in a system, as {@code spec.provisioning.objects.*.attributes} declares it.
 *
 * @param caseExact  whether an account is found only by the value in the same case (SCIM: RFC 7643 §2.2); what is written keeps its case
 *                   either way
 * @param createOnly written on create, never updated
 * @param readOnly   given by the system, never written
 * @param sensitive  a secret: never stored, logged or shown; written only
 * @param compare    when a value that is read is the one that was written
 * @param whenAbsent what it means that the system does not show the attribute; empty: nothing, it is as it was known
 * @param notReturned the system keeps the attribute and never shows it: what was written is taken for what is there
 * @param path       where the connector finds it in its own format, such as {@code emails[type eq "work"].value}; the name if not given
 */
public record AttributeSpec(String name, AttributeType type, boolean multiValued, boolean caseExact, boolean required,
                            boolean unique, boolean createOnly, boolean readOnly, boolean sensitive, Comparison compare,
                            Optional<Object> whenAbsent, boolean notReturned, String path) {

    public AttributeSpec {
        Objects.requireNonNull(compare, "compare");
        Objects.requireNonNull(whenAbsent, "whenAbsent");
    }

    /** One that is compared as it is, and shown when it is there. */
    public AttributeSpec(String name, AttributeType type, boolean multiValued, boolean caseExact, boolean required, boolean unique,
                         boolean createOnly, boolean readOnly, boolean sensitive, String path) {
        this(name, type, multiValued, caseExact, required, unique, createOnly, readOnly, sensitive, Comparison.EXACT, Optional.empty(), false, path);
    }

    /** An attribute that nobody declared, in an object that allows such: text, found without regard to case if asked. */
    public static AttributeSpec undeclared(String name, boolean caseExact) {
        return new AttributeSpec(name, AttributeType.STRING, false, caseExact, false, false, false, false, false, name);
    }
}
