package io.caravan.expression;

import static io.caravan.expression.Function.camel;
import static io.caravan.expression.Function.ours;

import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/** Functions that make lists, or take something from one. A single value counts as a list of one. */
final class ListFunctions {

    private static final String GATHERS = "leaves out null and absent; absent when everything is absent";

    private ListFunctions() {
    }

    static List<Function> all() {
        return List.of(
                camel("list", "values...", "list", "The values as one list; lists among them are opened.").nulls(GATHERS)
                        .example("${list(${body[email]}, ${body[nickname]}, 'x')}", "[zoe.li@example.com, x]")
                        .seesAll(values -> gathered(values, Lists.flat(values))),
                camel("distinct", "values...", "list", "The values without repetition, in order; lists among them are opened.").entra("RemoveDuplicates").nulls(GATHERS)
                        .example("${distinct(${body[mails]})}", "[a@example.com, b@example.com]")
                        .seesAll(values -> gathered(values, List.copyOf(new LinkedHashSet<>(Lists.flat(values))))),
                camel("reverse", "values...", "list", "The values in opposite order; lists among them are opened.").nulls(GATHERS)
                        .example("${reverse(1, 2, 3)}", "[3, 2, 1]")
                        .seesAll(values -> gathered(values, reversed(Lists.flat(values)))),
                camel("split", "text, separator", "list", "The parts between the separators, empty ones at the end left out.").entra("Split")
                        .example("${split(${body[groups]}, ';')}", "[staff, vpn]")
                        .computes((text, separator) -> split(Values.text(text), Values.text(separator))),
                camel("join", "separator, prefix, list?", "text", "The elements as one text, each with the prefix before it; with two arguments: separator and list.")
                        .entra("Join").nulls("null elements are left out; null → null, absent → absent")
                        .valueLast().example("${join(';', 'smtp:', ${body[mails]})}", "smtp:a@example.com;smtp:b@example.com;smtp:a@example.com")
                        .example("${join(' ', ${list(${body[givenName]}, ${body[nickname]}, ${body[familyName]})})}", "Zoë Li")
                        .computesAll(values -> joined(Values.text(values[0]), values.length > 2 ? Values.text(values[1]) : "", values[values.length - 1])),
                ours("item", "list, #number", "any", "One element; the first is 1.").entra("Item").nulls("null → null; absent, and a number beyond the end → absent")
                        .example("${item(${body[mails]}, 2)}", "b@example.com")
                        .computes((list, number) -> item(Values.list(list), Values.whole(number))),
                ours("count", "list", "number", "How many elements; 1 for a single value.").entra("Count").nulls("null and absent → 0")
                        .example("${count(${body[mails]})}", "3")
                        .sees(value -> Values.known(value) ? (long) Values.list(value).size() : 0L),
                camel("size", "list", "number", "How many elements; 1 for a single value.").nulls("null → 0, absent → absent")
                        .example("${size(${body[mails]})}", "3")
                        .sees(value -> value == Formula.ABSENT ? value : value == null ? (Object) 0L : (long) Values.list(value).size()),
                ours("sort", "list", "list", "The elements in ascending order: numbers by value, texts by their characters.")
                        .example("${sort(${list(10, 9, 1)})}", "[1, 9, 10]")
                        .computes(value -> sorted(Values.list(value))),
                camel("range", "#from, #to", "list", "Whole numbers from the first up to, and without, the second; at most 1,000; null when there are none.")
                        .example("${range(1, 4)}", "[1, 2, 3]")
                        .computes((from, to) -> range(Values.whole(from), Values.whole(to))));
    }

    private static Object gathered(Object[] values, List<Object> list) {
        if (list.isEmpty()) {
            for (Object value : values) {
                if (value != Formula.ABSENT) {
                    return list;
                }
            }
            return Formula.ABSENT;
        }
        return list;
    }

    private static List<Object> reversed(List<Object> values) {
        List<Object> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return Collections.unmodifiableList(reversed);
    }

    private static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            throw new FormulaException("split needs a separator, and it is empty");
        }
        return Lists.separated(text, separator);
    }

    private static String joined(String separator, String prefix, Object value) {
        StringBuilder joined = new StringBuilder();
        for (Object element : Values.list(value)) {
            if (Values.known(element)) {
                joined.append(joined.isEmpty() ? "" : separator).append(prefix).append(Values.text(element));
                Limits.check(joined.length());
            }
        }
        return joined.toString();
    }

    private static Object item(List<?> list, long number) {
        if (number < 1) {
            throw new FormulaException("item counts from 1, and was asked for " + number);
        }
        return number <= list.size() ? list.get((int) number - 1) : Formula.ABSENT;
    }

    private static List<?> sorted(List<?> list) {
        List<Object> sorted = new ArrayList<>(list);
        sorted.removeIf(value -> !Values.known(value));
        boolean numbers = sorted.stream().allMatch(value -> Values.numberOrNull(value) != null);
        sorted.sort((a, b) -> numbers ? Values.decimal(a).compareTo(Values.decimal(b)) : Values.text(a).compareTo(Values.text(b)));
        return Collections.unmodifiableList(sorted);
    }

    private static List<Object> range(long from, long to) {
        if (to <= from) {
            return null;
        }
        if (to - from > Limits.MADE_LIST || to - from < 0) {
            throw new FormulaException("range makes at most " + Limits.MADE_LIST + " numbers, and was asked for " + from + " to " + to);
        }
        List<Object> numbers = new ArrayList<>();
        for (long number = from; number < to; number++) {
            numbers.add(number);
        }
        return Collections.unmodifiableList(numbers);
    }
}
