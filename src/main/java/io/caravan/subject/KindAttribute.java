package io.caravan.subject;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** An attribute of the subjects of one kind: those of other kinds may have one of the same name, and it is nothing to them. */
public record KindAttribute(Kind kind, String attribute) implements Comparable<KindAttribute> {

    public KindAttribute {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(attribute, "attribute");
    }

    /** Several of one kind. */
    public static Set<KindAttribute> of(Kind kind, String... attributes) {
        return of(kind, Arrays.asList(attributes));
    }

    public static Set<KindAttribute> of(Kind kind, Collection<String> attributes) {
        return attributes.stream().map(attribute -> new KindAttribute(kind, attribute)).collect(Collectors.toUnmodifiableSet());
    }

    /** By hand, as in {@link Reference}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KindAttribute that && attribute.equals(that.attribute) && kind.equals(that.kind);
    }

    @Override
    public int hashCode() {
        return 31 * attribute.hashCode() + kind.hashCode();
    }

    @Override
    public int compareTo(KindAttribute other) {
        int byKind = kind.name().compareTo(other.kind.name());
        return byKind != 0 ? byKind : attribute.compareTo(other.attribute);
    }
}
