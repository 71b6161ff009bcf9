package io.caravan.identity;

import java.util.Objects;

/**
 * One person (or guest, or service) in the hub.
 *
 * @param id         the hub's own number, never shown to be typed
 * @param key        what people call it: the anchor of the record it came from, such as {@code E0311}; unique in the hub
 * @param attributes merged from all its sources, by authority
 * @param version    grows with every change of any identity in the hub; where a delta evaluation starts
 */
public record Identity(long id, String key, Attributes attributes, long version) {

    public Identity {
        Objects.requireNonNull(attributes, "attributes");
        if (key.isBlank()) {
            throw new IllegalArgumentException("an identity needs a key");
        }
    }
}
