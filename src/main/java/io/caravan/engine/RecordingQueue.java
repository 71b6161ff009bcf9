package io.caravan.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What was answered and is not stored yet. Whoever brings an outcome does not wait until it is stored: a thread of its own does
 * that, so that the target is kept busy. It works in batches that are short enough for others who write, and large while the
 * target is fast. Only when it cannot keep up do those who bring outcomes help, and so send no more than can be stored.
 * Thread-safe.
 */
final class RecordingQueue<T> implements AutoCloseable {

    /** Outcomes in one transaction. */
    static final int BATCH = 1000;
    /** So many wait at most; more than that are held in nobody's memory. */
    private static final int MOST_WAITING = 2 * BATCH;
    /** With the time one transaction takes, half a second at most until an outcome is stored. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(250);

    private final Consumer<List<T>> store;
    private final Consumer<Throwable> failed;
    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Lock storing = new ReentrantLock();
    private volatile Thread thread;
    private volatile boolean closed;
    private volatile boolean dropped;
    private volatile Throwable failure;

    /**
     * @param store  one batch at a time; when it throws, nothing is taken any more
     * @param failed hears why
     */
    RecordingQueue(Consumer<List<T>> store, Consumer<Throwable> failed) {
        this.store = store;
        this.failed = failed;
    }

    /** From here on, until {@link #close}, a thread stores soon what is brought. */
    void start(String name) {
        thread = new Thread(this::storeAsTheyCome, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void storeAsTheyCome() {
        try {
            while (!closed) {
                awaitBatch();
                storeSome(1);
            }
        } catch (IllegalStateException alreadyKept) {
            // whoever comes next with an outcome, and whoever waits for all of them, is told
        }
    }

    private void awaitBatch() {
        long start = System.nanoTime();
        for (long left = LONGEST_WAIT; left > 0 && waiting.size() < BATCH && !closed; left = start + LONGEST_WAIT - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /**
     * Takes one. Where too many wait, a batch of them is stored first, after whoever is storing one.
     *
     * @throws IllegalStateException when outcomes cannot be stored any more
     */
    void add(T outcome) {
        throwFailure();
        while (!dropped && !waiting.offer(outcome)) {
            throwFailure();
            storeSome(BATCH);
        }
        if (waiting.size() >= BATCH) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Stores everything that was brought so far.
     *
     * @throws IllegalStateException when that is not possible
     */
    void flush() {
        boolean more = true;
        while (more) {
            throwFailure();
            more = storeSome(1);
        }
    }

    /** Work while nothing else is being stored. */
    void alone(Runnable work) {
        storing.lock();
        try {
            work.run();
        } finally {
            storing.unlock();
        }
    }

    /** Whatever waits, and whatever is brought from here on, is nobody's. */
    void drop() {
        dropped = true;
        close();
    }

    boolean isDropped() {
        return dropped;
    }

    /** The thread ends; what waits is not stored by it any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void throwFailure() {
        if (failure != null) {
            throw new IllegalStateException("outcomes could not be recorded: " + failure.getMessage(), failure);
        }
    }

    /**
     * One batch, if as many as {@code atLeast} wait.
     *
     * @return whether there may be more
     */
    private boolean storeSome(int atLeast) {
        storing.lock();
        try {
            if (dropped || waiting.size() < atLeast) {
                return false;
            }
            List<T> some = new ArrayList<>(BATCH);
            waiting.drainTo(some, BATCH);
            store.accept(some);
            return !dropped;
        } catch (RuntimeException | Error broken) {
            failure = broken;
            failed.accept(broken);
            throw new IllegalStateException("outcomes could not be recorded: " + broken.getMessage(), broken);
        } finally {
            storing.unlock();
        }
    }
}
