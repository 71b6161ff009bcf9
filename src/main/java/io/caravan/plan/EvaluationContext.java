package io.caravan.plan;

import io.caravan.mapping.AttributeRule;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What a mapping needs to know beyond the record it works on. */
public interface EvaluationContext {

    Instant now();

    RandomGenerator random();

    /** What the identity is assigned to in the job's target. */
    default Assigned assigned() {
        return Assigned.NOTHING;
    }

    /** What the groups are called that the identity is in at this moment, as {@link io.caravan.mapping.FormulaInput#groups} says. */
    default List<String> groups(String attribute) {
        return List.of();
    }

    /**
     * Whom a mapping refers to.
     *
     * @param text what the mapping computed
     */
    Referent reference(AttributeRule.Source.Reference to, String text);

    /**
     * The identity's name in a namespace, as {@link io.caravan.mapping.FormulaInput#uniqueName} says.
     *
     * @param attribute that carries the name: its values in the target count as taken
     * @param written   how the attribute carries a name: with a domain behind it, say
     */
    String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates);
}
