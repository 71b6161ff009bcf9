package io.caravan.camel.csv;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * When a file counts as finished: once its marker is there, if its exporter makes one; else once nobody has written to it for a while.
 *
 * @param quiet  how long nobody may have written; zero: files are renamed into place and finished when they are there
 * @param patience how long a read waits for that at most
 * @param marker what the exporter puts there when the file is finished; {@code *} stands for the file's name
 */
record Arrival(Duration quiet, Duration patience, Optional<String> marker) {

    private static final long LOOK_MILLIS = 50;
    /** A file that is seen to grow is written bit by bit: it must be left alone for so many times as long. */
    private static final int GROWING = 4;

    /**
     * Waits until the file is finished.
     *
     * @param stopping whether nobody wants the file any more
     * @throws OutcomeException unavailable when it is still not finished after {@link #patience}
     */
    void await(Path file, BooleanSupplier stopping) {
        long begin = System.nanoTime();
        QuietFile quietFile = new QuietFile(quiet);
        try {
            FileLook first = FileLook.at(file);
            boolean grows = false;
            while (!isFinished(file, quietFile)) {
                if (!grows && !FileLook.at(file).equals(first)) {
                    grows = true;
                    quietFile = new QuietFile(quiet.multipliedBy(GROWING));
                }
                if (System.nanoTime() - begin >= patience.toNanos()) {
                    throw unfinished(file);
                }
                if (stopping.getAsBoolean()) {
                    throw new OutcomeException(OutcomeKind.UNAVAILABLE, "stopped while waiting for the file " + file.getFileName() + " to be finished");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException failed) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the file " + file.getFileName() + " cannot be looked at (" + failed.getMessage() + ")", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "stopped while waiting for the file " + file.getFileName() + " to be finished", stopped);
        }
    }

    private boolean isFinished(Path file, QuietFile quietFile) throws IOException {
        if (marker.isEmpty()) {
            return quiet.isZero() || quietFile.isQuiet(file);
        }
        Path mark = mark(file);
        return Files.exists(mark) && Files.exists(file) && Files.getLastModifiedTime(mark).compareTo(Files.getLastModifiedTime(file)) >= 0;
    }

    /** Where the marker of a file lies: beside it. */
    Path mark(Path file) {
        return file.resolveSibling(marker.orElseThrow().replace("*", file.getFileName().toString()));
    }

    private OutcomeException unfinished(Path file) {
        String why = marker.isEmpty() ? "is still being written: it has not been left alone for " + quiet.toMillis() / 1000.0 + " s (quietSeconds)"
                : "is not finished: " + mark(file).getFileName() + " is not there, or is older than the file (marker)";
        return new OutcomeException(OutcomeKind.UNAVAILABLE, "the file " + file.getFileName() + " " + why + ", after " + patience.toSeconds()
                + " s (waitSeconds); it is read next time");
    }
}
