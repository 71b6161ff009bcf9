package io.caravan.cli;

import io.caravan.operations.ConnectorTrial;
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
        return session.finish("connector test", new ConnectorTestResult(ConnectorTrial.of(session.place(), name)));
    }
}
