package io.caravan.camel.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Tells whether a file has stopped growing: nobody has written to it for a while. A finished file that is renamed into place is
 * quiet at once, where the file's own time can be believed: on a file system of this machine. The clock of another machine
 * may be wrong by hours; on its shares a file has to look the same for as long by our own time. That is also how
 * long a file waits whose time lies ahead. Looks and goes away again; who waits asks once more. For one file; thread-safe.
 */
public final class QuietFile {

    /** File systems that take a file's time from this machine's clock. */
    private static final Set<String> OF_THIS_MACHINE = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "jfs", "tmpfs", "overlay", "ufs",
            "apfs", "hfs", "NTFS", "ReFS");

    private final Duration quiet;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Predicate<Path> isOfThisMachine;
    private Optional<FileLook> last = Optional.empty();
    private long sameSince;

    /** @param quiet how long nobody may have written to it */
    public QuietFile(Duration quiet) {
        this(quiet, Clock.systemUTC(), System::nanoTime, QuietFile::isOfThisMachine);
    }

    /** With other clocks: of the machine that writes a file's time, and of a time that only goes on. */
    public QuietFile(Duration quiet, Clock clock, LongSupplier nanos, Predicate<Path> isOfThisMachine) {
        this.quiet = quiet;
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

    /** @throws IOException when the file cannot be looked at; one that has just gone is not quiet */
    public synchronized boolean isQuiet(Path file) throws IOException {
        FileLook now;
        try {
            now = FileLook.at(file);
        } catch (NoSuchFileException justRenamedAway) {
            return false;
        }
        if (!last.equals(Optional.of(now))) {
            last = Optional.of(now);
            sameSince = nanos.getAsLong();
        }
        boolean quietByOurTime = nanos.getAsLong() - sameSince >= quiet.toNanos();
        return quietByOurTime || clock.millis() - now.modified().toMillis() >= quiet.toMillis() && isOfThisMachine.test(file);
    }
}
