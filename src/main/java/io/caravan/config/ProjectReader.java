package io.caravan.config;

import io.caravan.diagnostic.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a project folder: settings, connectors, mappings and what lies beside them. */
public final class ProjectReader {

    private ProjectReader() {
    }

    /**
     * Reads and checks everything, without touching network or database. Never throws for what is in the files.
     *
     * @param folder               the project folder
     * @param moreConnectorFolders where connectors are looked for after the project's own {@code connectors/}; the first found counts
     */
    public static ProjectReading read(Path folder, Path... moreConnectorFolders) {
        Problems problems = new Problems();
        ProjectFiles files = new ProjectFiles(folder, problems);
        List<Path> connectorFolders = new ArrayList<>(List.of(folder.resolve("connectors")));
        connectorFolders.addAll(List.of(moreConnectorFolders));
        Map<String, PropertiesText.Entry> entries = files.read(folder.resolve("application.properties"))
                .map(text -> PropertiesText.read(text, problems)).orElse(Map.of());
        Settings settings = SettingsReader.read(entries, problems);
        Project project = new Project(folder, settings, Map.of(), Map.of(), List.of(), List.of());
        return new ProjectReading(problems.hasErrors() ? Optional.empty() : Optional.of(project), problems, files.texts());
    }
}
