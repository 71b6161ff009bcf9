package io.caravan.cli;

import io.caravan.operations.NewConnector;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan connector new}. */
@Command(name = "new", mixinStandardHelpOptions = true,
        description = "Write the beginnings of a connector for a REST API and its test data into the project's connectors folder; with --openapi, proposed from what the vendor publishes of it.")
final class ConnectorNewCommand implements Callable<Integer> {

    private static final int SHOWN = 12;

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The new connector's name: lower-case letters, digits and hyphens.")
    private String name;

    @Option(names = "--openapi", paramLabel = "FILE", description = "An OpenAPI 3 or Swagger 2 document, JSON or YAML: objects, attributes, operations, paging and authentication are proposed from it. What it does not say is guessed, and marked so.")
    private Path document;

    @Option(names = "--path", paramLabel = "PATH", description = "A collection of the document to propose an object for, such as /users; several times for several. Default: those that people and groups are in, by their names.")
    private List<String> collections = List.of();

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
            if (document.objects().isEmpty()) {
                out.line("It passes its tests as it is: caravan connector test " + document.connector());
                return;
            }
            out.line();
            out.paragraph("", 2, "Objects: " + String.join(", ", document.objects()) + ".");
            document.guesses().forEach(guess -> out.paragraph("  guessed: ", 11, guess));
            if (!document.others().isEmpty()) {
                out.paragraph("", 2, "Not proposed, --path does: " + String.join(", ", document.others().stream().limit(SHOWN).toList()) + (document.others().size() > SHOWN ? ", …" : ""));
            }
            out.line("Next: write the settings of a test tenant into its kit file, and run caravan connector test " + document.connector());
        }
    }

    @Override
    public Integer call() {
        if (document == null && !collections.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--path is of a document, and none is named", "Write --openapi FILE, too");
        }
        return session.finish("connector new", new Written(document == null ? NewConnector.write(session.place(), name)
                : NewConnector.propose(session.place(), name, document, collections)));
    }
}
