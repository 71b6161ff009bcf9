package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import java.util.Locale;

/** Which way a job goes. */
public enum Direction {
    /** From a source into the hub. */
    INBOUND,
    /** From the hub into a target. */
    OUTBOUND;

    static Direction of(Job job) {
        return job instanceof InboundJob ? INBOUND : OUTBOUND;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From where to where. */
    public String from(String system) {
        return this == INBOUND ? system + " → hub" : "hub → " + system;
    }
}
