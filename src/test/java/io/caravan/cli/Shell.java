package io.caravan.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Runs commands as a person would type them, without a process of their own. */
final class Shell {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int columns;
    private Clock clock = Clock.systemUTC();

    /** What time it is from here on. */
    Shell at(Clock other) {
        clock = other;
        return this;
    }

    /** Before a terminal that wide from here on; 0: into a pipe. */
    Shell wide(int terminal) {
        columns = terminal;
        return this;
    }

    boolean isWide() {
        return columns > 0;
    }

    /** Runs one command; gives its exit code. What it wrote replaces what the one before wrote. */
    int run(String... arguments) {
        out.reset();
        err.reset();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), columns > 0, columns > 0, columns);
        return new CommandLineProgram(console, clock).execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
