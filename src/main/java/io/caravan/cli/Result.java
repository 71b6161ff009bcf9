package io.caravan.cli;

/**
 * What a command found or did. One model, two views: the components of the {@link #document} are the fields of the JSON
 * document, and {@link #print} renders the very same components as text. Components are text, numbers, booleans,
 * lists, maps, Optionals and records of those.
 */
interface Result {

    /** The record that an operation returned. */
    Object document();

    /** How the command ended. */
    ExitCode exitCode();

    /** Writes the text view to stdout. */
    void print(TextOut out);
}
