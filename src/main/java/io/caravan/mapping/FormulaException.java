package io.caravan.mapping;

/** A function could not work with a value it was given. The message says which function, which value, and what it needs. */
public final class FormulaException extends RuntimeException {

    public FormulaException(String message) {
        super(message);
    }
}
