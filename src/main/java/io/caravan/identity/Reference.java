package io.caravan.identity;

import java.util.Objects;

/**
 * Whoever has a value in an attribute of the hub: what a reference means, in the form that is compared. Two are equal when they
 * mean the same people.
 *
 * @param by    the attribute; empty: the identity's key
 * @param value without what does not show, and for an attribute without regard to case
 */
public record Reference(String by, String value) {

    /** In place of an attribute: the identity's key. */
    public static final String KEY = "";

    public Reference {
        Objects.requireNonNull(by, "by");
        value = by.equals(KEY) ? KeyText.of(value) : KeyText.folded(value);
    }
}
