package io.caravan.expression;

import io.caravan.subject.KeyText;
import io.caravan.mapping.FormulaException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Dates as values carry them: ISO 8601 text, a day, a local time, or a time with its zone. */
final class Moments {

    /** The units of {@code dateAdd} and {@code dateDiff}. */
    static final Map<String, ChronoUnit> UNITS = Map.of("years", ChronoUnit.YEARS, "months", ChronoUnit.MONTHS, "weeks", ChronoUnit.WEEKS,
            "days", ChronoUnit.DAYS, "hours", ChronoUnit.HOURS, "minutes", ChronoUnit.MINUTES, "seconds", ChronoUnit.SECONDS);

    /** 1601-01-01 in seconds of the Unix epoch: where Active Directory begins to count. */
    private static final long AD_EPOCH = -11_644_473_600L;

    private Moments() {
    }

    /** LocalDate, LocalDateTime or OffsetDateTime. */
    static Temporal parsed(Object value) {
        String text = KeyText.trim(Values.text(value));
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text);
            }
            String iso = text.replace(' ', 'T');
            boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return zoned ? OffsetDateTime.parse(iso) : LocalDateTime.parse(iso);
        } catch (DateTimeParseException notADate) {
            throw new FormulaException(Values.shown(value) + " is not an ISO 8601 date such as 2026-03-01 or 2026-03-01T08:00:00Z; "
                    + "dateParse reads other forms");
        }
    }

    /** Whether it can be used; the reason it cannot, else. */
    static Optional<String> wrongPattern(String pattern) {
        try {
            formatter(pattern);
            return Optional.empty();
        } catch (IllegalArgumentException wrong) {
            return Optional.of(wrong.getMessage() == null ? "it is not readable" : wrong.getMessage());
        }
    }

    /** Strict: the 31st of February is no date. */
    static DateTimeFormatter formatter(String pattern) {
        StringBuilder strict = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < strict.length(); i++) {
            quoted ^= strict.charAt(i) == '\'';
            if (!quoted && strict.charAt(i) == 'y') {
                strict.setCharAt(i, 'u');
            }
        }
        return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(strict.toString())
                .toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    /** As {@link #formatter(String)}, with two digits for a year of the hundred from the first year on. */
    static DateTimeFormatter formatter(String pattern, int firstYear) {
        int at = pattern.indexOf("yy");
        if (at < 0 || pattern.startsWith("yyy", at)) {
            return formatter(pattern);
        }
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        if (at > 0) {
            builder.appendPattern(pattern.substring(0, at));
        }
        builder.appendValueReduced(ChronoField.YEAR, 2, 2, firstYear);
        if (at + 2 < pattern.length()) {
            builder.appendPattern(pattern.substring(at + 2));
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    static String format(Object value, DateTimeFormatter formatter, ZoneId zone) {
        Temporal moment = parsed(value);
        if (moment instanceof OffsetDateTime offset) {
            moment = offset.atZoneSameInstant(zone == null ? ZoneOffset.UTC : zone);
        } else if (moment instanceof LocalDate day) {
            moment = day.atStartOfDay(zone == null ? ZoneOffset.UTC : zone);
        } else if (moment instanceof LocalDateTime local) {
            moment = local.atZone(zone == null ? ZoneOffset.UTC : zone);
        }
        try {
            return formatter.format(moment);
        } catch (DateTimeException impossible) {
            throw new FormulaException("dateFormat cannot write " + Values.shown(value) + ": " + impossible.getMessage());
        }
    }

    static String read(Object value, DateTimeFormatter formatter, String pattern, ZoneId zone) {
        try {
            TemporalAccessor read = formatter.parseBest(KeyText.trim(Values.text(value)), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (read instanceof LocalDateTime local && zone != null) {
                return text(local.atZone(zone).toOffsetDateTime());
            }
            return text((Temporal) read);
        } catch (DateTimeException notADate) {
            throw new FormulaException("dateParse cannot read " + Values.shown(value) + " as " + pattern);
        }
    }

    /** ISO 8601; with a zone always in UTC. */
    static String text(Temporal moment) {
        if (moment instanceof OffsetDateTime offset) {
            return DateTimeFormatter.ISO_INSTANT.format(offset.toInstant());
        }
        return moment instanceof LocalDateTime local ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local) : moment.toString();
    }

    static String now(Instant now) {
        return DateTimeFormatter.ISO_INSTANT.format(now.truncatedTo(ChronoUnit.SECONDS));
    }

    static String added(Object value, long amount, ChronoUnit unit) {
        Temporal moment = parsed(value);
        if (moment instanceof LocalDate day && unit.isTimeBased()) {
            moment = day.atStartOfDay();
        }
        try {
            return text(moment.plus(amount, unit));
        } catch (DateTimeException | ArithmeticException tooFar) {
            throw new FormulaException("dateAdd cannot add " + amount + " " + unit + " to " + Values.shown(value));
        }
    }

    static long between(Object from, Object to, ChronoUnit unit) {
        return unit.between(local(parsed(from)), local(parsed(to)));
    }

    private static LocalDateTime local(Temporal moment) {
        if (moment instanceof LocalDate day) {
            return day.atStartOfDay();
        }
        return moment instanceof OffsetDateTime offset ? offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime() : (LocalDateTime) moment;
    }

    /** Null for 0 and for the greatest number: never. */
    static String fromAdTicks(long ticks) {
        if (ticks <= 0 || ticks == Long.MAX_VALUE) {
            return null;
        }
        Instant moment = Instant.ofEpochSecond(Math.floorDiv(ticks, 10_000_000L) + AD_EPOCH, Math.floorMod(ticks, 10_000_000L) * 100);
        return DateTimeFormatter.ISO_INSTANT.format(moment);
    }

    static long toAdTicks(Object value) {
        Instant moment = local(parsed(value)).toInstant(ZoneOffset.UTC);
        try {
            return Math.addExact(Math.multiplyExact(moment.getEpochSecond() - AD_EPOCH, 10_000_000L), moment.getNano() / 100);
        } catch (ArithmeticException tooFar) {
            throw new FormulaException("toAdTicks cannot count up to " + Values.shown(value));
        }
    }
}
