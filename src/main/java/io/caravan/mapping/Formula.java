package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import java.util.Set;

/**
 * An expression, checked and compiled. Pure: the same input gives the same value, but for the functions that ask the
 * input for time, randomness or unique names. Thread-safe.
 */
public interface Formula {

    /** Nothing is known: an input of the expression is absent, so the whole value is. Compare with {@code ==}. */
    Object ABSENT = new Object() {
        @Override
        public String toString() {
            return "absent";
        }
    };

    /**
     * The value: String, Boolean, Long, BigDecimal, List, null (known to be empty) or {@link #ABSENT}.
     *
     * @throws FormulaException when a function cannot work with what it was given; says which and why
     */
    Object evaluate(FormulaInput input);

    /** Attribute names of the body that the expression reads. */
    Set<String> attributes();

    /** Names of defines and other attributes of the mapping that it reads ({@code ${login}}). */
    Set<String> names();

    /** Whether it is text around values, of which each passes {@link FormulaInput#part}; not one value or function alone. */
    default boolean isText() {
        return false;
    }

    /** Whether the whole is one attribute or name as it is, with nothing done to it. */
    default boolean isRead() {
        return false;
    }

    /** The namespaces of whose unique names the expression makes use itself, not through names it reads. */
    default Set<String> namespaces() {
        return Set.of();
    }

    /** Whether the value is one that logs and plans must not show ({@code redact}, {@code randomString}). */
    default boolean sensitive() {
        return false;
    }

    /** Whether the same input may give another value at another time: it asks for the moment, or for random values. */
    default boolean varies() {
        return false;
    }

    /** Whether it reads in which groups the identity is. */
    default boolean readsGroups() {
        return false;
    }

    /** Whether it reads what the identity is assigned to. */
    default boolean readsAssignments() {
        return false;
    }

    /** The expression as written. */
    String source();

    Position position();
}
