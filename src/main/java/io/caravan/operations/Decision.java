package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.plan.Verdict;
import java.util.Locale;

/** What follows for an account: a change, or why there is none. */
public enum Decision {
    CREATE, LINK, UPDATE, ENABLE, DISABLE, DELETE, RELEASE,
    UNCHANGED, SKIPPED, AMBIGUOUS, REPORTED, FAILED, MISSING,
    /** Nothing can be worked out. */
    UNKNOWN;

    static Decision of(Verdict verdict) {
        return valueOf(verdict.change().map(change -> change.kind().name()).orElse(verdict.kind().name()));
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
