package io.caravan.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as people type them. */
final class WhenText {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

    private WhenText() {
    }

    /** {@code 5 min ago}, {@code in 2 h}; {@code now} within a second. */
    static String near(Instant moment, Instant now) {
        long seconds = Duration.between(moment, now).toSeconds();
        String length = length(Math.abs(seconds));
        return seconds == 0 ? "now" : seconds > 0 ? length + " ago" : "in " + length;
    }

    /** The same of something that has happened: whatever the clocks say, it does not lie ahead. */
    static String past(Instant moment, Instant now) {
        return moment.isAfter(now) ? "now" : near(moment, now);
    }

    private static String length(long seconds) {
        if (seconds < 100) {
            return seconds + " s";
        }
        if (seconds < 100 * 60) {
            return Math.round(seconds / 60.0) + " min";
        }
        return seconds < 48 * 3600 ? Math.round(seconds / 3600.0) + " h" : Math.round(seconds / 86400.0) + " days";
    }

    /** A moment with a zone, a day (its beginning, UTC), or so long before {@code now}: {@code 90m}, {@code 12h}, {@code 7d}. */
    static Instant moment(String text, Instant now) {
        return duration(text).map(now::minus).orElseGet(() -> moment(text, "Write 2026-11-30T08:00:00Z, 2026-11-30, or how long ago: 90m, 12h, 7d"));
    }

    /** The same, ahead: {@code 12h} is in twelve hours. */
    static Instant ahead(String text, Instant now) {
        return duration(text).map(now::plus).orElseGet(() -> moment(text, "Write 2026-11-30T08:00:00Z, 2026-11-30, or in how long: 90m, 12h, 7d"));
    }

    private static Optional<Duration> duration(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(span.group(1));
        return Optional.of(switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        });
    }

    private static Instant moment(String text, String fix) {
        try {
            return text.length() == 10 ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notAMoment) {
            throw new CommandFailure(ExitCode.USAGE, "'" + text + "' is not a point in time", fix);
        }
    }
}
