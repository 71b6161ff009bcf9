package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's words go.
 *
 * @param out              the result
 * @param err              progress, problems with the command itself, logs
 * @param resultOnTerminal whether a person looks at {@code out}
 * @param errorsOnTerminal whether a person looks at {@code err}
 * @param columns          how wide the terminal is that shows {@code out}; 0: as wide as a line needs
 */
record Console(PrintStream out, PrintStream err, boolean resultOnTerminal, boolean errorsOnTerminal, int columns) {

    /** Narrower than this nothing can be laid out. */
    private static final int NARROWEST = 40;

    Console {
        columns = columns == 0 ? 0 : Math.max(NARROWEST, columns);
    }

    Console(PrintStream out, PrintStream err, boolean resultOnTerminal, boolean errorsOnTerminal) {
        this(out, err, resultOnTerminal, errorsOnTerminal, 0);
    }

    /** A line to whoever made a mistake or meets a failure; it may quote what came from outside. */
    void complain(String line) {
        err.println(VisibleText.of(line, "\n"));
    }

    /** The process's own streams, always UTF-8. {@code bin/caravan} tells which of them are terminals, and how wide. */
    static Console ofProcess() {
        return new Console(utf8(FileDescriptor.out, false), utf8(FileDescriptor.err, true),
                Boolean.getBoolean("caravan.terminal.out"), Boolean.getBoolean("caravan.terminal.err"),
                Math.max(0, Integer.getInteger("caravan.terminal.columns", 0)));
    }

    private static PrintStream utf8(FileDescriptor stream, boolean flush) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(stream), 1 << 13), flush, StandardCharsets.UTF_8);
    }
}
