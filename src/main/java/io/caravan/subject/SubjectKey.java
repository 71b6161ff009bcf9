package io.caravan.subject;

import java.util.Objects;

/**
 * Which subject: people and what stands in files name it so. Two of different kinds may have the same key.
 *
 * @param key unique in its kind; empty where something is not about one subject
 */
public record SubjectKey(Kind kind, String key) {

    /** Where something is not about one subject. */
    public static final SubjectKey NONE = person("");

    public SubjectKey {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(key, "key");
    }

    public static SubjectKey person(String key) {
        return new SubjectKey(Kind.PERSON, key);
    }
}
