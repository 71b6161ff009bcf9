package io.caravan.expression;

import static io.caravan.expression.Function.ours;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Suggestion;
import io.caravan.subject.DateText;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Functions on dates. A date is ISO 8601 text: 2026-03-01, 2026-03-01T08:00:00 or 2026-03-01T08:00:00Z. */
final class DateFunctions {

    private DateFunctions() {
    }

    static List<Function> all() {
        return List.of(
                ours("now", "", "text", "The moment the plan is made for, in UTC; the same for everyone in one cycle.").entra("Now").nulls("–")
                        .example("${now()}", "2026-03-01T08:00:00Z")
                        .compiledBy(call -> {
                            call.varies();
                            return input -> Moments.now(input.now());
                        }),
                ours("dateParse", "text, =pattern, =zone?, =firstYear?", "text", "A date written in another form, as ISO 8601. With a zone, a time without one is taken to be there. Nothing, or only zeros, is null; no such day is an error. A year of two digits is read only when it is said which hundred years are meant, by the first of them.")
                        .entra("CDate, FormatDateTime")
                        .example("${dateParse('01.03.2026', 'dd.MM.yyyy')}", "2026-03-01")
                        .example("${dateParse('2026-03-01 09:00', 'yyyy-MM-dd HH:mm', 'Europe/Zurich')}", "2026-03-01T08:00:00Z")
                        .example("${dateParse('28/11/74', 'dd/MM/yy', '', '1950')}", "1974-11-28")
                        .compiledBy(DateFunctions::parse),
                ours("dateFormat", "date, =pattern, =zone?", "text", "A date in another form, in the zone given (UTC when none is).")
                        .entra("FormatDateTime")
                        .example("${dateFormat(${body[hireDate]}, 'dd.MM.yyyy')}", "24.12.2025")
                        .example("${dateFormat(${now()}, 'yyyy-MM-dd HH:mm', 'Asia/Tokyo')}", "2026-03-01 17:00")
                        .compiledBy(DateFunctions::format),
                ours("dateAdd", "date, #amount, =unit", "text", "So many years, months, weeks, days, hours, minutes or seconds later; earlier when negative.").entra("DateAdd")
                        .example("${dateAdd(${body[hireDate]}, 3, 'months')}", "2026-03-24")
                        .compiledBy(DateFunctions::add),
                ours("dateDiff", "from, to, =unit", "number", "How many whole units from one date to another; negative when the second is earlier.").entra("DateDiff")
                        .example("${dateDiff(${body[hireDate]}, '2026-01-01', 'days')}", "8")
                        .compiledBy(DateFunctions::difference),
                ours("fromAdTicks", "#ticks", "text", "A time of Active Directory (100 ns since 1601) as ISO 8601; null for 0 and 9223372036854775807, which mean never.")
                        .entra("DateFromNum")
                        .example("${fromAdTicks(134168256000000000)}", "2026-03-01T08:00:00Z")
                        .computes(value -> Moments.fromAdTicks(Values.whole(value))),
                ours("toAdTicks", "date", "number", "A date as Active Directory counts: 100 ns since 1601, in UTC.").entra("NumFromDate")
                        .example("${toAdTicks('2026-03-01T08:00:00Z')}", "134168256000000000")
                        .computes(Moments::toAdTicks));
    }

    private static Term parse(Call call) {
        String pattern = call.word(1, "");
        Integer firstYear = firstYear(call);
        DateTimeFormatter formatter = formatter(call, true, firstYear);
        ZoneId zone = zone(call);
        Term date = call.term(0);
        return input -> {
            Object value = date.value(input);
            return Values.known(value) && DateText.isNone(Values.text(value)) ? null : Values.known(value) ? Moments.read(value, formatter, pattern, zone) : value;
        };
    }

    private static Term format(Call call) {
        DateTimeFormatter formatter = formatter(call, false, null);
        ZoneId zone = zone(call);
        Term date = call.term(0);
        return input -> {
            Object value = date.value(input);
            return Values.known(value) ? Moments.format(value, formatter, zone) : value;
        };
    }

    /** Null when it is not said. */
    private static Integer firstYear(Call call) {
        String year = call.constantOrNull(3);
        if (year == null || year.matches("\\d{4}")) {
            return year == null ? null : Integer.valueOf(year);
        }
        call.wrong(3, ProblemCode.EXPRESSION_ARGUMENTS, "\"" + year + "\" is not a year", "write the first of the hundred years that are meant, such as '1950'");
        return null;
    }

    private static DateTimeFormatter formatter(Call call, boolean reads, Integer firstYear) {
        String pattern = call.word(1, "");
        DatePatterns.of(pattern, reads, firstYear != null).filter(misreading -> Moments.wrongPattern(pattern).isEmpty()).ifPresent(misreading ->
                call.wrong(1, ProblemCode.EXPRESSION_PATTERN, "\"" + pattern + "\" would be misread: " + misreading.why(), "write " + misreading.right()
                        + (misreading.ofCentury() ? ", or where the source has two digits, add the zone or '' and the first year they mean: '1950'" : "")));
        return Moments.wrongPattern(pattern).map(reason -> {
            call.wrong(1, ProblemCode.EXPRESSION_PATTERN, "\"" + pattern + "\" is not a date pattern: " + reason,
                    "write one such as yyyy-MM-dd or dd.MM.yyyy HH:mm; plain letters stand in single quotes");
            return DateTimeFormatter.ISO_LOCAL_DATE;
        }).orElseGet(() -> firstYear == null ? Moments.formatter(pattern) : Moments.formatter(pattern, firstYear));
    }

    private static ZoneId zone(Call call) {
        String zone = call.constantOrNull(2);
        if (zone == null || zone.isEmpty()) {
            return null;
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            String fix = Suggestion.nearest(zone, ZoneId.getAvailableZoneIds()).map(meant -> "did you mean '" + meant + "'?")
                    .orElse("write one such as 'Europe/Zurich' or 'UTC'");
            call.wrong(2, ProblemCode.EXPRESSION_ARGUMENTS, "there is no time zone \"" + zone + "\"", fix);
            return ZoneOffset.UTC;
        }
    }

    private static ChronoUnit unit(Call call) {
        String word = call.word(2, "days");
        ChronoUnit unit = Moments.UNITS.get(word);
        if (unit == null) {
            String fix = Suggestion.nearest(word, Moments.UNITS.keySet()).map(meant -> "did you mean '" + meant + "'?")
                    .orElse("write years, months, weeks, days, hours, minutes or seconds");
            call.wrong(2, ProblemCode.EXPRESSION_ARGUMENTS, "there is no unit \"" + word + "\"", fix);
            return ChronoUnit.DAYS;
        }
        return unit;
    }

    private static Term add(Call call) {
        ChronoUnit unit = unit(call);
        Term date = call.term(0);
        Term amount = call.term(1);
        return input -> {
            Object value = date.value(input);
            if (!Values.known(value)) {
                return value;
            }
            Object much = amount.value(input);
            return Values.known(much) ? Moments.added(value, Values.whole(much), unit) : much;
        };
    }

    private static Term difference(Call call) {
        ChronoUnit unit = unit(call);
        Term from = call.term(0);
        Term to = call.term(1);
        return input -> {
            Object first = from.value(input);
            if (!Values.known(first)) {
                return first;
            }
            Object second = to.value(input);
            return Values.known(second) ? (Object) Moments.between(first, second, unit) : second;
        };
    }
}
