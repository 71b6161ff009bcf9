package io.caravan.cli;

import io.caravan.operations.ConnectorRecording;
import io.caravan.operations.Quantity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan connector record}. */
@Command(name = "record", mixinStandardHelpOptions = true,
        description = "Ask a system over HTTP for what its connector can read, and write what was sent and answered into a file that connector replay tests with. Secrets and addresses are hidden; nothing is changed but with --write.")
final class ConnectorRecordCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The system, as the settings name it.")
    private String system;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write, such as connectors/crm.recording.jsonl.")
    private Path file;

    @Option(names = "--hide", paramLabel = "NAME", split = ",", description = "Hide the values of these attributes or members of documents, too: each becomes another, the same wherever it stands.")
    private List<String> hide = List.of();

    @Option(names = "--hide-texts", description = "Hide every text that neither the connector's file knows nor is a date or an address.")
    private boolean hideTexts;

    @Option(names = "--records", paramLabel = "N", defaultValue = "10", description = "How many of each kind of object are read. Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(names = "--write", paramLabel = "FILE", description = "Also make, change, disable, enable and delete what this file describes, as the data of connector test does: for a tenant that is there for tests.")
    private Path write;

    ConnectorRecordCommand(Session session) {
        this.session = session;
    }

    /** The file that was written. */
    private record Recorded(ConnectorRecording document) implements Result {

        @Override
        public ExitCode exitCode() {
            return document.differences().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }

        @Override
        public void print(TextOut out) {
            document.calls().forEach(call -> out.line("  " + call));
            out.line();
            out.line("wrote " + document.file() + ": " + Quantity.of(document.requests(), "request") + ", " + Quantity.of(document.secrets(), "secret") + " and "
                    + Quantity.of(document.values(), "other value") + " hidden.");
            if (!document.left().isEmpty()) {
                out.paragraph("", 2, "Texts of these are in it as they are; --hide NAME hides more: " + String.join(", ", document.left()));
            }
            if (!document.stays().isEmpty()) {
                out.paragraph("", 2, "Made for it, and still there: " + String.join(", ", document.stays()));
            }
            document.differences().forEach(difference -> out.paragraph("  " + out.paint(TextOut.Style.BAD, "differs") + "  ", 11, difference));
            out.line(document.differences().isEmpty() ? "It replays: caravan connector replay " + document.file()
                    : "It does not replay as it was recorded, so it tests nothing; hide less, or look at what differs.");
        }
    }

    @Override
    public Integer call() {
        return session.finish("connector record", new Recorded(ConnectorRecording.of(session.place(), system, file,
                new ConnectorRecording.Hidden(Set.copyOf(hide), hideTexts), new ConnectorRecording.Tour(Math.max(1, records), Optional.ofNullable(write)))));
    }
}
