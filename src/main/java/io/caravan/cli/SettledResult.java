package io.caravan.cli;

import io.caravan.operations.SettledAccount;

/** What {@code settle} comes to. */
record SettledResult(SettledAccount document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.paragraph("", 2, document.identity() + " has " + document.account().map(id -> "the account " + id).orElse("no account") + " in "
                + document.job() + ". The next cycle goes on from there: caravan sync " + document.job());
    }
}
