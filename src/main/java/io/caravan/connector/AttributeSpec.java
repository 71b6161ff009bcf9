package io.caravan.connector;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One attribute of an object in a system, as {@code spec.provisioning.objects.*.attributes} declares it.
 *
 * @param compare    when a value that is read is the one that was written
 * @param whenAbsent what it means that the system does not show the attribute; empty: nothing, it is as it was known
 * @param path       where the connector finds it in its own format, such as {@code emails[type eq "work"].value}; the name if not given
 */
public record AttributeSpec(String name, AttributeType type, Set<Characteristic> characteristics, Comparison compare, Optional<Object> whenAbsent,
                            String path) {

    /** What is so or not so of an attribute (RFC 7643 §2.2). */
    public enum Characteristic {
        MULTI_VALUED("multiValued"),
        /** An account is found only by the value in the same case; what is written keeps its case either way. */
        CASE_EXACT("caseExact"),
        REQUIRED("required"),
        UNIQUE("unique"),
        /** Written on create, never updated. */
        CREATE_ONLY("createOnly"),
        /** Given by the system, never written. */
        READ_ONLY("readOnly"),
        /** A secret: never stored, logged or shown; written only. */
        SENSITIVE("sensitive"),
        /** The system keeps the attribute and never shows it: what was written is taken for what is there. */
        NOT_RETURNED("notReturned");

        private final String key;

        Characteristic(String key) {
            this.key = key;
        }

        /** Its name in a connector file. */
        public String key() {
            return key;
        }
    }

    private static final Set<Characteristic> CASE_EXACT = Set.of(Characteristic.CASE_EXACT);

    public AttributeSpec {
        Objects.requireNonNull(compare, "compare");
        Objects.requireNonNull(whenAbsent, "whenAbsent");
        characteristics = Set.copyOf(characteristics);
    }

    /** One that is compared as it is, and shown when it is there, by its own name. */
    public static AttributeSpec of(String name, AttributeType type, Characteristic... characteristics) {
        return new AttributeSpec(name, type, Set.of(characteristics), Comparison.EXACT, Optional.empty(), name);
    }

    /** An attribute that nobody declared, in an object that allows such: text, found without regard to case if asked. */
    public static AttributeSpec undeclared(String name, boolean caseExact) {
        return new AttributeSpec(name, AttributeType.STRING, caseExact ? CASE_EXACT : Set.of(), Comparison.EXACT, Optional.empty(), name);
    }

    public boolean multiValued() {
        return characteristics.contains(Characteristic.MULTI_VALUED);
    }

    public boolean caseExact() {
        return characteristics.contains(Characteristic.CASE_EXACT);
    }

    public boolean required() {
        return characteristics.contains(Characteristic.REQUIRED);
    }

    public boolean unique() {
        return characteristics.contains(Characteristic.UNIQUE);
    }

    public boolean createOnly() {
        return characteristics.contains(Characteristic.CREATE_ONLY);
    }

    public boolean readOnly() {
        return characteristics.contains(Characteristic.READ_ONLY);
    }

    public boolean sensitive() {
        return characteristics.contains(Characteristic.SENSITIVE);
    }

    public boolean notReturned() {
        return characteristics.contains(Characteristic.NOT_RETURNED);
    }
}
