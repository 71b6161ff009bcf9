package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {

    private static final int LONGEST_NAME = 100;

    /** When to colour the output. */
    enum Colour { AUTO, ALWAYS, NEVER }

    /** How lines of the log are written. */
    enum LogFormat { TEXT, JSON }

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

    @Option(names = "--log-format", paramLabel = "FORMAT", scope = ScopeType.INHERIT, defaultValue = "text",
            description = "Write the log on stderr as text (default), or as json: one document a line.")
    private LogFormat logFormat;

    @Option(names = "--as", paramLabel = "NAME", scope = ScopeType.INHERIT,
            description = "Who you are, for the provisioning log (default: the system's user).")
    private Optional<String> actor = Optional.empty();

    LogFormat logFormat() {
        return logFormat;
    }

    /** Absolute and normalised. */
    Path project() {
        return project.toAbsolutePath().normalize();
    }

    /** Who acts, when that was said: it stands in every entry of the provisioning log. */
    Optional<String> actor() {
        return actor.map(GlobalOptions::name);
    }

    private static String name(String given) {
        boolean good = !given.isBlank() && given.length() <= LONGEST_NAME && given.codePoints().noneMatch(GlobalOptions::isUnprintable);
        if (!good) {
            throw new CommandFailure(ExitCode.USAGE, "--as '" + VisibleText.of(given) + "' is no name", "Write who you are, in at most " + LONGEST_NAME
                    + " characters, such as --as ada");
        }
        return given.strip();
    }

    private static boolean isUnprintable(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
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
