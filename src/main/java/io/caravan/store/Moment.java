package io.caravan.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Moments as the database has them: ISO 8601 in UTC with exactly three digits after the second, so that text order is time order. */
final class Moment {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moment() {
    }

    static String text(Instant moment) {
        return FORMAT.format(moment);
    }

    /** The text, or null for none: what a nullable column is given. */
    static String textOrNull(Optional<Instant> moment) {
        return moment.map(Moment::text).orElse(null);
    }

    static Optional<Instant> read(String text) {
        return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    }
}
