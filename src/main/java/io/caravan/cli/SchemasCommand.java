package io.caravan.cli;

import io.caravan.operations.EditorSchemas;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan schemas}. */
@Command(name = "schemas", mixinStandardHelpOptions = true,
        description = "Write the JSON Schemas into the project's schemas folder, where editors look for them: they complete and check mappings and connectors.")
final class SchemasCommand implements Callable<Integer> {

    private final Session session;

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
        }
    }

    @Override
    public Integer call() {
        return session.finish("schemas", new Written(EditorSchemas.write(session.place())));
    }
}
