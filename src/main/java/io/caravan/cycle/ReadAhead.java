package io.caravan.cycle;

import io.caravan.connector.SourceItem;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A reading that goes on in a thread of its own while what it read is being worked on, a few thousand records ahead at
 * most. What was read before it failed comes before the failure. As any reading: for one thread.
 */
final class ReadAhead implements SourceReading {

    private static final int PORTION = 256;
    private static final int PORTIONS = 8;
    private static final long CLOSED_AFTER_MILLIS = 50;

    private final SourceReading reading;
    private final BlockingQueue<Portion> queue = new ArrayBlockingQueue<>(PORTIONS);
    private final Thread reader;
    private Portion portion = new Portion(List.of(), false, Optional.empty());
    private int position;
    private volatile boolean closed;

    /**
     * Records that were read one after the other.
     *
     * @param last    whether none come after them
     * @param failure why none come after them
     */
    private record Portion(List<SourceItem> items, boolean last, Optional<Throwable> failure) {
    }

    ReadAhead(SourceReading reading) {
        this.reading = reading;
        this.reader = new Thread(this::read, "read-ahead");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        boolean more = true;
        while (more && !closed) {
            Portion next = portion();
            more = !next.last() && next.failure().isEmpty();
            hand(next);
        }
    }

    private Portion portion() {
        List<SourceItem> items = new ArrayList<>(PORTION);
        try {
            while (items.size() < PORTION) {
                if (!reading.hasNext()) {
                    return new Portion(items, true, Optional.empty());
                }
                items.add(reading.next());
            }
            return new Portion(items, false, Optional.empty());
        } catch (RuntimeException | Error failed) {
            return new Portion(items, false, Optional.of(failed));
        }
    }

    private void hand(Portion next) {
        try {
            boolean taken = false;
            while (!taken && !closed) {
                taken = queue.offer(next, CLOSED_AFTER_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException notOurs) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasNext() {
        while (position == portion.items().size()) {
            if (portion.failure().isPresent()) {
                throwAgain(portion.failure().get());
            }
            if (portion.last()) {
                return false;
            }
            portion = take();
            position = 0;
        }
        return true;
    }

    private static void throwAgain(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private Portion take() {
        try {
            return queue.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", interrupted);
        }
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return portion.items().get(position++);
    }

    @Override
    public Optional<String> watermark() {
        return reading.watermark();
    }

    /** Waits for the record that is being read. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        reading.close();
    }
}
