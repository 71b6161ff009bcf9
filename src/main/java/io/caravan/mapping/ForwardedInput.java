package io.caravan.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * An input that answers as another one does, but for what it answers itself. How a value becomes a {@link #part} of the whole text is
 * the other's matter: it happens once, when what was computed with this input comes back to it.
 */
public interface ForwardedInput extends FormulaInput {

    /** The other one. */
    FormulaInput input();

    @Override
    default Object attribute(String name) {
        return input().attribute(name);
    }

    @Override
    default Object named(String name) {
        return input().named(name);
    }

    @Override
    default List<String> roles() {
        return input().roles();
    }

    @Override
    default List<String> groups(String attribute) {
        return input().groups(attribute);
    }

    @Override
    default Instant now() {
        return input().now();
    }

    @Override
    default RandomGenerator random() {
        return input().random();
    }

    @Override
    default Optional<Object> lookup(String table, String key) {
        return input().lookup(table, key);
    }

    @Override
    default String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
        return input().uniqueName(namespace, candidates);
    }

    @Override
    default List<String> lookupTables() {
        return input().lookupTables();
    }
}
