package io.caravan.cli;

import io.caravan.operations.Watermarks;

/** Where the next delta read of each source starts. */
record WatermarkResult(Watermarks document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        Table table = new Table("JOB", "NEXT DELTA STARTS AT", "LAST FULL READ");
        document.watermarks().forEach(mark -> table.row(mark.job(), mark.watermark().orElse("(reads everything)"), mark.lastFullRead().map(MomentText::of).orElse("never")));
        table.print(out);
    }
}
