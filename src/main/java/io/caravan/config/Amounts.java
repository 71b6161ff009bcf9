package io.caravan.config;

import io.caravan.mapping.OutboundJob.Limit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;

/** Reads durations, periods, shares and limits whose form has already been checked. */
final class Amounts {

    private Amounts() {
    }

    /** {@code 30s, 5m, 1h, 2d} or ISO 8601. */
    static Duration duration(String text) {
        if (text.startsWith("P")) {
            return Duration.parse(text);
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> throw new DateTimeException("a duration has no unit '" + text.charAt(text.length() - 1) + "'");
        };
    }

    /** {@code 14d, 2w} or ISO 8601. */
    static Period period(String text) {
        return Period.parse(text.startsWith("P") ? text : "P" + text.toUpperCase(java.util.Locale.ROOT));
    }

    /** {@code 10000}. */
    static long number(String text) {
        return Long.parseLong(text);
    }

    /** {@code 10%} → 0.1. */
    static double share(String text) {
        return Double.parseDouble(text.replace("%", "").strip()) / 100;
    }

    /** {@code 500}, {@code 10%}, {@code 500 or 10%}. */
    static Limit limit(String text) {
        String[] parts = text.split(" or ", 2);
        String last = parts[parts.length - 1];
        if (!last.endsWith("%")) {
            return new Limit(Optional.of(Long.parseLong(last)), Optional.empty());
        }
        return new Limit(parts.length == 2 ? Optional.of(Long.parseLong(parts[0])) : Optional.empty(), Optional.of(share(last)));
    }
}
