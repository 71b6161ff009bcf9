package io.caravan.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What many bring and one takes away by the batch: when there are enough, or when the first has waited long enough. Thread-safe. */
final class BatchBuffer<T> {

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<T> queue = new ArrayDeque<>();
    private final int batch;
    private final long longest;
    private long sinceNanos;
    private boolean closed;

    /**
     * @param batch   how many are taken at a time
     * @param longest how long the first waits for others
     */
    BatchBuffer(int batch, Duration longest) {
        this.batch = batch;
        this.longest = longest.toNanos();
    }

    /** Returns how many wait now. */
    int add(T one) {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                sinceNanos = System.nanoTime();
            }
            queue.add(one);
            if (queue.size() == 1 || queue.size() == batch) {
                changed.signal();
            }
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a batch should be taken away; false when it is closed. */
    boolean await() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && queue.size() < batch) {
                long left = sinceNanos + longest - System.nanoTime();
                if (queue.isEmpty()) {
                    changed.await();
                } else if (left > 0) {
                    changed.await(left, TimeUnit.NANOSECONDS);
                } else {
                    return true;
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** The first batch, which stays until it is {@link #remove removed}; none when fewer than {@code atLeast} wait. */
    List<T> first(int atLeast) {
        lock.lock();
        try {
            List<T> some = new ArrayList<>(Math.min(batch, queue.size()));
            Iterator<T> waiting = queue.iterator();
            while (queue.size() >= atLeast && some.size() < batch && waiting.hasNext()) {
                some.add(waiting.next());
            }
            return some;
        } finally {
            lock.unlock();
        }
    }

    /** The first so many are done. */
    void remove(int some) {
        lock.lock();
        try {
            for (int i = 0; i < some; i++) {
                queue.remove();
            }
            sinceNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for a batch any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
