package io.caravan.cli;

import io.caravan.operations.Assigning;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan assign WHO APPLICATION}. */
@Command(name = "assign", mixinStandardHelpOptions = true,
        description = "Say that somebody has an application, or a role in it. Nothing is sent: the next cycle goes on from there. For mappings with scope: {assigned: true}, or ${assignment[roles]}.")
final class AssignCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final AssignWhat what = new AssignWhat();

    @Option(names = "--from", paramLabel = "DAY", description = "From this day on, in the person's time zone, or from a moment (2026-11-30T08:00:00Z). Without it, from now on.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--until", paramLabel = "DAY", description = "The last day, or a moment. Without it, for good.")
    private Optional<String> until = Optional.empty();

    AssignCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.open()) {
            return session.finish("assign", new AssigningResult(Assigning.assign(project, what.wish(), from, until)));
        }
    }
}
