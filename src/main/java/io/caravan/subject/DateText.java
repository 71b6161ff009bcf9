package io.caravan.subject;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as systems write them, brought into ISO 8601: {@code 2026-11-28}, with a time behind {@code T} or a space and with or without an
 * offset (SCIM, databases), {@code 20261128} (SAP), {@code 20261128000000Z} (LDAP generalizedTime, RFC 4517 §3.3.13). Years stand first in
 * all of them, so that none can be misread.
 */
public final class DateText {

    private static final Pattern FORM = Pattern.compile("(\\d{4})(-?)(\\d{2})\\2(\\d{2})"
            + "(?:[T ]?(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?)?\\s*(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?", Pattern.CASE_INSENSITIVE);
    /** A day that is not there: {@code 00.00.0000}, {@code 00000000}, {@code 0000-00-00 00:00:00}, {@code 0}. */
    private static final Pattern ZEROS = Pattern.compile("0+(?:[-./: T]0+)*(?:Z|[+-]00:?00)?");
    /** The last minute of a day stands for its end. */
    private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

    private DateText() {
    }

    /** Whether it says that there is no date: nothing that shows, only zeros, or the first day that some databases know. */
    public static boolean isNone(String text) {
        String shown = KeyText.trim(text);
        return shown.isEmpty() || shown.charAt(0) == '0' && isZeros(shown);
    }

    private static boolean isZeros(String shown) {
        return ZEROS.matcher(shown).matches() || shown.startsWith("0001-01-01");
    }

    /**
     * The whole day that is meant, {@code 2026-11-28}. Midnight and the last minute belong to the day as it is written; any other time
     * to that day or, where its moment falls on a later one in the zone, to that.
     *
     * @param zone the person's
     * @throws DateTimeException when it is in no form that is read here, or there is no such day
     */
    public static String day(String text, ZoneId zone) {
        if (isPlainDay(text)) {
            return text;
        }
        Parts parts = parts(text);
        if (parts.offset == null) {
            return parts.time.toLocalDate().toString();
        }
        LocalDate written = parts.time.toLocalDate();
        LocalDate there = parts.time.atOffset(parts.offset).atZoneSameInstant(zone).toLocalDate();
        boolean wholeDay = parts.time.toLocalTime().equals(LocalTime.MIDNIGHT) && !isMidnightIn(parts, zone)
                || !parts.time.toLocalTime().isBefore(LAST_MINUTE);
        return (wholeDay || there.isBefore(written) ? written : there).toString();
    }

    /** Most are written as they are wanted. */
    private static boolean isPlainDay(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return false;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    /** The number that stands there in ASCII digits; below 0 when none does. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }

    private static boolean isMidnightIn(Parts parts, ZoneId zone) {
        return parts.time.atOffset(parts.offset).atZoneSameInstant(zone).toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    /**
     * The moment that is meant: {@code 2026-11-28T17:00:00Z}, without {@code Z} when it is written without an offset; a day without a time
     * stays one.
     *
     * @throws DateTimeException as {@link #day}
     */
    public static String moment(String text) {
        Parts parts = parts(text);
        if (!parts.timed) {
            return parts.time.toLocalDate().toString();
        }
        return parts.offset == null ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(parts.time)
                : DateTimeFormatter.ISO_INSTANT.format(OffsetDateTime.of(parts.time, parts.offset).toInstant());
    }

    private record Parts(LocalDateTime time, boolean timed, ZoneOffset offset) {
    }

    private static Parts parts(String text) {
        Matcher form = FORM.matcher(KeyText.trim(text));
        if (!form.matches()) {
            throw new DateTimeException("it is no ISO 8601 date such as 2026-11-30; dateParse reads other forms");
        }
        LocalDate day = LocalDate.of(number(form.group(1)), number(form.group(3)), number(form.group(4)));
        boolean timed = form.group(5) != null;
        LocalTime time = timed ? LocalTime.of(number(form.group(5)), number(form.group(6)), number(form.group(7)), nanos(form.group(8))) : LocalTime.MIDNIGHT;
        String offset = form.group(9);
        return new Parts(LocalDateTime.of(day, time), timed, offset == null ? null
                : Character.isLetter(offset.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(offset));
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "00000000").substring(0, 9));
    }
}
