package io.caravan.cli;

import io.caravan.operations.GoneJobs;
import io.caravan.operations.Quantity;

/** What became of a job that was gone. */
record GoneJobsResult(GoneJobs document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        String had = document.accounts() > 0 ? Quantity.of(document.accounts(), "account") : Quantity.of(document.records(), "record");
        out.line(document.job() + " had " + had + document.becomes().map(other -> "; that is " + other + "'s from here on: caravan plan " + other + " shows what follows")
                .orElse(document.accounts() > 0 ? ", which stay as they are and are nobody's: caravan accounts names them"
                        : "; what follows for whomever they told of is planned by the next cycles: caravan plan"));
    }
}
