package io.caravan.cli;

import java.util.List;
import java.util.Optional;

/** Where the next delta read of each source starts. */
record WatermarkResult(List<Mark> watermarks) implements Result {

    /** @param watermark in the source's own words; empty: the next read is a full one */
    record Mark(String job, Optional<String> watermark, Optional<String> lastFullRead) {
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        Table table = new Table("JOB", "NEXT DELTA STARTS AT", "LAST FULL READ");
        watermarks.forEach(mark -> table.row(mark.job(), mark.watermark().orElse("(reads everything)"), mark.lastFullRead().orElse("never")));
        table.print(out);
    }
}
