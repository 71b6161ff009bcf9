package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.cli.TextOut.Style;
import io.caravan.demo.DemoServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a demonstration did.
 *
 * @param day      the day the company is on
 * @param employed people at work on that day
 * @param left     people who had left by then
 * @param enabled  enabled accounts by job, afterwards
 * @param looks    how to see it with tools that are not ours
 * @param kept     whether the servers go on running
 */
record DemoResult(String day, long employed, long left, List<SyncResult.JobRun> jobs, Map<String, Long> enabled, List<DemoServers.Look> looks,
                  String folder, boolean kept) implements Result {

    @Override
    @JsonIgnore
    public ExitCode exitCode() {
        return new SyncResult(jobs).exitCode();
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, "The company on " + day) + ": " + Pace.number(employed) + " people at work, " + Pace.number(left) + " have left.");
        out.line();
        new SyncResult(jobs).print(out);
        out.line();
        List<String> accounts = new ArrayList<>();
        enabled.forEach((job, count) -> accounts.add(job + " " + Pace.number(count)));
        out.line("Enabled accounts: " + String.join(", ", accounts));
        out.line();
        out.line(kept ? "Look for yourself, while this runs (Ctrl-C ends it):" : "Look for yourself (--keep leaves the servers running):");
        looks.forEach(look -> out.line("  " + look.command()));
        out.line();
        out.line("Ask why:   caravan --project " + folder + " explain E10017");
        out.line("Move on:   caravan demo --as-of DATE     Change a mapping: " + folder + "/mappings/, then caravan demo");
    }
}
