package io.caravan.bench.jmh;

import io.caravan.subject.Attributes;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The person's identity as one expression sees it, without the rest of a mapping around it. */
final class OnePersonAsInput implements FormulaInput {

    private final Attributes attributes = new OnePerson().identity().attributes();

    @Override
    public Object attribute(String name) {
        return attributes.has(name) ? attributes.get(name) : Formula.ABSENT;
    }

    @Override
    public Object named(String name) {
        return Formula.ABSENT;
    }

    @Override
    public Instant now() {
        return OnePerson.context().now();
    }

    @Override
    public RandomGenerator random() {
        return OnePerson.context().random();
    }

    @Override
    public Optional<Object> lookup(String table, String key) {
        return Optional.empty();
    }

    @Override
    public String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
        return candidates.iterator().next().get().toString();
    }
}
