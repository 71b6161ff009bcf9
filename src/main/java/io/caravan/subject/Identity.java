package io.caravan.subject;

import java.util.Objects;

/**
 * One that the hub knows: a person (or guest, or service), a group, or one of a kind that a project declares.
 *
 * @param id         the hub's own number, never shown to be typed; no two of whatever kind have the same
 * @param key        what people call it: the anchor of the record it came from, such as {@code E0311}; unique in its kind
 * @param attributes merged from all its sources, by authority
 * @param version    grows with every change of any identity in the hub; where a delta evaluation starts
 */
public record Identity(long id, Kind kind, String key, Attributes attributes, long version) {

    public Identity {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(attributes, "attributes");
        if (key.isBlank()) {
            throw new IllegalArgumentException("a " + kind + " needs a key");
        }
    }

    public SubjectKey subject() {
        return new SubjectKey(kind, key);
    }
}
