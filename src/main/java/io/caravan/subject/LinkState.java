package io.caravan.subject;

import java.util.Locale;

/** What is known of the account an identity has in one job's target. */
public enum LinkState {
    /** There is none; the link says because of what. */
    NONE,
    ENABLED,
    DISABLED,
    /** It left scope and the job keeps such accounts: no longer changed, never forgotten. */
    UNMANAGED,
    /** We deleted it. */
    DELETED,
    /** It is linked, the target does not find it, and nothing proves that it is gone: it is asked for again in each cycle. */
    MISSING,
    /** It was linked and was proven to be gone from the target, not by us. */
    GONE,
    /** It was to be created and nobody knows whether it was; the shadow is what was sent. It is looked for before anything else. */
    IN_DOUBT;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As it is stored and shown: {@code in-doubt}. */
    public String word() {
        return word;
    }

    /** Whether the target is believed to hold an account that is linked. */
    public boolean exists() {
        return this == ENABLED || this == DISABLED || this == UNMANAGED || this == MISSING;
    }
}
