package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TextOut errors = new TextOut(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    private long now;

    @Test
    void aLineEveryThreeSecondsSaysHowFarHowFastAndHowLong() {
        ProgressView view = new ProgressLines(errors, () -> now);
        view.begin("directory: sending", OptionalLong.of(8000));
        after(Duration.ofSeconds(1));
        view.reached(1000);
        after(Duration.ofSeconds(3));
        view.reached(4000);
        after(Duration.ofSeconds(4));
        view.reached(8000);
        view.end();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                directory: sending 4,000 of 8,000, 1,000/s, 4.0 s left
                directory: sending 8,000 of 8,000, 1,000/s, 0.0 s left
                directory: sending 8,000 in 8.0 s (1,000/s)
                """);
    }

    @Test
    void withoutATotalNothingIsPromised() {
        ProgressView view = new ProgressLines(errors, () -> now);
        view.begin("hr: reading", OptionalLong.empty());
        after(Duration.ofSeconds(5));
        view.reached(50_000);
        view.begin("directory: planning", OptionalLong.of(10));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                hr: reading 50,000, 10,000/s
                hr: reading 50,000 in 5.0 s (10,000/s)
                """);
    }

    @Test
    void aPhaseOfAnInstantHasNoRate() {
        ProgressView view = new ProgressLines(errors, () -> now);
        view.begin("directory: planning", OptionalLong.of(3));
        view.reached(3);
        view.end();
        view.end();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("directory: planning 3 in 0.0 s\n");
    }

    @Test
    void aBarLeavesOneLineBehind() {
        ProgressView view = new ProgressBarView(errors, () -> now);
        view.begin("directory: sending", OptionalLong.of(8000));
        view.reached(8000);
        after(Duration.ofSeconds(8));
        view.close();

        assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).endsWith("\u001b[2Kdirectory: sending 8,000 in 8.0 s (1,000/s)");
    }

    @Test
    void longTimesAreSaidInMinutesAndHours() {
        assertThat(Pace.duration(200)).isEqualTo("3 min 20 s");
        assertThat(Pace.duration(7500)).isEqualTo("2 h 5 min");
        assertThat(Pace.duration(12.4)).isEqualTo("12 s");
    }

    private void after(Duration duration) {
        now += duration.toNanos();
    }
}
