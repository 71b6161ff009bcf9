package io.caravan.bench.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The distribution folder that the build made. */
public final class Distribution {

    private final Path source;
    private final Path launcher;

    /** @param source the source folder, in which {@code target/caravan} has been built */
    public Distribution(Path source) {
        this.source = source;
        this.launcher = source.resolve("target/caravan/bin/caravan");
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException(launcher + " is missing: start the bench with ./caravan bench, which builds it");
        }
    }

    /** What starts a command on a project. */
    List<String> command(Path project, List<String> words) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "--project", project.toString()));
        command.addAll(words);
        return command;
    }

    /** Its connectors. */
    public Path connectors() {
        return source.resolve("target/caravan/connectors");
    }

    /** The text of a connector of the bench's own. */
    public String connector(String file) throws IOException {
        return Files.readString(source.resolve("bench/connectors/" + file));
    }

    /** A mapping file of the bench's own. */
    public String mapping(String name) throws IOException {
        return Files.readString(source.resolve("bench/mappings/" + name));
    }
}
