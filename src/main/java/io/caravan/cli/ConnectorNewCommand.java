package io.caravan.cli;

import io.caravan.camel.kit.ConnectorScaffold;
import io.caravan.camel.kit.KitException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan connector new}. */
@Command(name = "new", mixinStandardHelpOptions = true,
        description = "Write the beginnings of a connector for a REST API and its test data into the project's connectors folder.")
final class ConnectorNewCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The new connector's name: lower-case letters, digits and hyphens.")
    private String name;

    ConnectorNewCommand(Session session) {
        this.session = session;
    }

    /** The files that were written. */
    record Written(String connector, List<String> files) implements Result {

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            files.forEach(file -> out.line("wrote " + file));
            out.line("It passes its tests as it is: caravan connector test " + connector);
        }
    }

    @Override
    public Integer call() {
        try {
            List<String> files = ConnectorScaffold.write(name, session.folder().resolve("connectors")).stream().map(Path::toString).toList();
            return session.finish("connector new", new Written(name, files));
        } catch (KitException refused) {
            throw new CommandFailure(ExitCode.USAGE, refused.getMessage(), "");
        }
    }
}
