package io.caravan.mapping;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a target is to be left alone.
 *
 * @param leaversWait whether those who lose access wait, too
 * @param zone        whose clock it is
 */
public record Freeze(List<Window> windows, boolean leaversWait, ZoneId zone) {

    private static final Duration LONGEST = Duration.ofDays(15);
    private static final int WEEK = 7;

    public Freeze {
        windows = List.copyOf(windows);
        Objects.requireNonNull(zone, "zone");
    }

    public static Freeze none(ZoneId zone) {
        return new Freeze(List.of(), false, zone);
    }

    /** Until when it is frozen at this moment, windows that follow one another taken together; empty: it is not. */
    public Optional<Instant> until(Instant now) {
        Optional<Instant> end = ends(now);
        while (end.isPresent() && Duration.between(now, end.get()).compareTo(LONGEST) < 0) {
            Optional<Instant> further = ends(end.get());
            if (further.isEmpty()) {
                return end;
            }
            end = further;
        }
        return end;
    }

    private Optional<Instant> ends(Instant now) {
        return windows.stream().flatMap(window -> window.end(now, zone).stream()).max(Instant::compareTo);
    }

    /** Whether the windows that come again and again leave no moment between them. */
    public boolean leavesNoTime() {
        Freeze recurring = new Freeze(windows.stream().filter(window -> !(window instanceof Once)).toList(), leaversWait, zone);
        Instant any = LocalDate.of(2024, 1, 1).atStartOfDay(zone).toInstant();
        return recurring.until(any).filter(end -> Duration.between(any, end).compareTo(LONGEST) >= 0).isPresent();
    }

    /** One span of time, its beginning included. */
    public sealed interface Window {

        String EXPECTED = "two moments with a hyphen between them: days of the week and times (Fri 18:00 - Mon 06:00), times (22:00 - 06:00), or dates (2026-12-23 - 2027-01-01)";

        Pattern SPAN = Pattern.compile("(.*\\S) *- *((?:[A-Za-z]+ +)?\\d\\d?:\\d\\d|[A-Za-z]+|\\d{4}-\\d\\d-\\d\\d(?: +\\d\\d?:\\d\\d)?)");

        /** When this window ends, if this moment is in it. */
        Optional<Instant> end(Instant now, ZoneId zone);

        /**
         * {@code Fri 18:00 - Mon 06:00}, {@code Sat - Sun} (whole days), {@code 22:00 - 06:00} (each day), {@code 2026-12-23 - 2027-01-01}
         * (whole days) or {@code 2026-12-23 18:00 - 2027-01-02 06:00}.
         *
         * @throws DateTimeException when it is none of these, or would have no end
         */
        static Window of(String text) {
            Matcher span = SPAN.matcher(text.strip());
            if (!span.matches()) {
                throw new DateTimeException("it is no span of time");
            }
            String from = span.group(1);
            String to = span.group(2);
            if (Character.isDigit(from.charAt(0)) && from.length() >= "2026-01-01".length()) {
                return Once.of(from, to);
            }
            return Character.isDigit(from.charAt(0)) ? Daily.of(from, to) : Weekly.of(from, to);
        }
    }

    private record Daily(LocalTime from, LocalTime to) implements Window {

        static Daily of(String from, String to) {
            Daily daily = new Daily(time(from), time(to));
            if (daily.from.equals(daily.to)) {
                throw new DateTimeException("it begins and ends at the same time, and so never ends");
            }
            return daily;
        }

        @Override
        public Optional<Instant> end(Instant now, ZoneId zone) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return Stream.of(today.minusDays(1), today)
                    .flatMap(day -> within(now, zone, day.atTime(from), (to.isAfter(from) ? day : day.plusDays(1)).atTime(to)).stream()).max(Instant::compareTo);
        }
    }

    private record Weekly(DayOfWeek fromDay, LocalTime from, DayOfWeek toDay, LocalTime to) implements Window {

        static Weekly of(String from, String to) {
            String[] start = from.split(" +");
            String[] end = to.split(" +");
            if (start.length != end.length || start.length > 2) {
                throw new DateTimeException("both ends need a day and a time, or neither needs a time");
            }
            boolean whole = start.length == 1;
            Weekly weekly = new Weekly(day(start[0]), whole ? LocalTime.MIDNIGHT : time(start[1]), whole ? day(end[0]).plus(1) : day(end[0]),
                    whole ? LocalTime.MIDNIGHT : time(end[1]));
            if (weekly.fromDay == weekly.toDay && weekly.from.equals(weekly.to)) {
                throw new DateTimeException("it begins and ends at the same moment of the week, and so never ends");
            }
            return weekly;
        }

        @Override
        public Optional<Instant> end(Instant now, ZoneId zone) {
            LocalDate last = now.atZone(zone).toLocalDate().with(TemporalAdjusters.previousOrSame(fromDay));
            return Stream.of(last.minusDays(WEEK), last).flatMap(day -> within(now, zone, day.atTime(from), endAfter(day)).stream()).max(Instant::compareTo);
        }

        private LocalDateTime endAfter(LocalDate start) {
            LocalDateTime end = start.with(TemporalAdjusters.nextOrSame(toDay)).atTime(to);
            return end.isAfter(start.atTime(from)) ? end : end.plusDays(WEEK);
        }
    }

    private record Once(LocalDateTime from, LocalDateTime to) implements Window {

        static Once of(String from, String to) {
            boolean whole = from.length() == "2026-01-01".length();
            if (whole != (to.length() == "2026-01-01".length())) {
                throw new DateTimeException("both ends need a time, or neither");
            }
            Once once = whole ? new Once(LocalDate.parse(from).atStartOfDay(), LocalDate.parse(to).plusDays(1).atStartOfDay()) : new Once(moment(from), moment(to));
            if (!once.to.isAfter(once.from)) {
                throw new DateTimeException("it ends before it begins");
            }
            return once;
        }

        private static LocalDateTime moment(String text) {
            String[] parts = text.split(" +", 2);
            return LocalDate.parse(parts[0]).atTime(time(parts[parts.length - 1]));
        }

        @Override
        public Optional<Instant> end(Instant now, ZoneId zone) {
            return within(now, zone, from, to);
        }
    }

    private static Optional<Instant> within(Instant now, ZoneId zone, LocalDateTime from, LocalDateTime to) {
        Instant end = moment(to, zone, false);
        return now.isBefore(moment(from, zone, true)) || !now.isBefore(end) ? Optional.empty() : Optional.of(end);
    }

    /** A time that the clock passes twice counts for the longer window; one that it leaves out is when it is put forward. */
    private static Instant moment(LocalDateTime local, ZoneId zone, boolean earlier) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        return earlier ? local.atZone(zone).withEarlierOffsetAtOverlap().toInstant() : local.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text, DateTimeFormatter.ofPattern("H:mm", Locale.ROOT));
        } catch (DateTimeException none) {
            throw new DateTimeException("\"" + text + "\" is no time of day", none);
        }
    }

    private static DayOfWeek day(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        return Stream.of(DayOfWeek.values()).filter(day -> wanted.equals(day.name()) || wanted.equals(day.name().substring(0, 3))).findFirst()
                .orElseThrow(() -> new DateTimeException("\"" + text + "\" is no day of the week"));
    }
}
