package io.caravan.demo;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Something that held for a time: a department, a title, a manager's post.
 *
 * @param from  the first day
 * @param until the first day on which it no longer held; {@link #NO_END} when that is not known yet
 */
record Tenure<T>(T value, LocalDate from, LocalDate until) {

    /** How the data writes "until further notice". */
    static final LocalDate NO_END = LocalDate.of(9999, 1, 1);

    Tenure {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
    }

    boolean covers(LocalDate day) {
        return !from.isAfter(day) && until.isAfter(day);
    }

    /** Some rows begin and end on one day: they never held. */
    boolean neverHeld() {
        return !from.isBefore(until);
    }

    LocalDate lastDay() {
        return until.minusDays(1);
    }
}
