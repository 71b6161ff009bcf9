package io.caravan.mapping;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From when a record is true. Of the records of one person, or of one employment, the one that began last counts; what is ahead waits for its day.
 * Computed from each record by itself.
 *
 * @param value  the day, or the moment; without one the record has always been true
 * @param of     what the record is a version of, such as an employment; empty: of the person
 * @param order  which of several of one day is the later one: numbers by value, texts by their characters
 * @param moment the time of day counts; else the day as a whole, in the person's time zone
 */
public record EffectiveDate(Formula value, Optional<Formula> of, Optional<Formula> order, boolean moment) {

    public EffectiveDate {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(order, "order");
    }

    /** The attributes of a record that it reads. */
    public Set<String> attributes() {
        Set<String> read = new HashSet<>();
        formulas().forEach(formula -> read.addAll(formula.attributes()));
        return read;
    }

    public Stream<Formula> formulas() {
        return Stream.concat(Stream.of(value), Stream.concat(of.stream(), order.stream()));
    }
}
