package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.cycle.CycleListener;
import io.caravan.cycle.StateStore;
import io.caravan.diagnostic.Problems;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.RouteCheck;
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
        return open(session, project, store(project), listener);
    }

    /** The engine on a copy of the store: what it does is seen and then forgotten. Planning only. */
    static Caravan preview(Session session, Project project, CycleListener listener) {
        StateStore store = store(project);
        StateStore copy = store.preview();
        store.close();
        return open(session, project, copy, listener);
    }

    /** Where Camel refuses the project's routes, they are shown as {@code check} shows them. */
    private static Caravan open(Session session, Project project, StateStore store, CycleListener listener) {
        try {
            return Caravan.open(project, store, installation(session), session.clock(), listener, session.options().actor());
        } catch (IllegalStateException notStarted) {
            ProjectReading reading = withRoutes(session, session.reading());
            if (reading.project().isEmpty()) {
                throw new InvalidProject(reading);
            }
            throw notStarted;
        }
    }

    /** What is wrong with the project's files, with what is wrong with its routes. */
    static ProjectReading withRoutes(Session session, ProjectReading reading) {
        Problems found = new Problems();
        RouteCheck.check(session.folder(), installation(session), reading.project(), found);
        return reading.with(found);
    }

    private static Path installation(Session session) {
        return session.home().orElse(Path.of("").toAbsolutePath());
    }
}
