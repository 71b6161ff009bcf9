package io.caravan.expression;

import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;

/** A compiled piece of an expression. Gives a value, null, or {@link Formula#ABSENT}. Thread-safe. */
@FunctionalInterface
interface Term {

    Object value(FormulaInput input);

    static Term constant(Object value) {
        return input -> value;
    }
}
