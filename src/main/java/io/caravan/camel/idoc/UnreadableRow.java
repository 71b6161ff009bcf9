package io.caravan.camel.idoc;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A row that is true on days of which nobody knows which they are.
 *
 * @param number whose it is said to be; empty: nothing is said
 * @param begin  empty: no day
 * @param end    empty: no day
 */
record UnreadableRow(String number, String infotype, String subtype, Optional<LocalDate> begin, Optional<LocalDate> end, String why) {

    /**
     * Whether it says nothing of today or later, whatever is wrong with it. Of one that ends before it begins nobody knows which day is wrong: it is over where
     * another of its number and kind begins after both.
     */
    boolean isOver(LocalDate today, List<InfotypeRow> others) {
        boolean backwards = end.isPresent() && begin.filter(end.get()::isBefore).isPresent();
        boolean past = end.filter(today::isAfter).isPresent() && begin.filter(day -> !day.isBefore(today)).isEmpty();
        return past && (!backwards || others.stream().anyMatch(row -> row.number().equals(number) && row.infotype().equals(infotype) && row.subtype().equals(subtype) && row.begin().isAfter(begin.get())));
    }
}
