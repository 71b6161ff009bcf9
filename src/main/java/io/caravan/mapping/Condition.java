package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import java.util.Set;

/** A condition, checked and compiled; always a predicate, never text. Thread-safe. */
public interface Condition {

    boolean test(FormulaInput input);

    /**
     * Which clause decided and by which value, in words, such as
     * {@code ${body[employeeType]} in 'employee,contractor' is false: employeeType is "intern"}.
     * Sensitive only in so far as the attributes it reads are.
     */
    String explain(FormulaInput input);

    /** Attribute names of the body that the condition reads. */
    Set<String> attributes();

    Set<String> names();

    /** The namespaces of whose unique names it makes use. */
    default Set<String> namespaces() {
        return Set.of();
    }

    /** Whether the same input may be judged otherwise at another time: it asks for the moment, or for random values. */
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

    String source();

    Position position();
}
