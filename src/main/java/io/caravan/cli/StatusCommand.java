package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.ProjectStatus;
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
        try (OpenProject project = session.look()) {
            return session.finish("status", new StatusResult(ProjectStatus.of(project)));
        }
    }
}
