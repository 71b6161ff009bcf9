package io.caravan.cli;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Shows how far something is, on stderr: a bar on a terminal, a line every few seconds anywhere else. One phase at a
 * time; beginning the next ends the one before. Not thread-safe.
 */
interface ProgressView extends AutoCloseable {

    /**
     * Something new begins.
     *
     * @param what  such as {@code "directory: sending"}
     * @param total how many there will be; empty when nobody knows
     */
    void begin(String what, OptionalLong total);

    /** So many of the phase are done by now. Cheap: may be called for every single one. */
    void reached(long done);

    /** Ends the phase under way, if there is one, with a line that stays. */
    void end();

    @Override
    default void close() {
        end();
    }

    /** What suits the stream. */
    static ProgressView on(TextOut errors, boolean terminal) {
        LongSupplier clock = System::nanoTime;
        return terminal ? new ProgressBarView(errors, clock) : new ProgressLines(errors, clock);
    }

    /** What {@code --json} and quiet tests want. */
    static ProgressView none() {
        return new ProgressView() {
            @Override
            public void begin(String what, OptionalLong total) {
            }

            @Override
            public void reached(long done) {
            }

            @Override
            public void end() {
            }
        };
    }
}
