package io.caravan.cli;

import io.caravan.operations.ImportedEntra;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan import entra FILE}. */
@Command(name = "entra", mixinStandardHelpOptions = true,
        description = "Make mappings of a provisioning job of Microsoft Entra ID: each expression is said in ours; what cannot be followed is left out, stands as a comment that check warns of, and is listed (exit code 4). "
                + "Writes over nothing.")
final class ImportEntraCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "The job's synchronizationSchema, as Microsoft Graph gives it.")
    private Path file;

    @Option(names = "--from", paramLabel = "SYSTEM", description = "A system of application.properties, or hub (default).")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "SYSTEM", description = "As well. One of both is the hub.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--job", paramLabel = "NAME", description = "What the new job is called (default: like its system). That of groups has -groups behind it.")
    private Optional<String> job = Optional.empty();

    @Option(names = "--object", paramLabel = "KIND", description = "Which kind of object people are in the system, where it has several.")
    private Optional<String> object = Optional.empty();

    @Option(names = "--mapping", paramLabel = "NAME", description = "Which of the file's mappings is meant, where it has several for people.")
    private Optional<String> mapping = Optional.empty();

    @Option(names = "--attribute", paramLabel = "ENTRA=HUB", description = "What the hub calls an attribute; once for each that it calls otherwise.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(names = "--everybody", description = "Entra provisions everybody in scope, not only who is assigned to the application. The file does not say which; without this, only who is assigned here has an account.")
    private boolean everybody;

    @Option(names = "--dry-run", description = "Only show the files.")
    private boolean onlyShow;

    ImportEntraCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ImportedEntra.Wish wish = new ImportedEntra.Wish(from, to, job, object, mapping, attributes, everybody);
        return session.finish("import entra", new EntraImportResult(ImportedEntra.of(session.place(), wish, file, onlyShow)));
    }
}
