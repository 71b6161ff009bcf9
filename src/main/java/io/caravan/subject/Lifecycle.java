package io.caravan.subject;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a person stands as of a moment, derived from dates and status in the person's own time zone, never from when a
 * message arrived.
 *
 * @param state      of the table in the semantics
 * @param urgent     the person was terminated urgently: overtakes everything else
 * @param because    what decided; empty for somebody who is simply there
 * @param nextChange when time alone will change the state; empty when it will not
 */
public record Lifecycle(LifecycleState state, boolean urgent, Optional<Because> because, Optional<Instant> nextChange) {

    /** First day of work: a date, or a date with time. */
    public static final String START_DATE = "startDate";
    /** Last day of employment. */
    public static final String END_DATE = "endDate";
    /** Last day of access, when it is before the last day of employment. */
    public static final String LAST_WORKING_DAY = "lastWorkingDay";
    public static final String LEAVE_FROM = "leaveFrom";
    /** Last day of leave. */
    public static final String LEAVE_UNTIL = "leaveUntil";
    /** {@code active}, {@code leave} or {@code terminated}. */
    public static final String STATUS = "status";
    /** True, yes, y or 1: terminated urgently; false, no, n, 0 or nothing: not. */
    public static final String URGENT = "urgent";
    /** IANA name of the person's time zone. */
    public static final String TIME_ZONE = "timeZone";
    /** Set by the hub when no source has the person any more. */
    public static final String ABSENT_SINCE = "absentSince";

    /** The hub attributes that decide. */
    public static final Set<String> ATTRIBUTES =
            Set.of(START_DATE, END_DATE, LAST_WORKING_DAY, LEAVE_FROM, LEAVE_UNTIL, STATUS, URGENT, TIME_ZONE, ABSENT_SINCE);

    private static final Set<String> YES = Set.of("true", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "no", "n", "0");
    /** From here on an end date means "no end" (9999-12-31, 4712-12-31). */
    private static final int OPEN_END_YEAR = 4712;
    /** What databases write for a day they do not know. */
    private static final LocalDate NOBODY_ENDED = LocalDate.of(1900, 1, 1);
    /** A year below is one of which the century was left out: who begins in 26 has not begun long ago. */
    private static final int TWO_DIGITS = 1000;

    /**
     * @param prehire  how long before the start date a person is a prehire rather than staged
     * @param fallback the time zone of people who have none
     * @throws IllegalArgumentException when a date, the status or the zone cannot be understood; says which
     */
    public static Lifecycle at(Attributes person, Instant now, Period prehire, ZoneId fallback) {
        ZoneId zone = zone(person, fallback);
        String status = one(person, STATUS).map(KeyText::trim).orElse("active");
        Optional<Lifecycle> left = leftWhateverTheDates(person, status);
        if (left.isPresent()) {
            return left.get();
        }
        Optional<Instant> end = endIn(zone, person);
        if (end.isPresent() && !end.get().isAfter(now)) {
            boolean working = end.equals(moment(person, LAST_WORKING_DAY, zone, true));
            Because over = working ? Because.of(Reason.LAST_WORKING_DAY_OVER, known(person, LAST_WORKING_DAY).orElseThrow())
                    : Because.of(Reason.EMPLOYMENT_OVER, String.valueOf(person.get(END_DATE)));
            return new Lifecycle(LifecycleState.LEAVER, false, Optional.of(over), Optional.empty());
        }
        urgent(person).filter(word -> !YES.contains(word) && !NO.contains(word)).ifPresent(word -> {
            throw new IllegalArgumentException(URGENT + " is \"" + word + "\"; it must be true or false");
        });
        Optional<Instant> start = moment(person, START_DATE, zone, false);
        if (start.isPresent() && start.get().isAfter(now)) {
            return ahead(person, start.get(), now, prehire, zone);
        }
        return present(person, status, end, now, zone);
    }

    /**
     * The same of a subject of any kind. Only persons have dates and a status; anything else is there as long as a source names it.
     *
     * @throws IllegalArgumentException as {@link #at}
     */
    public static Lifecycle of(Kind kind, Attributes subject, Instant now, Period prehire, ZoneId fallback) {
        if (kind.equals(Kind.PERSON)) {
            return at(subject, now, prehire, fallback);
        }
        return absent(subject).map(because -> new Lifecycle(LifecycleState.LEAVER, false, Optional.of(because), Optional.empty()))
                .orElse(new Lifecycle(LifecycleState.ACTIVE, false, Optional.empty(), Optional.empty()));
    }

    /** Whether it is known that she has left: of dates that cannot be understood nothing follows. The rest is as of {@link #of}. */
    public static boolean hasLeft(Kind kind, Attributes subject, Instant now, Period prehire, ZoneId fallback) {
        try {
            return of(kind, subject, now, prehire, fallback).state() == LifecycleState.LEAVER;
        } catch (IllegalArgumentException unclear) {
            return false;
        }
    }

    private static Optional<Because> absent(Attributes subject) {
        return subject.has(ABSENT_SINCE) ? Optional.of(Because.of(Reason.RECORD_ABSENT, String.valueOf(subject.get(ABSENT_SINCE)))) : Optional.empty();
    }

    /** The first moment of work; empty when none is known. @throws IllegalArgumentException when it cannot be understood */
    public static Optional<Instant> start(Attributes person, ZoneId fallback) {
        return moment(person, START_DATE, zone(person, fallback), false);
    }

    /** The moment after the last day; empty when there is none. @throws IllegalArgumentException when it cannot be understood */
    public static Optional<Instant> end(Attributes person, ZoneId fallback) {
        return endIn(zone(person, fallback), person);
    }

    /** Of two last days the earlier one counts. */
    private static Optional<Instant> endIn(ZoneId zone, Attributes person) {
        Optional<Instant> working = moment(person, LAST_WORKING_DAY, zone, true);
        Optional<Instant> employed = moment(person, END_DATE, zone, true);
        return working.isEmpty() || employed.isPresent() && employed.get().isBefore(working.get()) ? employed : working;
    }

    /** A date that cannot be read keeps nobody in who is out without it, nor does a word for urgent that nobody knows; who may be out by that is neither in nor out. */
    private static Optional<Lifecycle> leftWhateverTheDates(Attributes person, String status) {
        boolean urgent = urgent(person).filter(YES::contains).isPresent();
        Because because;
        if (urgent) {
            because = Because.of(Reason.TERMINATED_URGENTLY);
        } else if (person.has(ABSENT_SINCE)) {
            because = absent(person).orElseThrow();
        } else if (status.equalsIgnoreCase("terminated")) {
            because = Because.of(Reason.STATUS_TERMINATED);
        } else {
            return Optional.empty();
        }
        return Optional.of(new Lifecycle(LifecycleState.LEAVER, urgent, Optional.of(because), Optional.empty()));
    }

    private static Optional<String> urgent(Attributes person) {
        return known(person, URGENT).map(word -> word.toLowerCase(Locale.ROOT));
    }

    private static Lifecycle ahead(Attributes person, Instant start, Instant now, Period prehire, ZoneId zone) {
        Instant lead = start.atZone(zone).minus(prehire).toInstant();
        Optional<Because> because = Optional.of(Because.of(Reason.STARTS_ON, String.valueOf(person.get(START_DATE))));
        return lead.isAfter(now)
                ? new Lifecycle(LifecycleState.STAGED, false, because, Optional.of(lead))
                : new Lifecycle(LifecycleState.PREHIRE, false, because, Optional.of(start));
    }

    private static Lifecycle present(Attributes person, String status, Optional<Instant> end, Instant now, ZoneId zone) {
        Optional<Instant> leaveFrom = moment(person, LEAVE_FROM, zone, false);
        Optional<Instant> leaveEnd = moment(person, LEAVE_UNTIL, zone, true);
        boolean begun = leaveFrom.isPresent() && !leaveFrom.get().isAfter(now);
        boolean over = leaveEnd.isPresent() && !leaveEnd.get().isAfter(now);
        requireKnown(status);
        if (status.equalsIgnoreCase("leave") || begun && !over) {
            Because because = begun ? Because.of(Reason.ON_LEAVE_SINCE, String.valueOf(person.get(LEAVE_FROM))) : Because.of(Reason.STATUS_LEAVE);
            return new Lifecycle(LifecycleState.LEAVE, false, Optional.of(because), earliestAfter(now, end, leaveEnd));
        }
        return new Lifecycle(LifecycleState.ACTIVE, false, Optional.empty(), earliestAfter(now, end, leaveFrom));
    }

    /** It may mean that she has left: on leave she would keep what she has. */
    private static void requireKnown(String status) {
        if (!status.equalsIgnoreCase("active") && !status.equalsIgnoreCase("leave")) {
            throw new IllegalArgumentException(STATUS + " is \"" + status + "\"; it must be active, leave or terminated");
        }
    }

    /**
     * For whoever has something already, so that she has been there: that she is said to come some day, in a status that nobody knows, takes nothing from
     * her. Whoever has nothing yet is one who comes, whatever her status is called until then.
     *
     * @throws IllegalArgumentException when it is so
     */
    public void requireKnownStatusAhead(Attributes person) {
        if (state == LifecycleState.PREHIRE || state == LifecycleState.STAGED) {
            requireKnown(one(person, STATUS).map(KeyText::trim).orElse("active"));
        }
    }

    @SafeVarargs
    private static Optional<Instant> earliestAfter(Instant now, Optional<Instant>... moments) {
        Optional<Instant> earliest = Optional.empty();
        for (Optional<Instant> moment : moments) {
            boolean comesFirst = moment.isPresent() && moment.get().isAfter(now) && (earliest.isEmpty() || moment.get().isBefore(earliest.get()));
            earliest = comesFirst ? moment : earliest;
        }
        return earliest;
    }

    private static ZoneId zone(Attributes person, ZoneId fallback) {
        Optional<String> name = known(person, TIME_ZONE);
        try {
            return name.isPresent() ? ZoneId.of(name.get()) : fallback;
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(TIME_ZONE + " is \"" + name.get() + "\", which is no IANA time zone", unknown);
        }
    }

    /** The beginning of the day, or with {@code afterDay} of the day after; a value with a time is that moment itself. */
    private static Optional<Instant> moment(Attributes person, String name, ZoneId zone, boolean afterDay) {
        Optional<String> text = known(person, name).filter(value -> !DateText.isNone(value));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return moment(name, text.get(), zone, afterDay);
    }

    /**
     * The moment that a date means: the beginning of the day, or with {@code afterDay} of the day after; a value with a time is that moment itself.
     * Empty for a day that means no end.
     *
     * @param name for messages
     * @param value ISO 8601, with or without a time and an offset
     * @throws IllegalArgumentException when it cannot be understood
     */
    public static Optional<Instant> moment(String name, String value, ZoneId zone, boolean afterDay) {
        try {
            if (value.length() == 10) {
                LocalDate day = LocalDate.parse(value);
                if (afterDay && day.getYear() >= OPEN_END_YEAR) {
                    return Optional.empty();
                }
                if (afterDay && !day.isAfter(NOBODY_ENDED) || day.getYear() < TWO_DIGITS) {
                    throw new IllegalArgumentException(name + " is \"" + value + "\", which is no day that anybody means");
                }
                return Optional.of((afterDay ? day.plusDays(1) : day).atStartOfDay(zone).toInstant());
            }
            Instant moment = hasZone(value) ? OffsetDateTime.parse(value).toInstant() : LocalDateTime.parse(value).atZone(zone).toInstant();
            return moment.atZone(zone).getYear() >= OPEN_END_YEAR ? Optional.empty() : Optional.of(moment);
        } catch (DateTimeException notADate) {
            throw new IllegalArgumentException(name + " is \"" + value + "\", which is no ISO 8601 date (such as 2026-11-30)", notADate);
        }
    }

    private static Optional<String> known(Attributes person, String name) {
        return one(person, name).map(KeyText::trim).filter(value -> !value.isEmpty());
    }

    /** Of several values nobody knows which one counts; to take none of them would take a leaver for somebody who is here. */
    private static Optional<String> one(Attributes person, String name) {
        if (!(person.get(name) instanceof List<?> several)) {
            return person.text(name);
        }
        if (several.size() > 1) {
            throw new IllegalArgumentException(name + " has " + several.size() + " values, " + several + "; it must have one");
        }
        return several.stream().map(String::valueOf).findFirst();
    }

    private static boolean hasZone(String value) {
        return value.endsWith("Z") || value.lastIndexOf('+') > 10 || value.lastIndexOf('-') > 10;
    }
}
