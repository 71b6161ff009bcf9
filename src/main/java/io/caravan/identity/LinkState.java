package io.caravan.identity;

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
    /** It was linked and is gone from the target, not by us. */
    MISSING;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the target is believed to hold an account. */
    public boolean exists() {
        return this == ENABLED || this == DISABLED || this == UNMANAGED;
    }
}
