package io.caravan.engine;

import java.util.Locale;

/** What a cycle looks at, and what comes of it. */
public enum CycleKind {
    /** Everything there is. */
    FULL,
    /** What has changed. */
    DELTA,
    /** The changes of a plan that was saved or approved, and no other. */
    APPLY,
    /** Nothing is sent: it shows what would be. */
    PLAN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is stored and shown. */
    public String word() {
        return word;
    }

    /** Whether it plans whatever is due, so that what it holds is all that is held. */
    public boolean plansWhatIsDue() {
        return this == FULL || this == DELTA;
    }
}
