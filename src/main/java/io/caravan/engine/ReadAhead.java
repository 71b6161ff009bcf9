package io.caravan.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Reads what is needed next while somebody works on what was read last. One thread at a time; what is read ahead is no part of that
 * thread's transaction.
 */
final class ReadAhead<T> {

    private final String name;
    private CompletableFuture<T> coming;

    /** @param name of the thread that reads */
    ReadAhead(String name) {
        this.name = name;
    }

    void begin(Supplier<T> reading) {
        coming = CompletableFuture.supplyAsync(reading, this::inThreadOfItsOwn);
    }

    /**
     * What was begun last, or else what is read now.
     *
     * @throws RuntimeException that reading has ended with
     */
    T take(Supplier<T> otherwise) {
        if (coming == null) {
            return otherwise.get();
        }
        try {
            return coming.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException itself ? itself : failed;
        } finally {
            coming = null;
        }
    }

    /** What was begun is of no more use. */
    void drop() {
        coming = null;
    }

    /** The pool that all share has one thread on a small machine, and whoever keeps that busy would keep this waiting. */
    private void inThreadOfItsOwn(Runnable reading) {
        Thread reader = new Thread(reading, name);
        reader.setDaemon(true);
        reader.start();
    }
}
