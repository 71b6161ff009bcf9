package io.caravan.cli;

import io.caravan.operations.ConnectorList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan connector list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the connectors of the project and of this installation.")
final class ConnectorListCommand implements Callable<Integer> {

    private final Session session;

    ConnectorListCommand(Session session) {
        this.session = session;
    }

    /** The connectors there are. */
    private record Listed(ConnectorList document) implements Result {

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            Table table = new Table("NAME", "ROLE", "OBJECTS", "TITLE", "VERIFIED");
            document.connectors().forEach(row -> table.row(row.name(), row.role(), String.join(", ", row.objects()), row.title(), row.verified().orElse("-")));
            table.print(out);
        }
    }

    @Override
    public Integer call() {
        return session.finish("connector list", new Listed(ConnectorList.of(session.place().withAllConnectors())));
    }
}
