package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    private final List<ClockWatch.Jump> jumps = new ArrayList<>();
    private Instant time = START;
    private long nanos = Long.MAX_VALUE - 1; // it may begin anywhere, and runs over
    private Duration between = Duration.ZERO;
    private final ClockWatch watch = new ClockWatch(((InstantSource) () -> {
        nanos += between.toNanos();
        return time;
    }).withZone(ZoneOffset.UTC), () -> nanos, jumps::add);

    @Test
    void aClockThatGoesOnIsNothingToTellOf() {
        passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
        passes(Duration.ofHours(9), Duration.ofHours(9)); // a process that was stopped
        for (int i = 0; i < 1000; i++) {
            passes(Duration.ofSeconds(5), Duration.ofMillis(4998)); // a time server that corrects
        }
        assertThat(jumps).isEmpty();
    }

    @Test
    void oneThatIsSetBackOrAheadIsToldOfOnce() {
        passes(Duration.ofSeconds(5), Duration.ofSeconds(5).minusHours(3));
        passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(jumps).singleElement().satisfies(jump -> {
            assertThat(jump.isBack()).isTrue();
            assertThat(jump.by()).isEqualTo(Duration.ofHours(3));
            assertThat(jump.expected()).isEqualTo(START.plusSeconds(5));
            assertThat(jump.now()).isEqualTo(START.plusSeconds(5).minus(Duration.ofHours(3)));
        });
        passes(Duration.ofSeconds(5), Duration.ofSeconds(5).plusDays(400));
        assertThat(jumps).hasSize(2).last().satisfies(jump -> assertThat(jump.isBack()).isFalse());
    }

    @Test
    void whoWasKeptFromReadingBothClocksAtOnceComparesThemTheNextTime() {
        between = Duration.ofSeconds(20);
        passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(jumps).isEmpty();
        between = Duration.ZERO;
        passes(Duration.ofSeconds(5), Duration.ofSeconds(25));
        assertThat(jumps).isEmpty();
    }

    private void passes(Duration byNanos, Duration byClock) {
        nanos += byNanos.toNanos();
        time = time.plus(byClock);
        watch.look();
    }
}
