package io.caravan.runtime;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hours of each day in which nobody is told: {@code 22:00-06:30}. */
record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {

    private static final Pattern HOURS = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");

    /** @throws IllegalArgumentException when it is not written so */
    static QuietHours of(String text, ZoneId zone) {
        Matcher hours = HOURS.matcher(text.strip());
        if (!hours.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" are no hours; write for example 22:00-06:30");
        }
        return new QuietHours(LocalTime.parse(hours.group(1) + ":" + hours.group(2)), LocalTime.parse(hours.group(3) + ":" + hours.group(4)), zone);
    }

    boolean are(Instant now) {
        LocalTime time = now.atZone(zone).toLocalTime();
        return from.isBefore(until) ? !time.isBefore(from) && time.isBefore(until) : !time.isBefore(from) || time.isBefore(until);
    }
}
