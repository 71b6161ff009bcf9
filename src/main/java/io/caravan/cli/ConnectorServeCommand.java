package io.caravan.cli;

import io.caravan.operations.SampleServers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan connector serve}. */
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Start servers on this machine that behave as the systems of these connectors do, until Ctrl-C: to try a project out without any real one. What they are given is forgotten when they stop.")
final class ConnectorServeCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "CONNECTOR", description = "The connectors, such as ldap, scim2 or box.")
    private List<String> connectors = List.of();

    @Option(names = "--to", paramLabel = "DIR", defaultValue = "servers",
            description = "Where their addresses and secrets are written, for settings such as {{file:servers/box.url}}. Relative to the project. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    ConnectorServeCommand(Session session) {
        this.session = session;
    }

    /** What runs. */
    private record Serving(SampleServers.Running document) implements Result {

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            Table table = new Table("CONNECTOR", "ADDRESS", "FILES");
            document.servers().forEach(server -> table.row(server.connector(), server.url(), String.join(" ", server.files())));
            table.print(out);
            out.line("They run until Ctrl-C.");
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (SampleServers servers = SampleServers.start(session.place(), connectors, session.place().folder().resolve(folder))) {
            session.finish("connector serve", new Serving(servers.document()));
            new CountDownLatch(1).await();
            return ExitCode.DONE.number();
        }
    }
}
