package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.TriedExpression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan try}. */
@Command(name = "try", mixinStandardHelpOptions = true,
        description = "Try an expression or a condition on somebody of the hub, on a map in a JSON or YAML file, or on an example of a mapping. Changes nothing.")
final class TryCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "EXPRESSION", description = "Such as '${lowercase(${body[familyName]})}', in quotes, so that the shell leaves it alone.")
    private String expression;

    @Option(names = "--on", paramLabel = "WHO|FILE", required = true, description = "Somebody, as explain takes them; a JSON or YAML file with a map of attributes; or with --job the name of an example.")
    private String on;

    @Option(names = "--job", paramLabel = "JOB", description = "As in this mapping: its defines, attributes and lookup tables can be used.")
    private Optional<String> job = Optional.empty();

    TryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (job.isEmpty() && Files.isRegularFile(Path.of(on))) {
            return session.finish("try", new TryResult(TriedExpression.onFile(expression, Path.of(on), session.clock().instant())));
        }
        try (OpenProject project = session.look()) {
            return session.finish("try", new TryResult(TriedExpression.on(project, expression, on, job)));
        }
    }
}
