package io.caravan.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;

/**
 * Lets a file be taken once nobody has written to it for half a second. A finished file that is renamed into place is
 * taken at once, where the file's own time can be believed: on a file system of this machine. The clock of another machine
 * may be wrong by hours; on its shares a file has to look the same for half a second of our own time. That is also how
 * long a file waits whose time lies ahead. Looks and goes away again; who polls asks once more. For one file; thread-safe.
 */
public final class FinishedFile implements GenericFileExclusiveReadLockStrategy<File> {

    private static final Duration QUIET = Duration.ofMillis(500);
    /** File systems that take a file's time from this machine's clock. */
    private static final Set<String> OF_THIS_MACHINE = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "tmpfs", "overlay", "ufs",
            "apfs", "hfs", "NTFS", "ReFS");

    private final Clock clock;
    private final LongSupplier nanos;
    private final Predicate<Path> isOfThisMachine;
    private Look last = new Look(FileTime.fromMillis(0), -1, "");
    private long sameSince;

    /** How a file looked. */
    private record Look(FileTime modified, long size, Object key) {
    }

    /** As routes make it. */
    public FinishedFile() {
        this(Clock.systemUTC(), System::nanoTime, FinishedFile::isOfThisMachine);
    }

    FinishedFile(Clock clock, LongSupplier nanos, Predicate<Path> isOfThisMachine) {
        this.clock = clock;
        this.nanos = nanos;
        this.isOfThisMachine = isOfThisMachine;
    }

    private static boolean isOfThisMachine(Path file) {
        try {
            return OF_THIS_MACHINE.contains(Files.getFileStore(file).type());
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public boolean acquireExclusiveReadLock(GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws IOException {
        return isFinished(file.getFile().toPath());
    }

    synchronized boolean isFinished(Path file) throws IOException {
        Look now;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            now = new Look(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (NoSuchFileException justRenamedAway) {
            return false;
        }
        if (!now.equals(last)) {
            last = now;
            sameSince = nanos.getAsLong();
        }
        if (now.size() == 0) {
            return false;
        }
        boolean quietByOurTime = nanos.getAsLong() - sameSince >= QUIET.toNanos();
        return quietByOurTime || clock.millis() - now.modified().toMillis() >= QUIET.toMillis() && isOfThisMachine.test(file);
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
