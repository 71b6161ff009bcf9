package io.caravan.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Keeps the file that everything about everybody stands in, and the folder made for it, for their owner alone, where the
 * file system knows owners. What stood open before is closed.
 */
final class OwnerOnly {

    /** A folder of this name is Caravan's own, whoever made it. */
    private static final String STATE = "state";
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {
    }

    /** Makes what is missing: the folder, and an empty file. SQLite gives the files beside it the same rights. */
    static void make(Path file) throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            close(folder, FOLDER);
        }
        if (knowsOwners(folder) && !Files.exists(file)) {
            try {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
            } catch (FileAlreadyExistsException madeByAnother) {
                // in the same moment, and in the same way
            }
        }
    }

    /** Closes what was made some other way. Fails when it belongs to somebody else. */
    static void close(Path file) throws IOException {
        if (file.getParent().endsWith(STATE)) {
            close(file.getParent(), FOLDER);
        }
        for (String beside : List.of("", "-wal", "-shm")) {
            Path existing = Path.of(file + beside);
            if (Files.exists(existing)) {
                close(existing, FILE);
            }
        }
    }

    /** Takes away what others may do; what the owner may not do stays so. */
    private static void close(Path path, Set<PosixFilePermission> most) throws IOException {
        if (!knowsOwners(path)) {
            return;
        }
        Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
        if (now.retainAll(most)) {
            Files.setPosixFilePermissions(path, now);
        }
    }

    private static boolean knowsOwners(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
