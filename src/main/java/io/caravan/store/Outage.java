package io.caravan.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that is away for a moment: a database server that is restarted, a file that somebody else writes to for long. It is waited for, at
 * most for so long since it was last there, and said once when it goes and once when it is back. Thread-safe.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long PAUSE_MILLIS = 200;

    private final StoreFailures failures;
    private final Duration atMost;
    /** By the clock that never jumps; 0: it is there. */
    private long since;

    Outage(StoreFailures failures, Duration atMost) {
        this.failures = failures;
        this.atMost = atMost;
    }

    /**
     * Waits a moment before the same is tried again.
     *
     * @return false when that makes no sense, or it was waited for long enough
     */
    boolean waits(SQLException failure) {
        StoreException explained = failures.explain(failure);
        if (!explained.isPassing() || !isWaitedFor(explained)) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean isWaitedFor(StoreException why) {
        if (since == 0) {
            since = System.nanoTime() | 1;
            LOG.warn("{}; it is waited for, at most {} s", why.getMessage(), atMost.toSeconds());
        }
        return System.nanoTime() - since < atMost.toNanos();
    }

    /** Something was possible. */
    void over() {
        if (since != 0) { // nearly always it is 0, and then nobody waits for anybody
            tell();
        }
    }

    private synchronized void tell() {
        if (since != 0) {
            LOG.info("the store is there again, after {} s", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since));
            since = 0;
        }
    }
}
