package io.caravan.camel.language;

import io.caravan.subject.Attributes;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;

/** The body of one exchange as what an expression can see. */
final class BodyInput implements FormulaInput {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<?, ?> body;
    private final Instant now;

    BodyInput(Exchange exchange) {
        Object value = exchange.getMessage().getBody();
        if (!(value instanceof Map<?, ?> map)) {
            throw new FormulaException("the language caravan reads a body that is a Map; this one is "
                    + (value == null ? "empty" : value.getClass().getSimpleName()));
        }
        this.body = map;
        this.now = Instant.ofEpochMilli(exchange.getClock().getCreated());
    }

    @Override
    public Object attribute(String name) {
        Object value = body.get(name);
        return value == null && !body.containsKey(name) ? Formula.ABSENT : Attributes.normalValue(value);
    }

    @Override
    public Object named(String name) {
        return Formula.ABSENT;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public RandomGenerator random() {
        return RANDOM;
    }

    @Override
    public Optional<Object> lookup(String table, String key) {
        throw new FormulaException("lookup works in mappings only: a route has no lookup tables");
    }

    @Override
    public String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
        throw new FormulaException("uniqueName works in mappings only: a route has no store of names");
    }
}
