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
 * once more. The read itself waits once more, for as long as its system's settings say. For one file; thread-safe.
 */
public final class FinishedFile implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Duration QUIET = Duration.ofMillis(500);

    private final QuietFile quiet;

    /** As routes make it. */
    public FinishedFile() {
        this(new QuietFile(QUIET));
    }

    FinishedFile(Clock clock, LongSupplier nanos, Predicate<Path> isOfThisMachine) {
        this(new QuietFile(QUIET, clock, nanos, isOfThisMachine));
    }

    private FinishedFile(QuietFile quiet) {
        this.quiet = quiet;
    }

    @Override
    public boolean acquireExclusiveReadLock(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws IOException {
        return isFinished(file.getFile().toPath());
    }

    boolean isFinished(Path file) throws IOException {
        boolean isQuiet = quiet.isQuiet(file);
        return isQuiet && file.toFile().length() > 0;
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
        // nothing is locked
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
