package io.caravan.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Headers by which a system says how much of its quota is left, and when there is more: {@code RateLimit-Remaining} and {@code RateLimit-Reset}
 * (draft-ietf-httpapi-ratelimit-headers, in seconds; one field {@code RateLimit} in its newer versions), and what was there before them with {@code X-} in front, where the reset is a moment as
 * often as a number of seconds.
 */
final class RateHeaders {

    private static final String WHOLE_FIELD = "RateLimit";
    private static final List<String> PREFIXES = List.of("RateLimit-", "X-RateLimit-", "X-Rate-Limit-");
    /** How they all begin, in whatever case. */
    private static final List<String> BEGINNINGS = List.of(WHOLE_FIELD, "X-Rate");
    /** Larger numbers are moments: seconds of the epoch, or milliseconds. */
    private static final long SECONDS_OF_THE_EPOCH = 1_000_000_000L;
    private static final long MILLIS_OF_THE_EPOCH = 1_000_000_000_000L;
    private static final Duration LONGEST = Duration.ofDays(1_000);
    private static final String WHOLE = "\\d{1,15}";

    private RateHeaders() {
    }

    /** So many calls more, until it begins anew. */
    record Quota(long left, Duration reset) {
    }

    /** Whether a header of this name may be one. Asked of every answer's. */
    static boolean mayBe(String name) {
        for (String beginning : BEGINNINGS) {
            if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }

    /** How long there is nothing left; empty when there is, or nobody says. */
    static Optional<Duration> exhaustedFor(Function<String, Optional<String>> header, Instant now) {
        return quota(header, now).filter(quota -> quota.left() == 0).map(Quota::reset);
    }

    /** What a system says of its quota: of several the one with the fewest left, and of these the one that takes longest; empty when it does not say, or nobody understands. */
    static Optional<Quota> quota(Function<String, Optional<String>> header, Instant now) {
        Stream<Quota> inPairs = PREFIXES.stream().flatMap(prefix -> number(header.apply(prefix + "Remaining"))
                .flatMap(left -> number(header.apply(prefix + "Reset")).map(when -> new Quota(left, until(when, now)))).stream());
        return Stream.concat(inPairs, header.apply(WHOLE_FIELD).stream().flatMap(list -> items(list, now)))
                .min(Comparator.comparingLong(Quota::left).thenComparing(Quota::reset, Comparator.reverseOrder()));
    }

    /** {@code "default";r=50;t=30, "daily";r=8}, and what an older draft had: {@code limit=100, remaining=50, reset=30}. */
    private static Stream<Quota> items(String list, Instant now) {
        Map<String, Long> older = parameters(list.split(","));
        Optional<Quota> whole = quota(older.get("remaining"), older.get("reset"), now);
        return whole.isPresent() ? whole.stream() : Arrays.stream(list.split(",")).map(item -> parameters(item.split(";")))
                .flatMap(item -> quota(item.get("r"), item.get("t"), now).stream());
    }

    private static Optional<Quota> quota(Long left, Long reset, Instant now) {
        return left == null || reset == null ? Optional.empty() : Optional.of(new Quota(left, until(reset, now)));
    }

    private static Map<String, Long> parameters(String[] parts) {
        Map<String, Long> found = new HashMap<>();
        for (String part : parts) {
            int is = part.indexOf('=');
            if (is > 0) {
                number(Optional.of(part.substring(is + 1))).ifPresent(value -> found.put(part.substring(0, is).strip(), value));
            }
        }
        return found;
    }

    /** A number of seconds, or a moment as one. */
    static Optional<Duration> delay(String text, Instant now) {
        return number(Optional.of(text)).map(when -> until(when, now));
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
