package io.caravan;

import io.caravan.cli.CommandLineProgram;

/** Where the process starts. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(CommandLineProgram.run(arguments));
    }
}
