package io.caravan.cli;

import io.caravan.operations.Quantity;
import io.caravan.operations.StoreCompaction;

/** A store that was made smaller. */
record StoreCompactionResult(StoreCompaction document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        document.cut().ifPresent(cut -> out.paragraph("", 0, "The log begins at " + MomentText.of(cut.before()) + " now: what was written before, " + Quantity.grouped(cut.entries())
                + (cut.entries() == 1 ? " entry" : " entries") + " in all, is cut off, and the log says so. " + Quantity.grouped(cut.carried())
                + " of them are kept, because an account stands as they say."));
        out.paragraph("", 0, document.after().map(after -> document.store() + " has " + Quantity.of(after, "byte") + " now, and had " + Quantity.grouped(document.before().orElse(after)) + ".")
                .orElse(document.store() + " is a PostgreSQL database, which gives back by itself what is not used any more (autovacuum)."));
    }
}
