package io.caravan.cli;

import io.caravan.operations.NewConnector;
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
    private record Written(NewConnector document) implements Result {

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            document.files().forEach(file -> out.line("wrote " + file));
            out.line("It passes its tests as it is: caravan connector test " + document.connector());
        }
    }

    @Override
    public Integer call() {
        return session.finish("connector new", new Written(NewConnector.write(session.place(), name)));
    }
}
