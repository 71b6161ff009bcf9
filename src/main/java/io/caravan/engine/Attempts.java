package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import java.util.concurrent.atomic.LongAdder;

/** How many changes a target was asked for in a cycle, and how many of them it did not carry out. Thread-safe. */
public final class Attempts {

    private static final long MOST_PERCENT = 40;

    private final LongAdder made = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** That a target asks to be left alone, or that something has to be there first, is no failure of a change. */
    void one(OutcomeKind outcome, boolean fails) {
        if (outcome != OutcomeKind.THROTTLED && outcome != OutcomeKind.BLOCKED) {
            made.increment();
            failed.add(fails ? 1 : 0);
        }
    }

    public long made() {
        return made.sum();
    }

    public long failed() {
        return failed.sum();
    }

    /** Whether more than 40 % of them failed, of at least so many. */
    public boolean failMostly(long atLeast) {
        return made() >= atLeast && failed() * 100 > MOST_PERCENT * made();
    }
}
