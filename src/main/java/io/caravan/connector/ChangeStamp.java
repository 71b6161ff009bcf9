package io.caravan.connector;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a system says of when a record was changed, and so where a delta read starts: a date with or without time and zone (ISO 8601,
 * also with a blank in place of the T; LDAP's generalized time, RFC 4517 §3.3.13), or a number: seconds, milliseconds, microseconds
 * or nanoseconds since 1970, by its size. Anything else is kept as it is.
 */
public record ChangeStamp(String text) {

    private static final Pattern DATE = Pattern.compile("(\\d{4})(-?)(\\d\\d)-?(\\d\\d)(?:([T ]?)(\\d\\d)(:?)(\\d\\d)(?::?(\\d\\d)([.,]\\d{1,9})?)? ?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Set<Integer> COMPACT = Set.of(8, 14);
    /** From here on a number is taken for a moment: 1973, in seconds. Below it may be a version. */
    private static final long FIRST_SECOND = 100_000_000L;
    private static final long SECONDS_END = 100_000_000_000L;
    private static final long THOUSAND = 1000;
    /** As far ahead of UTC as any zone. */
    private static final ZoneOffset EARLIEST = ZoneOffset.ofHours(14);

    /** The moment, where it says one; without a zone it is taken for one of this zone. */
    Optional<Instant> moment(ZoneId local) {
        try {
            Optional<Matcher> date = date();
            return date.isPresent() ? Optional.of(time(date.get()).atZone(zone(date.get()).orElse(local)).toInstant())
                    : isNumber() ? ofNumber(Long.parseLong(text.strip())) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private boolean isNumber() {
        return NUMBER.matcher(text.strip()).matches();
    }

    /** Digits alone are one only when they are as many as a day, or a day and a time, has. */
    private Optional<Matcher> date() {
        Matcher date = DATE.matcher(text.strip());
        boolean digits = isNumber();
        return date.matches() && (!digits || COMPACT.contains(text.strip().length()) && text.matches("\\s*(19|20)\\d\\d(0[1-9]|1[0-2]).*"))
                ? Optional.of(date) : Optional.empty();
    }

    private static Optional<Instant> ofNumber(long number) {
        if (number < FIRST_SECOND) {
            return Optional.empty();
        }
        long unit = unit(number);
        return Optional.of(Instant.ofEpochSecond(number / unit, number % unit * (THOUSAND * THOUSAND * THOUSAND / unit)));
    }

    /** How many of them are a second. */
    private static long unit(long number) {
        long unit = 1;
        for (long end = SECONDS_END; number >= end && unit < THOUSAND * THOUSAND * THOUSAND; end *= THOUSAND) {
            unit *= THOUSAND;
        }
        return unit;
    }

    /** Of two of one system: the later moment, or the greater number. What cannot be compared is not newer. */
    public boolean isNewerThan(ChangeStamp other) {
        if (isNumber() && other.isNumber()) {
            return Long.parseLong(text.strip()) > Long.parseLong(other.text.strip());
        }
        Optional<Instant> moment = moment(ZoneOffset.UTC);
        return moment.isPresent() && other.moment(ZoneOffset.UTC).filter(moment.get()::isAfter).isPresent();
    }

    /** Whether texts of this form come in the order of their times: the year first, or nothing but digits and letters, as a version has. */
    public boolean isOrderedAsText() {
        return date().isPresent() || text.strip().matches("[0-9A-Za-z]+");
    }

    /** What all dates written like this one match in SQL's {@code like}; empty for what is no date. */
    public Optional<String> likeThis() {
        return date().map(form -> {
            String fraction = form.group(10) == null ? "" : form.group(10);
            String zone = form.group(11) == null ? "" : form.group(11);
            String before = form.group().substring(0, form.group().length() - fraction.length() - zone.length()).replaceAll("\\d", "_");
            return before + (fraction.isEmpty() ? "" : fraction.charAt(0) + "%") + zone;
        });
    }

    /** Whether it lies ahead for certain; without a zone, by this machine's and by UTC, whichever is behind. */
    public boolean isAfter(Instant now) {
        return moment(ZoneOffset.UTC).filter(now::isBefore).isPresent() || moment(ZoneId.systemDefault()).filter(now::isBefore).isPresent();
    }

    /** Whether it lies ahead in every zone there is, by more than clocks may differ. */
    public boolean isFarAfter(Instant now, Duration clocksDiffer) {
        return moment(EARLIEST).filter(now.plus(clocksDiffer)::isBefore).isPresent();
    }

    /** So much earlier, in the same form. A number that is no moment is that many seconds less; what is neither stays. */
    public ChangeStamp minus(Duration time) {
        Optional<Matcher> date = date();
        if (date.isEmpty() && isNumber()) {
            long value = Long.parseLong(text.strip());
            return new ChangeStamp(String.valueOf(Math.max(0, value - time.toSeconds() * unit(value))));
        }
        try {
            return date.map(form -> new ChangeStamp(written(form, time(form).minus(time)))).orElse(this);
        } catch (DateTimeException noSuchDay) {
            return this;
        }
    }

    private static LocalDateTime time(Matcher date) {
        LocalDateTime day = LocalDateTime.of(number(date, 1), number(date, 3), number(date, 4), 0, 0);
        if (date.group(6) == null) {
            return day;
        }
        String fraction = Optional.ofNullable(date.group(10)).map(digits -> digits.substring(1)).orElse("");
        return day.withHour(number(date, 6)).withMinute(number(date, 8)).withSecond(date.group(9) == null ? 0 : number(date, 9))
                .withNano(Integer.parseInt((fraction + "000000000").substring(0, 9)));
    }

    private static Optional<ZoneId> zone(Matcher date) {
        return Optional.ofNullable(date.group(11)).map(ZoneOffset::of);
    }

    private static int number(Matcher date, int group) {
        return Integer.parseInt(date.group(group));
    }

    /** The digits of another time in the place of these. */
    private static String written(Matcher form, LocalDateTime time) {
        StringBuilder text = new StringBuilder(form.group());
        put(text, form, 1, String.format("%04d", time.getYear()));
        put(text, form, 3, String.format("%02d", time.getMonthValue()));
        put(text, form, 4, String.format("%02d", time.getDayOfMonth()));
        put(text, form, 6, String.format("%02d", time.getHour()));
        put(text, form, 8, String.format("%02d", time.getMinute()));
        put(text, form, 9, String.format("%02d", time.getSecond()));
        return text.toString();
    }

    private static void put(StringBuilder text, Matcher form, int group, String digits) {
        if (form.group(group) != null) {
            text.replace(form.start(group), form.end(group), digits);
        }
    }
}
