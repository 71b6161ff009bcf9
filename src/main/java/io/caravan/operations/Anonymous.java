package io.caravan.operations;

import io.caravan.subject.Attributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** People that nobody is, in the place of those in a sample. What many people share, such as a department, stays. */
final class Anonymous {

    private static final List<String> FIRST = List.of("Ada", "Grace", "Alan");
    private static final List<String> LAST = List.of("Lovelace", "Hopper", "Turing");
    private static final Set<String> SHARED = Set.of("status", "department", "departmentCode", "division", "company", "costCenter", "employeeType", "country", "language",
            "locale", "timeZone", "title");
    private static final int PEOPLE_EACH = 3;

    private final SampledColumns columns;

    Anonymous(SampledColumns columns) {
        this.columns = columns;
    }

    /** @param number of the record among those that are shown, from 0 */
    Attributes record(Attributes record, int number) {
        Map<String, Object> values = new LinkedHashMap<>();
        record.asMap().forEach((name, value) -> values.put(name, value instanceof Collection<?> several
                ? several.stream().map(each -> value(name, each, number)).toList() : value(name, value, number)));
        return Attributes.of(values);
    }

    Object value(String name, Object value, int number) {
        String meaning = columns.meaningOf(name).or(() -> AttributeNames.meaning(name).map(AttributeNames.Meaning::attribute)).orElse("");
        if (!(value instanceof String text) || text.isBlank() || SHARED.contains(meaning) && isShared(name) || LifecycleColumns.isFlag(columns.values(name))) {
            return value instanceof Long ? (Object) (1001L + number) : value;
        }
        String first = FIRST.get(number % FIRST.size());
        String last = LAST.get(number % LAST.size());
        return switch (meaning) {
            case "givenName" -> first;
            case "familyName" -> last;
            case "displayName" -> first + " " + last;
            case "login" -> (first.charAt(0) + last).toLowerCase(Locale.ROOT);
            case "email" -> (first + "." + last).toLowerCase(Locale.ROOT) + "@example.com";
            case "workerId" -> numbered(text, number + 1);
            case "managerId" -> text.contains("@") ? "ada.lovelace@example.com" : numbered(text, 9);
            default -> LifecycleColumns.DATES.contains(meaning) ? date(text) : shape(text);
        };
    }

    private boolean isShared(String name) {
        return columns.values(name).size() * PEOPLE_EACH <= Math.max(PEOPLE_EACH * 2, columns.records().size());
    }

    /** Of the same shape, with this number at its end. */
    private static String numbered(String text, int number) {
        String zeros = shape(text).replace('1', '0');
        int end = zeros.lastIndexOf('0');
        return end < 0 ? zeros + number : zeros.substring(0, end) + number + zeros.substring(end + 1);
    }

    /** Its year, in January. */
    private static String date(String text) {
        return text.matches("\\d{8}.*") ? text.substring(0, 4) + "0101" + text.substring(8).replaceAll("\\d", "0") : text.replaceAll("(?<!\\d)\\d{1,2}(?!\\d)", "01");
    }

    private static String shape(String text) {
        return text.replaceAll("\\p{Lu}", "X").replaceAll("(?!X)\\p{L}", "x").replaceAll("\\p{N}", "1");
    }
}
