package io.caravan.cli;

import io.caravan.operations.Quantity;
import io.caravan.operations.StoreBackup;

/** A backup that was made. */
record StoreBackupResult(StoreBackup document) implements Result {

    @Override
    public ExitCode exitCode() {
        return document.findings().whole() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    public void print(TextOut out) {
        out.paragraph("", 0, "Backed up into " + document.file() + ", " + Quantity.of(document.bytes(), "byte") + ".");
        StoreFindingsResult.print(document.findings(), out);
    }
}
