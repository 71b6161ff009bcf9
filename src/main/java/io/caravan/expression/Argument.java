package io.caravan.expression;

/**
 * One argument of a call.
 *
 * @param term     gives its value; a condition gives a Boolean
 * @param constant the text, when it is written out; else null
 * @param from     its first character in the expression
 * @param to       behind its last character
 */
record Argument(Term term, String constant, int from, int to) {
}
