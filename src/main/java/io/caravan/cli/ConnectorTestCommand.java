package io.caravan.cli;

import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.KitException;
import io.caravan.camel.kit.KitReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan connector test}. */
@Command(name = "test", mixinStandardHelpOptions = true,
        description = "Try a connector out with the data of its kit file, against a server that is started for it.")
final class ConnectorTestCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector's name, as connector list shows it.")
    private String name;

    ConnectorTestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try {
            KitReport report = new ConnectorKit(session.connectorFolders(), new KitProjects(session.connectorFolders())).run(name);
            return session.finish("connector test", ConnectorTestResult.of(report));
        } catch (KitException cannotBegin) {
            throw new CommandFailure(ExitCode.INVALID_FILES, cannotBegin.getMessage(), "see docs/how-to/add-a-connector.md");
        }
    }
}
