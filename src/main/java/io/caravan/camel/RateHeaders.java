package io.caravan.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Headers by which a system says how much of its quota is left, and when there is more: {@code RateLimit-Remaining} and {@code RateLimit-Reset}
 * (draft-ietf-httpapi-ratelimit-headers, in seconds), and what was there before them with {@code X-} in front, where the reset is a moment as
 * often as a number of seconds.
 */
final class RateHeaders {

    private static final List<String> PREFIXES = List.of("RateLimit-", "X-RateLimit-", "X-Rate-Limit-");
    /** Larger numbers are moments: seconds of the epoch, or milliseconds. */
    private static final long SECONDS_OF_THE_EPOCH = 1_000_000_000L;
    private static final long MILLIS_OF_THE_EPOCH = 1_000_000_000_000L;
    private static final Duration LONGEST = Duration.ofDays(1_000);
    private static final String WHOLE = "\\d{1,15}";

    private RateHeaders() {
    }

    /** How long there is nothing left; empty when there is, or nobody says. */
    static Optional<Duration> exhaustedFor(Function<String, Optional<String>> header, Instant now) {
        for (String prefix : PREFIXES) {
            Optional<Long> remaining = number(header.apply(prefix + "Remaining"));
            Optional<Long> reset = number(header.apply(prefix + "Reset"));
            if (remaining.equals(Optional.of(0L)) && reset.isPresent()) {
                return reset.map(when -> until(when, now));
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> number(Optional<String> text) {
        return text.map(String::strip).filter(digits -> digits.matches(WHOLE)).map(Long::valueOf);
    }

    private static Duration until(long when, Instant now) {
        Duration delay = when >= MILLIS_OF_THE_EPOCH ? Duration.between(now, Instant.ofEpochMilli(when))
                : when >= SECONDS_OF_THE_EPOCH ? Duration.between(now, Instant.ofEpochSecond(when)) : Duration.ofSeconds(when);
        return delay.isNegative() ? Duration.ZERO : delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }
}
