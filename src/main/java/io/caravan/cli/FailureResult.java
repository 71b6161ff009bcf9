package io.caravan.cli;

import io.caravan.operations.Failure;

/** That a command gave no result, and why. Its text is on stderr in any case; whoever asked for a document gets one. */
record FailureResult(ExitCode exitCode, Failure document) implements Result {

    @Override
    public void print(TextOut out) {
        out.line(document.failure());
        document.next().ifPresent(out::line);
    }
}
