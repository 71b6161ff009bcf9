package io.caravan.expression;

import io.caravan.mapping.Formula;

/** How the reference page and its test write a value. */
final class Shown {

    private Shown() {
    }

    static String value(Object value) {
        if (value == Formula.ABSENT) {
            return "(absent)";
        }
        return value == null ? "(null)" : value.toString();
    }
}
