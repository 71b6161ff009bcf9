package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.cycle.StateStore;
import io.caravan.store.SqlStateStore;
import java.util.function.UnaryOperator;

/** Opens the store that a project's settings name. */
public final class Stores {

    private static final String SQLITE = "jdbc:sqlite:";

    private Stores() {
    }

    /**
     * @param resolve resolves placeholders such as {@code {{env:NAME}}}
     */
    public static StateStore open(Project project, UnaryOperator<String> resolve) {
        String url = project.settings().text("caravan.store.url").map(resolve).orElse(SQLITE + "state/caravan.db");
        String user = project.settings().text("caravan.store.user").map(resolve).orElse("");
        String password = project.settings().text("caravan.store.password").map(resolve).orElse("");
        return SqlStateStore.open(inside(project, url), user, password);
    }

    /** A relative SQLite file is meant relative to the project folder. */
    private static String inside(Project project, String url) {
        if (!url.startsWith(SQLITE) || url.contains(":memory:")) {
            return url;
        }
        return SQLITE + project.folder().resolve(url.substring(SQLITE.length())).toAbsolutePath().normalize();
    }
}
