package io.caravan.cli;

import io.caravan.operations.EditorSchemas;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan schemas}. */
@Command(name = "schemas", mixinStandardHelpOptions = true,
        description = "Write the JSON Schemas into the project's schemas folder, where editors look for them: they complete and check mappings and connectors. project.schema.json offers the names of the project's own systems, which are asked for them.")
final class SchemasCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--offline", description = "Ask no system: of each only what its connector declares is offered.")
    private boolean offline;

    SchemasCommand(Session session) {
        this.session = session;
    }

    /** The files that were written. */
    private record Written(EditorSchemas document) implements Result {

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            document.files().forEach(file -> out.line("wrote " + file));
            if (document.files().isEmpty()) {
                out.line("They are there, and of this version.");
            }
            document.declared().forEach(system -> out.paragraph("  ", 4, system + " was not asked, or did not answer: only what its connector declares is offered"));
        }
    }

    @Override
    public Integer call() {
        return session.finish("schemas", new Written(EditorSchemas.write(session.place(), !offline)));
    }
}
