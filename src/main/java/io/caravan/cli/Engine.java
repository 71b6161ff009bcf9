package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.cycle.CycleListener;
import io.caravan.cycle.StateStore;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Stores;
import java.nio.file.Path;

/** Opens a project's store, and its engine, for one command. */
final class Engine {

    private Engine() {
    }

    /** The store alone: starts in no time, since Camel is not needed for looking things up. */
    static StateStore store(Project project) {
        return Stores.open(project);
    }

    /** The engine, with everything it does for real. */
    static Caravan open(Session session, Project project, CycleListener listener) {
        return Caravan.open(project, store(project), installation(session), session.clock(), listener);
    }

    /** The engine on a copy of the store: what it does is seen and then forgotten. Planning only. */
    static Caravan preview(Session session, Project project, CycleListener listener) {
        StateStore store = store(project);
        StateStore copy = store.preview();
        store.close();
        return Caravan.open(project, copy, installation(session), session.clock(), listener);
    }

    private static Path installation(Session session) {
        return session.home().orElse(Path.of("").toAbsolutePath());
    }
}
