package io.caravan.camel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The header {@code Retry-After} (RFC 9110 §10.2.3): seconds, or a date in one of the forms that HTTP knows (§5.6.7). */
final class RetryAfter {

    /** Of the hundred that two digits may mean. */
    private static final int FIRST_YEAR = 1970;
    private static final Duration LONGEST = Duration.ofDays(1_000);
    /** The form to be sent, and the two that are obsolete and to be understood. */
    private static final List<DateTimeFormatter> ZONED = List.of(DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-").appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_YEAR)
                    .appendPattern(" HH:mm:ss zzz").toFormatter(Locale.ENGLISH));
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private RetryAfter() {
    }

    /** Whether it is as the standard says, so that what else the answer says may be believed, too. */
    static boolean isWellFormed(String text) {
        return text.matches("\\d+") || moment(text).isPresent();
    }

    /** How long to wait; zero for a moment that is past, empty for what nobody understands, such as a negative number. */
    static Optional<Duration> delay(String text, Instant now) {
        if (text.matches("\\d{1,30}(\\.\\d{1,9})?")) {
            BigDecimal seconds = new BigDecimal(text).setScale(0, RoundingMode.CEILING).min(BigDecimal.valueOf(LONGEST.toSeconds()));
            return Optional.of(Duration.ofSeconds(seconds.longValueExact()));
        }
        return moment(text).or(() -> iso(text)).map(moment -> Duration.between(now, moment))
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
    }

    /** A date of HTTP. */
    static Optional<Instant> moment(String text) {
        for (DateTimeFormatter form : ZONED) {
            try {
                return Optional.of(ZonedDateTime.parse(text, form).toInstant());
            } catch (DateTimeException another) {
                // the next form, then
            }
        }
        try {
            return Optional.of(LocalDateTime.parse(text, ASCTIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** What some send in its place. */
    private static Optional<Instant> iso(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException noMoment) {
            return Optional.empty();
        }
    }
}
