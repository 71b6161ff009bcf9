package io.caravan.cli;

import io.caravan.operations.AssignmentList;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan assignments [WHO]}. */
@Command(name = "assignments", mixinStandardHelpOptions = true,
        description = "List who is assigned to which application and role: by whom, from and until when. Of a person also through the groups that she is in.")
final class AssignmentsCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "WHO", arity = "0..1", description = "Only this person's (default: everybody's): an identity's key, or a value it is recognised by.")
    private Optional<String> who = Optional.empty();

    @Option(names = "--application", paramLabel = "NAME", description = "Only to this one: a system of application.properties.")
    private Optional<String> application = Optional.empty();

    @Mixin
    private final AsCsv asCsv = new AsCsv();

    AssignmentsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.look()) {
            return session.finish("assignments", new AssignmentsResult(AssignmentList.of(project, who, application)), asCsv);
        }
    }
}
