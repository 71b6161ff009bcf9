package io.caravan.subject;

import java.util.Locale;

/** Where a person stands with the company, as of a moment. */
public enum LifecycleState {
    STAGED, PREHIRE, ACTIVE, LEAVE, LEAVER, ARCHIVED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
