package io.caravan.connector;

/**
 * One attribute of an object in a system, as {@code spec.provisioning.objects.*.attributes} declares it.
 *
 * @param caseExact  whether two values that differ only in case differ (SCIM: RFC 7643 §2.2)
 * @param createOnly written on create, never updated
 * @param readOnly   given by the system, never written
 * @param sensitive  a secret: never stored, logged or shown; written only
 * @param path       where the connector finds it in its own format, such as {@code emails[type eq "work"].value}; the name if not given
 */
public record AttributeSpec(String name, AttributeType type, boolean multiValued, boolean caseExact, boolean required,
                            boolean unique, boolean createOnly, boolean readOnly, boolean sensitive, String path) {

    /** An attribute that nobody declared, in an object that allows such: text, compared without regard to case if asked. */
    public static AttributeSpec undeclared(String name, boolean caseExact) {
        return new AttributeSpec(name, AttributeType.STRING, false, caseExact, false, false, false, false, false, name);
    }
}
