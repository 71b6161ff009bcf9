package io.caravan.camel.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as OData v2 has them in JSON: {@code /Date(1492098664000)/}, milliseconds since 1970, and with minutes of an offset behind them where they are moments (OData v2 JSON format). */
final class ODataDate {

    private static final Pattern FORM = Pattern.compile("/Date\\((-?\\d{1,17})([+-]\\d{4})?\\)/");
    private static final int A_DAY = 10;

    private ODataDate() {
    }

    /** In ISO 8601; empty for what is no such date. A value without an offset is a time of the clock, and midnight a day. */
    static Optional<String> iso(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            Instant moment = Instant.ofEpochMilli(Long.parseLong(form.group(1)));
            if (form.group(2) != null) {
                return Optional.of(moment.toString());
            }
            String clock = moment.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
            return Optional.of(clock.endsWith("T00:00") ? clock.substring(0, clock.length() - "T00:00".length()) : clock.length() == A_DAY + 6 ? clock + ":00" : clock);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
