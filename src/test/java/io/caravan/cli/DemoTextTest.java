package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.operations.JobRun;
import io.caravan.operations.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a newcomer sees of the demonstration. */
class DemoTextTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TextOut text = new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    private long now;

    @Test
    void theSummaryIsOneLineForEachTarget() {
        JobRun hr = new JobRun("hr", 1, RunStatus.DONE, "", Map.of("read", 3L), 0.2, List.of(), List.of());
        JobRun app = new JobRun("app", 2, RunStatus.DONE, "", Map.of("applied", 3L, "applied-create", 2L, "applied-disable", 1L), 1.5, List.of(), List.of());
        JobRun groups = new JobRun("groups", 3, RunStatus.DONE, "", Map.of("applied", 8L, "applied-create", 3L, "applied-join", 4L, "applied-leave", 1L), 0.5, List.of(), List.of());
        new DemoResult("2001-01-01", 2, 1, List.of(hr, app, groups), Map.of("app", 2L), Map.of("groups", 3L), List.of(),
                List.of(new DemoResult.NextStep("see how every job stands", "caravan status")), 2).print(text);

        assertThat(written()).isEqualToNormalizingNewlines("""
                The company on 2001-01-01: 2 people at work, 1 have left.

                SYSTEM  OPEN ACCOUNTS  NEW  CHANGED  REOPENED  CLOSED  FAILED  TOOK
                app     2              2    0        0         1       0       1.5 s

                JOB     GROUPS  NEW  JOINED  LEFT  FAILED  TOOK
                groups  3       3    4       1     0       0.5 s

                Done: everybody at work has an account in all three, and nobody else has one that is open. (2.0 s)

                To see how every job stands:  caravan status
                """);
    }

    @Test
    void jobsGetOnSideBySide() {
        SideBySideProgress progress = new SideBySideProgress(text, false, () -> now);
        progress.begins("app", "dispatch", 8064);
        progress.begins("directory", "evaluate", 200);
        progress.advances("app", "dispatch", 1200);
        now += Duration.ofSeconds(3).toNanos();
        progress.advances("directory", "evaluate", 50);
        progress.ends("directory", "evaluate");
        now += Duration.ofSeconds(3).toNanos();
        progress.advances("app", "dispatch", 800);

        assertThat(written()).isEqualToNormalizingNewlines("""
                app 1,200 of 8,064 · directory comparing 25 %
                app 2,000 of 8,064 · directory done
                """);
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
