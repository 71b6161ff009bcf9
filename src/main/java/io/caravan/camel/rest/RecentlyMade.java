package io.caravan.camel.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a system said it made, and may still say is not there: some read from copies that are behind. Of this process only; who asks after a restart is
 * told what the system says. Thread-safe.
 */
final class RecentlyMade {

    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Instant> until = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    RecentlyMade(Clock clock) {
        this.clock = clock;
    }

    void add(String anchor, Duration lag) {
        if (!lag.isZero()) {
            synchronized (until) {
                until.put(anchor, clock.instant().plus(lag));
            }
        }
    }

    /** It has been taken away again: that it is not there is true. */
    void remove(String anchor) {
        synchronized (until) {
            until.remove(anchor);
        }
    }

    /** Whether one of these was made so lately that the system may not show it yet. */
    boolean any(Collection<String> anchors) {
        synchronized (until) {
            return !until.isEmpty() && anchors.stream().map(until::get).anyMatch(end -> end != null && end.isAfter(clock.instant()));
        }
    }
}
