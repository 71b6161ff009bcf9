package io.caravan.engine;

import io.caravan.connector.CredentialEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Something that lets Caravan into a system, and ends.
 *
 * @param by   who says so
 * @param told the fewest days ahead at which somebody was told; 0: that it has ended; empty: nobody was
 */
public record ExpiringCredential(String system, CredentialEnd end, By by, OptionalInt told) {

    /** So much may lie between what is said of the same end at two times, such as seconds that are left. */
    private static final Duration SAME = Duration.ofHours(1);

    /** Who says so. */
    public enum By {
        /** A date in the settings, written by hand. */
        DECLARED,
        /** The secret itself. */
        SETTINGS,
        /** The system, when it was called. */
        SYSTEM;

        /** As it is stored and shown. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Which of these days ahead have begun: the fewest; 0 once it has ended; empty when it is not that near. What lives for a month or an hour is renewed by
     * a machine: days that are a third of its life, or more, do not count.
     */
    public OptionalInt near(Collection<Integer> days, Instant now) {
        return !end.until().isAfter(now) ? OptionalInt.of(0) : days.stream().filter(ahead -> isWorthIt(Duration.ofDays(ahead)))
                .filter(ahead -> !end.until().isAfter(now.plus(Duration.ofDays(ahead)))).mapToInt(Integer::intValue).min();
    }

    private boolean isWorthIt(Duration ahead) {
        return end.since().filter(began -> ahead.multipliedBy(3).compareTo(Duration.between(began, end.until())) >= 0).isEmpty();
    }

    /** Whether both are about the same end of the same. */
    public boolean isSame(ExpiringCredential other) {
        return system.equals(other.system) && end.what().equals(other.end.what()) && Duration.between(end.until(), other.end.until()).abs().compareTo(SAME) <= 0;
    }

    public ExpiringCredential told(OptionalInt days) {
        return new ExpiringCredential(system, end, by, days);
    }
}
