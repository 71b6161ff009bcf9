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
 * @param vacant whether it was decided of the one who is meant that there is no account for now, which is more than that none is known
 */
public record Referent(Optional<Object> name, int people, List<String> keys, boolean vacant) {

    /** So many are named. */
    public static final int NAMED = 5;

    public Referent {
        Objects.requireNonNull(name, "name");
        keys = List.copyOf(keys);
        if ((name.isPresent() || vacant) && people != 1) {
            throw new IllegalArgumentException("of " + people + " people none is taken");
        }
    }

    public static Referent nobody() {
        return new Referent(Optional.empty(), 0, List.of(), false);
    }

    /** One person, who may have no account in this target yet. */
    public static Referent one(Optional<Object> name) {
        return new Referent(name, 1, List.of(), false);
    }

    /** One person who has no account in this target for now: that was decided. */
    public static Referent withoutAccount() {
        return new Referent(Optional.empty(), 1, List.of(), true);
    }

    public static Referent several(int people, List<String> keys) {
        return new Referent(Optional.empty(), people, keys, false);
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
