package io.caravan.camel.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A date as systems write it, as ISO 8601 has it. */
final class WrittenDate {

    /** XML Schema's date (XSD 1.1 §3.3.9) may have a time zone behind it; the day is the one that is written. */
    private static final Pattern DAY_IN_ZONE = Pattern.compile("(-?\\d{4}-\\d{2}-\\d{2})(?:Z|[+-]\\d{2}:\\d{2})");

    private WrittenDate() {
    }

    /** What is written in no way that is known here stays as it is. */
    static String iso(String written) {
        Matcher day = DAY_IN_ZONE.matcher(written.strip());
        return day.matches() ? day.group(1) : ODataDate.iso(written).orElse(written);
    }
}
