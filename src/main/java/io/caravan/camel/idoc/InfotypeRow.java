package io.caravan.camel.idoc;

import java.time.LocalDate;
import java.util.Map;

/**
 * What is true of a person from a day to a day.
 *
 * @param number   whose it is said to be; empty: nothing is said
 * @param infotype four digits, as in the name of its segment
 * @param begin    the first day (BEGDA)
 * @param end      the last (ENDDA); 9999-12-31 is none
 * @param fields   as they stand, without those that say what row it is
 */
record InfotypeRow(String number, String infotype, String subtype, LocalDate begin, LocalDate end, Map<String, String> fields) {

    static final LocalDate OPEN = LocalDate.of(9999, 12, 31);

    InfotypeRow {
        fields = Map.copyOf(fields);
    }

    boolean isOver(LocalDate today) {
        return end.isBefore(today);
    }

    boolean isTrueOn(LocalDate day) {
        return !day.isBefore(begin) && !day.isAfter(end);
    }
}
