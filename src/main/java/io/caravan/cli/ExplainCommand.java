package io.caravan.cli;

import io.caravan.operations.Explaining;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan explain IDENTITY [JOB]}. */
@Command(name = "explain", mixinStandardHelpOptions = true,
        description = "Tell why somebody has the accounts and values they have, or has none: from the source record to the last call.")
final class ExplainCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "IDENTITY", description = "Its key, such as E0311; or the key of a source record, or a value it is recognised by, such as an address.")
    private String text;

    @Parameters(index = "1", arity = "0..1", paramLabel = "JOB", description = "Only this job (default: every job that writes to a target).")
    private Optional<String> job = Optional.empty();

    ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.look()) {
            return session.finish("explain", new ExplainResult(Explaining.explain(project, text, job)));
        }
    }
}
