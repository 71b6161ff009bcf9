package io.caravan.subject;

import java.util.Optional;

/** Whether an account is open, as a target says it. What is neither true nor false is a word that nobody knows: it says neither. */
public final class Openness {

    private Openness() {
    }

    /** Empty where it is not said, or in a word that nobody knows. */
    public static Optional<Boolean> of(Object shown) {
        if (shown instanceof Boolean open) {
            return Optional.of(open);
        }
        String text = shown == null ? "" : shown.toString().strip();
        return text.equalsIgnoreCase("true") ? Optional.of(true) : text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    /** Whether it is to be taken for open: it is, unless the target says that it is closed. */
    public static boolean mayBeOpen(Object shown) {
        return of(shown).orElse(true);
    }

    /** Whether something is said, and nobody knows what it means. */
    public static boolean isUnclear(Object shown) {
        return shown != null && of(shown).isEmpty();
    }
}
