package io.caravan.camel;

import java.util.concurrent.TimeUnit;

/**
 * How many calls a second one system is sent. As fast as anybody asks until it says that this is too much; then half of what it took, and a
 * little more with each second in which it does not say so again (additive increase, multiplicative decrease). Thread-safe.
 */
final class CallRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double DECREASE = 0.5;
    /** Of what it was when it was slowed down last, per second. */
    private static final double INCREASE = 0.05;
    private static final double LEAST = 0.2;
    private static final double LEAST_INCREASE = 0.1;

    private final double most;
    /** Calls a second; infinite as long as it has not been slowed down. */
    private double limit = Double.POSITIVE_INFINITY;
    private double step;
    private long grownAt;
    private long slowedAt;
    private long next;
    private long window;
    private long took;
    private long tookBefore;

    /** @param most calls a second, as the connector declares; infinite where it does not */
    CallRate(double most) {
        this.most = most;
    }

    /**
     * Takes the next turn.
     *
     * @return how long to wait for it; 0 when it may go now
     */
    synchronized long turn(long now) {
        count(now, 1);
        if (Double.isInfinite(limit)) {
            return 0;
        }
        grow(now);
        next = Math.max(now, next + (long) (SECOND / limit));
        return next - now;
    }

    private void grow(long now) {
        limit = Math.min(most, limit + step * (now - grownAt) / SECOND);
        grownAt = now;
    }

    /**
     * The system has said that it is too much. What several calls hear that were under way at the same time counts once.
     *
     * @return whether it is slower from here on
     */
    synchronized boolean slowDown(long now) {
        count(now, -1);
        if (!Double.isInfinite(limit) && now - slowedAt < SECOND) {
            return false;
        }
        double taken = Math.max(1, Math.max(took, tookBefore));
        double before = Double.isInfinite(limit) ? taken : Math.min(limit, taken);
        limit = Math.max(LEAST, before * DECREASE);
        step = Math.max(LEAST_INCREASE, limit * INCREASE);
        slowedAt = now;
        grownAt = now;
        next = now;
        return true;
    }

    /** Calls that were not refused, in this second and in the one before. */
    private void count(long now, int more) {
        long second = Math.floorDiv(now, SECOND);
        if (second != window) {
            tookBefore = second == window + 1 ? took : 0;
            took = 0;
            window = second;
        }
        took += more;
    }

    /** Calls a second; infinite as long as it has not been slowed down. */
    synchronized double perSecond() {
        return limit;
    }
}
