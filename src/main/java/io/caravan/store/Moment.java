package io.caravan.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Moments as the database has them: ISO 8601 in UTC with exactly three digits after the second, so that text order is time order. */
final class Moment {

    private static final byte[] PATTERN = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LAST_YEAR = 9999;
    private static final int NANOS = 1_000_000;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moment() {
    }

    /** By hand where the year has four digits: a formatter and a parser cost more than the rest of a row. */
    static String text(Instant moment) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
            return FORMAT.format(moment);
        }
        byte[] text = PATTERN.clone();
        digits(text, 0, 4, time.getYear());
        digits(text, 5, 2, time.getMonthValue());
        digits(text, 8, 2, time.getDayOfMonth());
        digits(text, 11, 2, time.getHour());
        digits(text, 14, 2, time.getMinute());
        digits(text, 17, 2, time.getSecond());
        digits(text, 20, 3, time.getNano() / NANOS);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int from, int count, int value) {
        int rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The text, or null for none: what a nullable column is given. */
    static String textOrNull(Optional<Instant> moment) {
        return moment.map(Moment::text).orElse(null);
    }

    static Optional<Instant> read(String text) {
        return text == null ? Optional.empty() : Optional.of(text.length() == PATTERN.length ? parsed(text) : Instant.parse(text));
    }

    private static Instant parsed(String text) {
        return LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13), number(text, 14, 16),
                number(text, 17, 19), number(text, 20, 23) * NANOS).toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
