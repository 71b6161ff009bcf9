package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.mapping.Condition;
import io.caravan.mapping.FormulaInput;
import java.util.Set;

/** A condition, ready to be tested. */
record CompiledCondition(Clause clause, Set<String> attributes, Set<String> names, Set<String> namespaces, boolean varies, String source, Position position)
        implements Condition {

    CompiledCondition {
        attributes = Set.copyOf(attributes);
        names = Set.copyOf(names);
        namespaces = Set.copyOf(namespaces);
    }

    @Override
    public boolean test(FormulaInput input) {
        return clause.holds(input);
    }

    @Override
    public String explain(FormulaInput input) {
        return clause.explain(input);
    }
}
