package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;

/**
 * What {@code settle} comes to.
 *
 * @param account the one that is somebody's from here on; empty: there is none
 */
record SettledResult(String job, String identity, Optional<String> account) implements Result {

    @Override
    @JsonIgnore
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line(Words.plain(identity) + " has " + account.map(id -> "the account " + Words.plain(id)).orElse("no account") + " in " + job
                + ". The next cycle goes on from there: caravan sync " + job);
    }
}
