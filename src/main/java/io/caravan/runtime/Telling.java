package io.caravan.runtime;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that brings events and alerts to their routes, so that no cycle waits for them: after each cycle, and in a service every few seconds.
 * At the end of a process what can go at once goes, for a while; the rest is in the store for the next one.
 */
final class Telling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    /** So long the end of a process waits for what is under way. */
    private static final Duration LAST = Duration.ofSeconds(10);

    private final Runnable once;
    private final AtomicBoolean asked = new AtomicBoolean();
    private ScheduledExecutorService thread;
    private boolean ending;
    private volatile boolean closed;

    /** @param once brings what waits; looks at {@link #isClosed} between two */
    Telling(Runnable once) {
        this.once = once;
    }

    /** Every few seconds from here on. */
    synchronized void start() {
        thread().scheduleWithFixedDelay(this::tell, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Soon; not any more once this is being closed: a cycle may come to its end while that is waited for. */
    synchronized void ask() {
        if (!ending && asked.compareAndSet(false, true)) {
            thread().execute(this::tell);
        }
    }

    private ScheduledExecutorService thread() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
                Thread made = new Thread(runnable, "caravan-telling");
                made.setDaemon(true);
                return made;
            });
        }
        return thread;
    }

    private void tell() {
        asked.set(false);
        try {
            once.run();
        } catch (RuntimeException notNow) {
            LOG.warn("events and alerts could not be told now; that is tried again: {}", notNow.getMessage());
        }
    }

    /** Whether it is to stop before the next one. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        ExecutorService last;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            thread();
            last = thread;
            thread.execute(this::tell); // what was held back for what might follow
            thread.shutdown();
        }
        try {
            if (!last.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                closed = true;
                last.shutdownNow();
                last.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
        }
    }
}
