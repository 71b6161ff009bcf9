package io.caravan.engine;

import java.util.Locale;

/** How a cycle stands, or ended. */
public enum CycleStatus {
    /** It has begun. Whether it is still under way, whoever has the job's lease knows. */
    RUNNING,
    DONE,
    /** It came to its end, and some of it failed or waits. */
    PARTLY,
    /** Somebody has to look before it goes on. */
    HELD,
    FAILED,
    /** The process was told to stop. */
    INTERRUPTED,
    /** Somebody has paused the job while it ran. */
    PAUSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it is stored and shown. */
    public String word() {
        return word;
    }

    /** Whether it came to its end, so that what it read counts; what failed is told of each. */
    public boolean isComplete() {
        return this == DONE || this == PARTLY;
    }

    /** Whether somebody ended it before its time, which says nothing of the job and its system. */
    public boolean isBrokenOff() {
        return this == INTERRUPTED || this == PAUSED;
    }
}
