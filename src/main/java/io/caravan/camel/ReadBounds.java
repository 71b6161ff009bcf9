package io.caravan.camel;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;

/** Ends one read that has no end: it brings more, or takes longer, than {@link ReadLimits} allow. Not thread-safe. */
final class ReadBounds {

    /** To look at the clock for each of a million rows would cost more than to read some of them. */
    private static final int ROWS_A_LOOK = 64;

    private final ReadLimits limits;
    private final long start = System.nanoTime();
    private long records;
    private int pages;

    ReadBounds(ReadLimits limits) {
        this.limits = limits;
    }

    /** A page is asked for. */
    void page() {
        pages++;
        look();
    }

    /** A record came. */
    void record() {
        if (++records > limits.records()) {
            throw ended("more than caravan.read.maxRecords (" + limits.records() + ") allows");
        }
        if (records % ROWS_A_LOOK == 0) {
            look();
        }
    }

    private void look() {
        if (System.nanoTime() - start > limits.time().toNanos()) {
            throw ended("longer than caravan.read.maxTime (" + Patience.text(limits.time()) + ") allows");
        }
    }

    private OutcomeException ended(String why) {
        return new OutcomeException(OutcomeKind.INVALID, "the read was given up after " + (records - (records > limits.records() ? 1 : 0)) + " records, " + pages
                + " pages and " + Patience.text(Duration.ofNanos(System.nanoTime() - start)) + ": that is " + why
                + ". If the system really has so much, raise the setting; else its list has no end");
    }
}
