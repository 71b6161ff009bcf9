package io.caravan.camel.idoc;

import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One person (E1PLOGI) as records: what is true of her today, under her number, and a record more for each later day on which something else will be, with that
 * day. Of somebody who is still to come, what is true on her first day has her number.
 *
 * @param head       her number (OBJID); empty: only her rows say it
 * @param said       the numbers of all her rows (PERNR), also of those that do not count
 * @param unreadable rows that are true on days of which nobody knows which they are
 * @param where      for messages
 */
record IdocPerson(String head, List<String> said, List<InfotypeRow> rows, List<UnreadableRow> unreadable, String where) {

    static final String NUMBER = "PERNR";
    static final String RECORD = "record";
    static final String BEGIN = "begin";
    static final String END = "end";

    /** What is true from one day to another. */
    private record Slice(LocalDate begin, LocalDate end, Map<String, String> values) {
    }

    /** @param others of whom rows stand here, too */
    List<SourceItem> records(List<InfotypeField> fields, LocalDate today, NumbersInDoubt others) {
        Set<String> numbers = numbers(fields, today);
        if (numbers.isEmpty()) {
            return List.of(new SourceItem.Rejected(Optional.empty(), "it has no personnel number (OBJID of E1PLOGI, or PERNR)", where));
        }
        List<InfotypeRow> read = rows.stream().filter(row -> fields.stream().anyMatch(field -> field.isOf(row))).toList();
        Optional<String> own = head.isEmpty() && numbers.size() > 1 ? Optional.empty() : Optional.of(numbers.iterator().next());
        own.ifPresent(others::hasRecord);
        if (numbers.size() > 1) {
            String why = "it has rows of several personnel numbers, " + String.join(" and ", numbers);
            numbers.stream().filter(number -> !number.equals(own.orElse(""))).forEach(number -> others.add(number, keys(number, read, today), why, where));
            return own.map(number -> rejected(number, why, read, today)).orElse(List.of());
        }
        String number = own.orElseThrow();
        return records(number, read.stream().filter(row -> isOf(row.number(), number)).toList(), fields, today);
    }

    private List<SourceItem> records(String number, List<InfotypeRow> read, List<InfotypeField> fields, LocalDate today) {
        Optional<String> problem = read(fields).filter(row -> isOf(row.number(), number) && !row.isOver(today, rows)).map(UnreadableRow::why).findFirst();
        if (problem.isPresent()) {
            return rejected(number, problem.get(), read, today);
        }
        if (read.isEmpty()) {
            return rejected(number, "it has none of the infotypes that are read", read, today);
        }
        try {
            return shown(number, slices(read, fields, today), today);
        } catch (IllegalArgumentException twice) {
            return rejected(number, twice.getMessage(), read, today);
        }
    }

    /**
     * Whose number is said by what counts: where they differ, nobody knows who it is. What is not read, or is over, is no reason: it would be one for ever, also
     * on the day on which she leaves. Only where nothing else says a number, that of any row does.
     */
    private Set<String> numbers(List<InfotypeField> fields, LocalDate today) {
        Set<String> numbers = new LinkedHashSet<>(List.of(head));
        rows.stream().filter(row -> !row.isOver(today) && fields.stream().anyMatch(field -> field.isOf(row))).forEach(row -> numbers.add(row.number()));
        read(fields).filter(row -> !row.isOver(today, rows)).forEach(row -> numbers.add(row.number()));
        numbers.remove("");
        return numbers.isEmpty() ? new LinkedHashSet<>(said) : numbers;
    }

    private Stream<UnreadableRow> read(List<InfotypeField> fields) {
        return unreadable.stream().filter(row -> fields.stream().anyMatch(field -> field.isOf(row.infotype(), row.subtype())));
    }

    private static boolean isOf(String said, String number) {
        return said.isEmpty() || said.equals(number);
    }

    /** Nobody may conclude that any of her records is gone. */
    private List<SourceItem> rejected(String number, String why, List<InfotypeRow> read, LocalDate today) {
        return keys(number, read, today).stream().<SourceItem>map(key -> new SourceItem.Rejected(Optional.of(key), why, where)).toList();
    }

    /** Which a day that cannot be read would have given, nobody knows: her number alone is safe. */
    private static List<String> keys(String number, List<InfotypeRow> read, LocalDate today) {
        List<String> keys = new ArrayList<>(List.of(number));
        days(read).stream().filter(day -> day.isAfter(today)).forEach(day -> keys.add(key(number, day)));
        return keys;
    }

    private static String key(String number, LocalDate day) {
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

    /**
     * Those that follow one another and say the same are one. Where the past contradicts itself it says nothing that anything else says.
     *
     * @throws IllegalArgumentException when what is true today, or will be, contradicts itself
     */
    private static List<Slice> slices(List<InfotypeRow> read, List<InfotypeField> fields, LocalDate today) {
        List<Slice> slices = new ArrayList<>();
        TreeSet<LocalDate> days = days(read);
        LocalDate since = Optional.ofNullable(days.floor(today)).orElseGet(days::first);
        for (LocalDate day : days) {
            Map<String, String> values = values(read, fields, day, day.isBefore(since));
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

    /** @param over whether the day is before the one since which that is true which is true today */
    private static Map<String, String> values(List<InfotypeRow> read, List<InfotypeField> fields, LocalDate day, boolean over) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            fields.forEach(field -> values.put(field.name(), value(read, field, day)));
        } catch (IllegalArgumentException twice) {
            if (!over) {
                throw twice;
            }
            values.clear();
        }
        return values;
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

    private List<SourceItem> shown(String number, List<Slice> slices, LocalDate today) {
        int first = 0;
        for (int i = 1; i < slices.size(); i++) {
            first = slices.get(i).begin().isAfter(today) ? first : i;
        }
        List<SourceItem> items = new ArrayList<>();
        for (Slice slice : slices.subList(first, slices.size())) {
            Map<String, Object> record = new LinkedHashMap<>(slice.values());
            record.put(RECORD, items.isEmpty() ? number : key(number, slice.begin()));
            record.put(NUMBER, number);
            record.put(BEGIN, slice.begin().toString());
            record.put(END, slice.end().toString());
            items.add(new SourceItem.Read(Attributes.of(record), where));
        }
        return items;
    }
}
