package io.caravan.connector;

import java.util.Locale;

/** The type of an attribute in a system. It decides how values are compared; dates travel as ISO 8601 text. */
public enum AttributeType {
    STRING, BOOLEAN, INTEGER, DECIMAL, DATE, DATETIME,
    /** The anchor (or {@link ObjectSpec#referenceBy}) of another object in the same system. */
    REFERENCE,
    /** An LDAP distinguished name: compared without regard to case and to spaces around separators. */
    DN,
    /** Base64 text. */
    BINARY;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
