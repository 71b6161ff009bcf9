package io.caravan.cli;

import io.caravan.operations.ConnectorReplay;
import io.caravan.operations.Quantity;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan connector replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true,
        description = "Try a connector out against a recording, without the system: it has to send what it sent then, and to read the answers as it did.")
final class ConnectorReplayCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The recording, as connector record wrote it.")
    private Path file;

    ConnectorReplayCommand(Session session) {
        this.session = session;
    }

    /** What was the same, and what was not. */
    private record Replayed(ConnectorReplay document) implements Result {

        @Override
        public ExitCode exitCode() {
            return document.differences().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }

        @Override
        public void print(TextOut out) {
            document.differences().forEach(difference -> out.paragraph("  " + out.paint(TextOut.Style.BAD, "differs") + "  ", 11, difference));
            out.line(document.connector() + " against " + document.file() + ": " + Quantity.of(document.calls(), "call") + ", " + Quantity.of(document.requests(), "request") + ", "
                    + (document.differences().isEmpty() ? "nothing differs." : Quantity.of(document.differences().size(), "difference") + "."));
        }
    }

    @Override
    public Integer call() {
        return session.finish("connector replay", new Replayed(ConnectorReplay.of(session.place(), file)));
    }
}
