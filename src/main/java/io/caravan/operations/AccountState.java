package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.subject.LinkState;
import java.util.Locale;

/** How an account stands, or stood: as a link says, or what a link does not say. */
public enum AccountState {
    NONE, ENABLED, DISABLED, UNMANAGED, DELETED, MISSING, GONE, IN_DOUBT,
    /** It is a record, that a job writes back to. */
    WRITTEN_BACK,
    /** There is no record, or none that is written to. */
    LEFT_ALONE,
    /** Of a day that is over, what was so then. */
    UNKNOWN;

    static AccountState of(LinkState state) {
        return valueOf(state.name());
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
