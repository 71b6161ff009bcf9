package io.caravan.cli;

import io.caravan.operations.Assigning;
import io.caravan.operations.OpenProject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan unassign WHO APPLICATION}. */
@Command(name = "unassign", mixinStandardHelpOptions = true,
        description = "Take back what operators have said with assign. What sources, rules and groups say stays. Nothing is sent: the next cycle goes on from there.")
final class UnassignCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final AssignWhat what = new AssignWhat();

    UnassignCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.open()) {
            return session.finish("unassign", new AssigningResult(Assigning.unassign(project, what.wish())));
        }
    }
}
