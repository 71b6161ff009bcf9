package io.caravan.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What an expression can see. One input serves one evaluation of one identity; not thread-safe. */
public interface FormulaInput {

    /** The value of {@code ${body[name]}}, or {@link Formula#ABSENT}. */
    Object attribute(String name);

    /** The value of {@code ${name}}: a define, or another attribute of the same mapping; {@link Formula#ABSENT} if it has none. */
    Object named(String name);

    /** The roles that the identity is assigned to in the target, each once; what is no person's in a target has none. */
    default List<String> roles() {
        return List.of();
    }

    /**
     * What the groups are called that the identity is in, directly or by a group in them: each value once, in order.
     *
     * @param attribute of the groups; {@link Names#KEY} for their keys. A group without a value gives none
     */
    default List<String> groups(String attribute) {
        return List.of();
    }

    /** The moment the whole plan is made for. */
    Instant now();

    /** Where {@code randomString} and {@code guid} draw from. */
    RandomGenerator random();

    /** The value beside {@code key} in a lookup table of the mapping; empty when the key is not in it. */
    Optional<Object> lookup(String table, String key);

    /**
     * The identity's name in a namespace: the one it already has, else the first candidate that is free. Candidates
     * are drawn one by one, and only as far as needed.
     *
     * @return null where names are only passed on, and none has been given yet
     * @throws FormulaException when every candidate is taken
     */
    String uniqueName(String namespace, Iterable<Supplier<Object>> candidates);

    /**
     * A value at the moment it becomes a part of the text that the whole expression is. Where that text has a syntax of its
     * own, as a distinguished name has, this is the place to escape it: functions before it have seen the value itself.
     */
    default String part(String value) {
        return value;
    }

    /** The named lookup tables there are, for messages. */
    default List<String> lookupTables() {
        return List.of();
    }
}
