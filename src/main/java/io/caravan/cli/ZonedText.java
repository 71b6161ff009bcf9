package io.caravan.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Moments as the clock of a zone shows them, to the minute. */
final class ZonedText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private ZonedText() {
    }

    static String of(String instant, String zone) {
        return MINUTE.format(Instant.parse(instant).atZone(ZoneId.of(zone)));
    }

    /** {@code people was read 2026-11-30 08:00}; empty text where nothing was. */
    static String read(Map<String, String> sources, String zone) {
        return sources.entrySet().stream().map(source -> source.getKey() + " was read " + of(source.getValue(), zone)).collect(Collectors.joining(", "));
    }
}
