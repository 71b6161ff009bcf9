package io.caravan.connector;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be said of a request that reads, beyond where things stand in its answer.
 *
 * @param each  a list within an object: each of its elements is a record of its own, with all that stands around the list
 * @param shows what at least one record of the answer has to have; relative to a record
 * @param parts of a record that may be left out as a whole: what stands in one that is not there is not empty, but not known
 * @param needs what its state is made of: a record without one of these is none that can be read
 * @param gone  how a list tells that something in it is not there; empty: it does not
 * @param asOf  of which day is read; empty: of whichever the system takes
 */
public record RestReading(Optional<RestPath> each, List<RestPath> shows, List<RestPath> parts, List<RestPath> needs, Optional<RestObject.Removed> gone, Optional<AsOf> asOf) {

    public static final RestReading PLAIN = new RestReading(Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    /** The variables that a request with {@code asOf} may name. */
    public static final List<String> MOMENTS = List.of("asOf", "today", "now");
    /** And one that asks for what has changed: the day on which that begins. */
    public static final String SINCE_DAY = "sinceDay";

    /**
     * @param zone   in which the system's days begin
     * @param ahead  so much later the list is read once more; zero: it is not
     * @param starts the attribute with the first day of whoever a record is of: of the second reading only those are taken who begin after today; empty without one
     * @param alone  whether whoever begins after today is read again by herself, as of her first day
     */
    public record AsOf(ZoneId zone, Period ahead, String starts, boolean alone) {

        public AsOf {
            if ((!ahead.isZero() || alone) && starts.isEmpty()) {
                throw new IllegalArgumentException("whoever looks ahead has to tell who begins later");
            }
        }

        /** The variables, for reading one as of that day, which has not come yet when the reading began. */
        public Map<String, String> variables(Instant began, LocalDate day) {
            return Map.of("asOf", day.toString(), "today", today(began).toString(), "now", began.toString());
        }

        /** The variables, for a reading that began then. */
        public Map<String, String> variables(Instant began, boolean later) {
            LocalDate today = LocalDate.ofInstant(began, zone);
            return Map.of("asOf", (later ? today.plus(ahead) : today).toString(), "today", today.toString(), "now", began.toString());
        }

        public LocalDate today(Instant began) {
            return LocalDate.ofInstant(began, zone);
        }
    }

    /** The same, for whoever has not begun yet: what her state is made of may come with her first day. */
    public RestReading withoutNeeds() {
        return new RestReading(each, shows, parts, List.of(), gone, asOf);
    }

    public RestReading {
        shows = List.copyOf(shows);
        parts = List.copyOf(parts);
        needs = List.copyOf(needs);
    }
}
