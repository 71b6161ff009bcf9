package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Problems;
import io.caravan.runtime.RouteCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a project is.
 *
 * @param folder the project's, absolute
 * @param home   the folder Caravan is installed in, whose connectors and routes every project has; empty when it runs from class files
 */
public record ProjectFolder(Path folder, Optional<Path> home) {

    /** The files as they are, with whatever is wrong with them; a folder that is no project is one with an error. */
    public ProjectReading read() {
        return ProjectReader.read(folder, installed());
    }

    /**
     * The project's files, with whatever is wrong with them.
     *
     * @throws Refusal when there is no project
     */
    public ProjectReading reading() {
        if (!isProject()) {
            throw noProject();
        }
        return read();
    }

    /**
     * The project, without errors.
     *
     * @throws InvalidProject when it has some
     */
    public Project project() {
        return valid(reading());
    }

    /** The project with every connector there is; or where there is none, what comes with the installation. */
    public Project withAllConnectors() {
        if (!isProject() && home.isEmpty()) {
            throw noProject();
        }
        return valid(ProjectReader.readWithAllConnectors(isProject() ? folder : home.get(), installed()));
    }

    /** What is wrong with the project's files, with what is wrong with its routes. */
    ProjectReading withRoutes(ProjectReading reading) {
        Problems found = new Problems();
        RouteCheck.check(folder, installation(), reading.names(), found);
        return reading.with(found);
    }

    static Project valid(ProjectReading reading) {
        return reading.project().orElseThrow(() -> new InvalidProject(reading));
    }

    /** Where connectors are: the project's, then the installation's. */
    List<Path> connectorFolders() {
        return Stream.concat(Stream.of(folder), home.stream()).map(each -> each.resolve("connectors")).toList();
    }

    Path installation() {
        return home.orElse(Path.of("").toAbsolutePath());
    }

    Refusal noProject() {
        return new Refusal(Refusal.Kind.USAGE, "there is no application.properties in " + folder + ", so it is not a Caravan project",
                "Go to the project's folder, or name it with --project DIR");
    }

    boolean isProject() {
        return Files.isRegularFile(folder.resolve("application.properties"));
    }

    private Path[] installed() {
        return home.map(installed -> new Path[] {installed.resolve("connectors")}).orElse(new Path[0]);
    }
}
