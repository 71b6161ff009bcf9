package io.caravan.operations;

import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.KitException;
import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the connector kit's systems the way every system is made: by reading a project that has one. */
final class KitProjects implements ConnectorKit.Projects {

    private static final String SYSTEM = "kit";
    private static final Pattern EXTENDS = Pattern.compile("\\bextends:\\s*['\"]?([a-z0-9-]+)");
    private final List<Path> connectorFolders;

    KitProjects(List<Path> connectorFolders) {
        this.connectorFolders = connectorFolders.stream().map(Path::toAbsolutePath).toList();
    }

    @Override
    public Project project(String connector, Map<String, String> settings) {
        StringBuilder properties = new StringBuilder("caravan.systems." + SYSTEM + ".connector = " + connector + "\n");
        settings.forEach((key, value) -> properties.append("caravan.systems.").append(SYSTEM).append('.').append(key).append(" = ")
                .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")).append('\n'));
        ProjectReading reading = read(connector, properties.toString());
        return reading.project().orElseThrow(() -> new KitException(
                "the connector '" + connector + "' cannot be used with the settings of its kit file:\n" + reading.problems().inOrder().stream()
                        .map(KitProjects::line).collect(Collectors.joining("\n"))));
    }

    private static String line(Problem problem) {
        return problem.position() + " " + problem.code().code() + ": " + problem.message() + "; " + problem.fix();
    }

    /** A project with this connector and those it extends, so that a mistake in another one does not matter here. */
    private ProjectReading read(String connector, String properties) {
        try {
            Path folder = Files.createTempDirectory("caravan-kit-project");
            try {
                Files.writeString(folder.resolve("application.properties"), properties);
                copy(connector, Files.createDirectories(folder.resolve("connectors")));
                return ProjectReader.read(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void copy(String connector, Path to) throws IOException {
        String name = connector + ".kamelet.yaml";
        for (Path folder : connectorFolders) {
            if (Files.isRegularFile(folder.resolve(name)) && !Files.exists(to.resolve(name))) {
                Files.copy(folder.resolve(name), to.resolve(name));
                Matcher parent = EXTENDS.matcher(Files.readString(folder.resolve(name)));
                while (parent.find()) {
                    copy(parent.group(1), to);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
