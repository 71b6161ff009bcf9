package io.caravan.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {

    /** When to colour the output. */
    enum Colour { AUTO, ALWAYS, NEVER }

    @Option(names = "--project", paramLabel = "DIR", scope = ScopeType.INHERIT, defaultValue = ".",
            description = "The project folder, where application.properties and mappings/ are (default: the current directory).")
    private Path project;

    @Option(names = "--json", scope = ScopeType.INHERIT,
            description = "Write the result as one JSON document instead of text.")
    private boolean json;

    @Option(names = "--color", paramLabel = "WHEN", scope = ScopeType.INHERIT, defaultValue = "auto",
            description = "Colour the output: auto (default), always or never.")
    private Colour colour;

    @Option(names = {"-v", "--verbose"}, scope = ScopeType.INHERIT,
            description = "Log what Caravan does to stderr; -vv also what the libraries under it do.")
    private boolean[] verbose = new boolean[0];

    /** Absolute and normalised. */
    Path project() {
        return project.toAbsolutePath().normalize();
    }

    boolean json() {
        return json;
    }

    Colour colour() {
        return colour;
    }

    /** 0, 1 or more. */
    int verbosity() {
        return verbose.length;
    }
}
