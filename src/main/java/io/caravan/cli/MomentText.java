package io.caravan.cli;

import java.time.Duration;
import java.util.Locale;

/** Moments and spans as people read them. */
final class MomentText {

    private static final int SECONDS = 19;
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;

    private MomentText() {
    }

    /** {@code 2026-11-26 12:00:00Z}: to the second. */
    static String of(String instant) {
        return instant.length() < SECONDS ? instant : instant.substring(0, SECONDS).replace('T', ' ') + "Z";
    }

    /** {@code 3 s}, {@code 5 min}, {@code 2 h 10 min}, {@code 3 days}. */
    static String span(long seconds) {
        Duration span = Duration.ofSeconds(Math.abs(seconds));
        String text = span.getSeconds() < MINUTE ? span.getSeconds() + " s"
                : span.getSeconds() < HOUR ? span.toMinutes() + " min"
                : span.getSeconds() < DAY ? span.toHours() + " h" + (span.toMinutesPart() == 0 ? "" : " " + span.toMinutesPart() + " min")
                : span.toDays() == 1 ? "1 day" : String.format(Locale.ROOT, "%,d days", span.toDays());
        return seconds < 0 ? text + " before" : text;
    }
}
