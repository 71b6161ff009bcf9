package io.caravan.camel;

import java.time.Duration;

/**
 * How much one read may bring, and how long it may take, before it is taken to have no end.
 *
 * @param records of all pages together
 */
public record ReadLimits(long records, Duration time) {

    /** What counts where nobody has said anything. */
    static final ReadLimits DEFAULT = new ReadLimits(10_000_000, Duration.ofHours(12));
}
