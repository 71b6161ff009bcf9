package io.caravan.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists as expressions make them: flat, unmodifiable. */
final class Lists {

    private Lists() {
    }

    /** The parts between commas, empty ones at the end left out, spaces kept. */
    static List<String> commaSeparated(String text) {
        return separated(text, ",");
    }

    /** The parts between separators, empty ones at the end left out; nothing for an empty text. */
    static List<String> separated(String text, String separator) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        int hit = text.indexOf(separator);
        while (hit >= 0) {
            parts.add(text.substring(from, hit));
            from = hit + separator.length();
            hit = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        int end = parts.size();
        while (end > 0 && parts.get(end - 1).isEmpty()) {
            end--;
        }
        return Collections.unmodifiableList(parts.subList(0, end));
    }

    /** How often a part, which is not empty, stands in a text. */
    static long count(String text, String part) {
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    /** The known values, lists among them opened. */
    static List<Object> flat(Object[] values) {
        List<Object> flat = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof List<?> list) {
                list.stream().filter(Values::known).forEach(flat::add);
            } else if (Values.known(value)) {
                flat.add(value);
            }
        }
        return Collections.unmodifiableList(flat);
    }
}
