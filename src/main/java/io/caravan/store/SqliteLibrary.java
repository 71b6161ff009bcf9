package io.caravan.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into a folder that stays. The driver would unpack it into the temporary folder
 * at every start, and a process that is killed leaves it there.
 */
public final class SqliteLibrary {

    /** Where the driver looks for an unpacked library, and what it calls the file. */
    private static final String PATH = "org.sqlite.lib.path";

    private SqliteLibrary() {
    }

    /**
     * Makes the driver use the library in this folder, and puts it there when it is missing or another. Where that is not
     * possible (a folder of somebody else, a system that the driver brings no library for) the driver does as it does.
     *
     * @param cache a folder that only trusted users may write to: what lies there is executed
     */
    public static void useFrom(Path cache) {
        String resources = LibraryLoaderUtil.getNativeLibResourcePath();
        String name = LibraryLoaderUtil.getNativeLibName();
        if (System.getProperty(PATH) != null || !LibraryLoaderUtil.hasNativeLib(resources, name)) {
            return;
        }
        Path folder = cache.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resources + "/" + name)) {
            byte[] library = packed.readAllBytes();
            if (!holds(folder.resolve(name), library)) {
                unpack(folder, name, library);
            }
            System.setProperty(PATH, folder.toString());
        } catch (IOException notUnpacked) {
            System.clearProperty(PATH);
        }
    }

    private static boolean holds(Path file, byte[] library) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == library.length && Arrays.equals(Files.readAllBytes(file), library);
    }

    /** In one step, because several processes may start at once. */
    private static void unpack(Path folder, String name, byte[] library) throws IOException {
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, name, ".part");
        try {
            Files.write(whole, library);
            whole.toFile().setReadable(true, false); // other users of one installation
            Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
