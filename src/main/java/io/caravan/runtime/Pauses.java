package io.caravan.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long each target asked to be left alone: one throttled answer makes the whole target wait. Thread-safe. */
final class Pauses {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final Clock clock;

    Pauses(Clock clock) {
        this.clock = clock;
    }

    void pause(String system, Duration duration) {
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        until.merge(system, clock.millis() + bounded.toMillis(), Math::max);
    }

    /** Milliseconds still to wait; 0 when it may be called. */
    long left(String system) {
        return Math.max(0, until.getOrDefault(system, 0L) - clock.millis());
    }
}
