package io.caravan.cli;

import java.nio.file.Path;

/** One invocation: what every command may ask for, and where it hands its result. */
final class Session {

    private final Console console;
    private final GlobalOptions options;

    Session(Console console, GlobalOptions options) {
        this.console = console;
        this.options = options;
    }

    Path project() {
        return options.project();
    }

    Console console() {
        return console;
    }

    GlobalOptions options() {
        return options;
    }

    /** stderr, for progress. */
    TextOut progress() {
        return new TextOut(console.err(), colours(console.errorsOnTerminal()));
    }

    /** stdout, for results that are text whatever {@code --json} says (a completion script). */
    TextOut text() {
        return new TextOut(console.out(), colours(console.resultOnTerminal()));
    }

    /** Writes the result in the view that was asked for, and gives the exit code of the process. */
    int finish(String command, Result result) {
        if (options.json()) {
            console.out().println(new JsonView().document(command, result));
        } else {
            result.print(text());
        }
        console.out().flush();
        return result.exitCode().number();
    }

    private boolean colours(boolean terminal) {
        return switch (options.colour()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && System.getenv("NO_COLOR") == null;
        };
    }
}
