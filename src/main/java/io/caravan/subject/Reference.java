package io.caravan.subject;

import java.util.Objects;

/**
 * Whoever of a kind has a value in an attribute of the hub: what a reference means, in the form that is compared. Two are equal when they
 * mean the same people.
 *
 * @param kind  of those who are meant
 * @param by    the attribute; empty: the key
 * @param value without what does not show, and for an attribute without regard to case
 */
public record Reference(Kind kind, String by, String value) {

    /** In place of an attribute: the key. */
    public static final String KEY = "";

    public Reference {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(by, "by");
        value = by.equals(KEY) ? KeyText.of(value) : KeyText.folded(value);
    }

    /** To a person. */
    public Reference(String by, String value) {
        this(Kind.PERSON, by, value);
    }

    /** By hand, since millions are looked up in a cycle, and a record's own is slow until it is compiled by the better compiler. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Reference that && value.equals(that.value) && by.equals(that.by) && kind.equals(that.kind);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * value.hashCode() + by.hashCode()) + kind.hashCode();
    }
}
