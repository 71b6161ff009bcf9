package io.caravan.expression;

/**
 * One side of a comparison.
 *
 * @param constant the value when it is written out; null else, and for the word null
 * @param kind     what was written
 */
record Operand(Term term, Object constant, Kind kind, int from, int to) {

    enum Kind { FUNCTION, QUOTED, NUMBER, BOOLEAN, NULL, WRONG }

    boolean isFunction() {
        return kind == Kind.FUNCTION;
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }
}
