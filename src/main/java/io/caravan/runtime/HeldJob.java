package io.caravan.runtime;

import io.caravan.engine.CycleStore;
import io.caravan.engine.CycleStore.Lease;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job that this process has, for as long as it has it. Whoever is about to write to a target asks here; the store is asked
 * at most once a second. A process that stood still (stopped, a machine that slept or was moved) has to ask before it goes on:
 * that it stood still shows by the clock that never jumps or, since that one sleeps with the machine, by the wall clock.
 * Thread-safe.
 */
final class HeldJob {

    private static final Logger LOG = LoggerFactory.getLogger(HeldJob.class);
    /** So long what the store said is believed: far shorter than any lease. */
    private static final Duration BELIEVED = Duration.ofSeconds(1);

    private final CycleStore store;
    private final Lease lease;
    private final Duration length;
    private final Clock clock;
    private final LongSupplier nanos;
    private Runnable whenLost = () -> { };
    private volatile boolean lost;
    private volatile Sign heard;
    private volatile Sign renewed;

    /** A moment by both clocks. */
    private record Sign(long nanos, long millis) {
    }

    /** @param nanos a clock that does not jump, such as {@link System#nanoTime} */
    HeldJob(CycleStore store, Lease lease, Duration length, Clock clock, LongSupplier nanos) {
        this.store = store;
        this.lease = lease;
        this.length = length;
        this.clock = clock;
        this.nanos = nanos;
        this.heard = now();
        this.renewed = heard;
    }

    Lease lease() {
        return lease;
    }

    /** What is to be done at once when another process turns out to have taken the job. */
    synchronized void whenLost(Runnable then) {
        whenLost = then;
        if (lost) {
            then.run();
        }
    }

    /** Whether anything may still be written in the name of the job. */
    boolean isOurs() {
        return !lost && (isWithin(heard, BELIEVED) || ask());
    }

    /** After half a lease the job may soon be another's: then it is not enough that it was ours a moment ago. */
    private synchronized boolean ask() {
        return !lost && (isWithin(heard, BELIEVED) || (isWithin(renewed, length.dividedBy(2)) ? look() : renew()));
    }

    private boolean look() {
        return heardOf(() -> store.leaseOf(lease.job()).filter(lease::equals).isPresent());
    }

    /** Makes the lease last, if it still holds. */
    synchronized boolean renew() {
        Sign before = now();
        boolean ours = !lost && heardOf(() -> store.renew(lease, clock.instant(), length));
        renewed = ours ? before : renewed;
        return ours;
    }

    /** A store that does not answer leaves open whose the job is: nothing is written then, until it does. */
    private boolean heardOf(BooleanSupplier question) {
        Sign before = now();
        try {
            if (question.getAsBoolean()) {
                heard = before;
                return true;
            }
        } catch (RuntimeException unanswered) {
            LOG.warn("whose the job is cannot be told, so nothing is written in its name: job={} {}", lease.job(), unanswered.getMessage());
            return false;
        }
        lose();
        return false;
    }

    private boolean isWithin(Sign since, Duration time) {
        return nanos.getAsLong() - since.nanos < time.toNanos() && Math.abs(clock.millis() - since.millis) < time.toMillis();
    }

    /** Another process has the job. */
    synchronized void lose() {
        if (!lost) {
            LOG.warn("another process has taken the job: job={}", lease.job());
            whenLost.run(); // before anybody who finds it lost can say less than that
            lost = true;
        }
    }

    boolean isLost() {
        return lost;
    }

    /** Gives the job back; from here on nothing is written in its name. */
    void release() {
        boolean had;
        synchronized (this) {
            had = !lost;
            lost = true;
        }
        if (had) {
            store.release(lease);
        }
    }

    private Sign now() {
        return new Sign(nanos.getAsLong(), clock.millis());
    }
}
