package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a command found or did. One model, two views: an implementing record's components are the fields of the JSON
 * document, and {@link #print} renders the very same components as text. Components are text, numbers, booleans,
 * lists, maps, Optionals and records of those.
 */
interface Result {

    /** How the command ended. */
    @JsonIgnore
    ExitCode exitCode();

    /** Writes the text view to stdout. */
    void print(TextOut out);
}
