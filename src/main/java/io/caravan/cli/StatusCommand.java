package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.cycle.StateStore;
import io.caravan.runtime.Stores;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Show where every job stands: its last cycle, its accounts, what is held, what failed, and what to do about it.")
final class StatusCommand implements Callable<Integer> {

    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        try (StateStore store = Stores.open(project)) {
            return session.finish("status", StatusResult.of(project, store, session.clock().instant()));
        }
    }
}
