package io.caravan.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whom a reference means.
 *
 * @param name   what their account is called by others in the target; empty while there is none, or not exactly one person is meant
 * @param people how many are meant
 * @param keys   of the first of them, when they are several
 */
public record Referent(Optional<Object> name, int people, List<String> keys) {

    /** So many are named. */
    public static final int NAMED = 5;

    public Referent {
        Objects.requireNonNull(name, "name");
        keys = List.copyOf(keys);
        if (name.isPresent() && people != 1) {
            throw new IllegalArgumentException("of " + people + " people none is taken");
        }
    }

    public static Referent nobody() {
        return new Referent(Optional.empty(), 0, List.of());
    }

    /** One person, who may have no account in this target yet. */
    public static Referent one(Optional<Object> name) {
        return new Referent(name, 1, List.of());
    }

    public static Referent several(int people, List<String> keys) {
        return new Referent(Optional.empty(), people, keys);
    }

    public boolean isAmbiguous() {
        return people > 1;
    }

    /** {@code 2 people have workerId "7": C7, E7; none of them is taken}. */
    String why(String by, String text) {
        return people + " people have " + (by.isEmpty() ? "the key" : by) + " \"" + text + "\": " + String.join(", ", keys)
                + (people > keys.size() ? ", …" : "") + "; none of them is taken";
    }
}
