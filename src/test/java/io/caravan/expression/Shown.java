package io.caravan.expression;

import io.caravan.mapping.Formula;
import java.util.List;
import java.util.stream.Collectors;

/** How the reference page and its test write a value. */
final class Shown {

    private Shown() {
    }

    static String value(Object value) {
        if (value == Formula.ABSENT) {
            return "(absent)";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> "".equals(element) ? "''" : value(element)).collect(Collectors.joining(", ", "[", "]"));
        }
        return value == null ? "(null)" : value.toString();
    }
}
