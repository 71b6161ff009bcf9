package io.caravan.engine;

import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.FormulaException;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.Referent;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What an inbound mapping may know: the time and random values. References and unique names belong to targets. */
record InboundContext(Instant now, RandomGenerator random) implements EvaluationContext {

    InboundContext(Cycle cycle, String anchor) {
        this(cycle.now(), new SplittableRandom(cycle.seed() ^ RecordHash.ofText(anchor)));
    }

    @Override
    public Referent reference(AttributeRule.Source.Reference to, String text) {
        return Referent.one(Optional.of(text));
    }

    @Override
    public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
        throw new FormulaException("uniqueName gives names in a target; an inbound mapping has none");
    }
}
