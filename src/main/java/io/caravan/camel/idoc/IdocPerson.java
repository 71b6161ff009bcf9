package io.caravan.camel.idoc;

import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One person (E1PLOGI) as records: what is true of her today, under her number, and a record more for each later day on which something else will be, with that
 * day. Of somebody who is still to come, what is true on her first day has her number.
 *
 * @param number  PERNR
 * @param problem why nothing can be made of it; empty: something can
 * @param where   for messages
 */
record IdocPerson(String number, List<InfotypeRow> rows, Optional<String> problem, String where) {

    static final String NUMBER = "PERNR";
    static final String RECORD = "record";
    static final String BEGIN = "begin";
    static final String END = "end";

    /** What is true from one day to another. */
    private record Slice(LocalDate begin, LocalDate end, Map<String, String> values) {
    }

    List<SourceItem> records(List<InfotypeField> fields, LocalDate today) {
        if (number.isEmpty()) {
            return List.of(new SourceItem.Rejected(Optional.empty(), problem.orElse("it has no personnel number (OBJID of E1PLOGI, or PERNR)"), where));
        }
        List<InfotypeRow> read = rows.stream().filter(row -> fields.stream().anyMatch(field -> field.isOf(row))).toList();
        if (problem.isPresent()) {
            return rejected(problem.get(), keys(read, today));
        }
        if (read.isEmpty()) {
            return rejected("it has none of the infotypes that are read", List.of(number));
        }
        try {
            return shown(slices(read, fields), today);
        } catch (IllegalArgumentException twice) {
            return rejected(twice.getMessage(), keys(read, today));
        }
    }

    /** Nobody may conclude that any of her records is gone. */
    private List<SourceItem> rejected(String why, List<String> keys) {
        List<SourceItem> items = new ArrayList<>();
        keys.forEach(key -> items.add(new SourceItem.Rejected(Optional.of(key), why, where)));
        return items;
    }

    /** Which a day that cannot be read would have given, nobody knows: her number alone is safe. */
    private List<String> keys(List<InfotypeRow> read, LocalDate today) {
        List<String> keys = new ArrayList<>(List.of(number));
        days(read).stream().filter(day -> day.isAfter(today)).forEach(day -> keys.add(key(day)));
        return keys;
    }

    private String key(LocalDate day) {
        return number + "@" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    /** The days on which something may change. */
    private static TreeSet<LocalDate> days(List<InfotypeRow> read) {
        TreeSet<LocalDate> days = new TreeSet<>();
        read.forEach(row -> {
            days.add(row.begin());
            if (row.end().isBefore(InfotypeRow.OPEN)) {
                days.add(row.end().plusDays(1));
            }
        });
        return days;
    }

    /** Those that follow one another and say the same are one. */
    private static List<Slice> slices(List<InfotypeRow> read, List<InfotypeField> fields) {
        List<Slice> slices = new ArrayList<>();
        for (LocalDate day : days(read)) {
            Map<String, String> values = new LinkedHashMap<>();
            fields.forEach(field -> values.put(field.name(), value(read, field, day)));
            Slice last = slices.isEmpty() ? null : slices.get(slices.size() - 1);
            if (last == null || !last.values().equals(values)) {
                if (last != null) {
                    slices.set(slices.size() - 1, new Slice(last.begin(), day.minusDays(1), last.values()));
                }
                slices.add(new Slice(day, InfotypeRow.OPEN, values));
            }
        }
        return slices;
    }

    /** Null where nothing is said. */
    private static String value(List<InfotypeRow> read, InfotypeField field, LocalDate day) {
        List<String> said = read.stream().filter(row -> field.isOf(row) && row.isTrueOn(day)).map(row -> row.fields().getOrDefault(field.field(), "")).distinct().toList();
        if (said.size() > 1) {
            throw new IllegalArgumentException(field.name() + " is said twice of " + day + "; two rows of infotype " + field.infotype()
                    + (field.subtype().isEmpty() ? "" : ", subtype " + field.subtype()) + " are true on that day");
        }
        return said.isEmpty() || said.get(0).isEmpty() ? null : said.get(0);
    }

    private List<SourceItem> shown(List<Slice> slices, LocalDate today) {
        int first = 0;
        for (int i = 1; i < slices.size(); i++) {
            first = slices.get(i).begin().isAfter(today) ? first : i;
        }
        List<SourceItem> items = new ArrayList<>();
        for (Slice slice : slices.subList(first, slices.size())) {
            Map<String, Object> record = new LinkedHashMap<>(slice.values());
            record.put(RECORD, items.isEmpty() ? number : key(slice.begin()));
            record.put(NUMBER, number);
            record.put(BEGIN, slice.begin().toString());
            record.put(END, slice.end().toString());
            items.add(new SourceItem.Read(Attributes.of(record), where));
        }
        return items;
    }
}
