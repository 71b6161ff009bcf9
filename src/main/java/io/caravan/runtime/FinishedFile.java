package io.caravan.runtime;

import io.caravan.camel.csv.QuietFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;

/**
 * Lets a file be taken once nobody has written to it for half a second, and there is something in it. Looks and goes away again; who polls asks
 * once more; after a cycle that broke not before a minute. The read itself waits once more, for as long as its system's settings say. For one file; thread-safe.
 */
public final class FinishedFile implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Duration QUIET = Duration.ofMillis(500);

    /** So long a file is left alone whose cycle broke: it would be asked for again at once. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final QuietFile quiet;
    private final LongSupplier nanos;
    private volatile long brokeAt;

    /** As routes make it. */
    public FinishedFile() {
        this(new QuietFile(QUIET), System::nanoTime);
    }

    FinishedFile(Clock clock, LongSupplier nanos, Predicate<Path> isOfThisMachine) {
        this(new QuietFile(QUIET, clock, nanos, isOfThisMachine), nanos);
    }

    private FinishedFile(QuietFile quiet, LongSupplier nanos) {
        this.quiet = quiet;
        this.nanos = nanos;
        this.brokeAt = nanos.getAsLong() - PAUSE.toNanos();
    }

    @Override
    public boolean acquireExclusiveReadLock(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws IOException {
        return isFinished(file.getFile().toPath());
    }

    boolean isFinished(Path file) throws IOException {
        boolean isQuiet = quiet.isQuiet(file);
        return isQuiet && file.toFile().length() > 0 && nanos.getAsLong() - brokeAt >= PAUSE.toNanos();
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        // nothing is left behind that would have to be cleared away
    }

    @Override
    public void releaseExclusiveReadLockOnAbort(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // nothing is locked
    }

    @Override
    public void releaseExclusiveReadLockOnRollback(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        brokeAt = nanos.getAsLong();
    }

    @Override
    public void releaseExclusiveReadLockOnCommit(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // nothing is locked
    }

    @Override
    public void setTimeout(long timeout) {
        // it never waits
    }

    @Override
    public void setCheckInterval(long checkInterval) {
        // whoever polls decides
    }

    @Override
    public void setReadLockLoggingLevel(LoggingLevel readLockLoggingLevel) {
        // it does not log
    }

    @Override
    public void setMarkerFiler(boolean markerFile) {
        // it makes no files
    }

    @Override
    public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {
        // it makes no files
    }
}
