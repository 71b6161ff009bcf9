package io.caravan.runtime;

import io.caravan.camel.Placeholders;
import io.caravan.config.Project;
import io.caravan.engine.StateStore;
import io.caravan.store.SqliteLibrary;
import io.caravan.store.SqlStateStore;
import io.caravan.store.StoreException;
import io.caravan.store.StoreMaintenance;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Opens the store that a project's settings name. */
public final class Stores {

    private static final String SQLITE = "jdbc:sqlite:";

    private Stores() {
    }

    /**
     * Needs no running Camel, so that looking things up begins in no time.
     *
     * @throws io.caravan.store.StoreException when it cannot be opened, with the remedy
     */
    public static StateStore open(Project project) {
        return open(project, Placeholders.of(project.folder()));
    }

    /**
     * The same for whoever only looks: the right to read is enough.
     *
     * @throws io.caravan.store.StoreException as {@link #open(Project)}
     */
    public static StateStore openToRead(Project project) {
        return open(project, Placeholders.of(project.folder()), SqlStateStore::openToRead);
    }

    /** Whether the store is a file of this machine, and no database server. */
    public static boolean isFile(Project project) {
        return setting(project, "url", Placeholders.of(project.folder())).filter(url -> !url.startsWith(SQLITE)).isEmpty();
    }

    /** For what is done with the store as a whole; opens nothing yet. */
    public static StoreMaintenance maintenance(Project project) {
        return open(project, Placeholders.of(project.folder()), StoreMaintenance::of);
    }

    /** The same for a SQLite file that no project names, such as a backup. */
    public static StoreMaintenance maintenance(Path file) {
        prepareLibrary();
        return StoreMaintenance.ofFile(file);
    }

    static StateStore open(Project project, UnaryOperator<String> resolve) {
        return open(project, resolve, SqlStateStore::open);
    }

    private interface Opening<T> {
        T open(String url, String user, String password);
    }

    private static void prepareLibrary() {
        Optional.ofNullable(System.getProperty("caravan.cache")).map(Path::of).ifPresent(SqliteLibrary::useFrom);
    }

    private static <T> T open(Project project, UnaryOperator<String> resolve, Opening<T> opening) {
        prepareLibrary();
        String url = setting(project, "url", resolve).orElse(SQLITE + "state/caravan.db");
        String user = setting(project, "user", resolve).orElse("");
        String password = setting(project, "password", resolve).orElse("");
        return opening.open(inside(project, url), user, password);
    }

    private static Optional<String> setting(Project project, String name, UnaryOperator<String> resolve) {
        String key = "caravan.store." + name;
        try {
            return project.settings().text(key).map(resolve);
        } catch (RuntimeException unresolved) {
            throw new StoreException("the setting " + key + " has no value: " + unresolved.getMessage(),
                    "set the environment variable, or make the file, that its placeholder names", unresolved);
        }
    }

    /** A relative SQLite file is meant relative to the project folder. */
    private static String inside(Project project, String url) {
        if (!url.startsWith(SQLITE) || url.contains(":memory:")) {
            return url;
        }
        return SQLITE + project.folder().resolve(url.substring(SQLITE.length())).toAbsolutePath().normalize();
    }
}
