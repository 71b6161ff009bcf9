package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.mapping.Condition;
import io.caravan.mapping.FormulaInput;
import java.util.Set;

/** A condition, ready to be tested. */
record CompiledCondition(Clause clause, CompiledFormula.Uses uses, String source, Position position) implements Condition {

    @Override
    public Set<String> attributes() {
        return uses.attributes();
    }

    @Override
    public Set<String> names() {
        return uses.names();
    }

    @Override
    public Set<String> namespaces() {
        return uses.namespaces();
    }

    @Override
    public boolean varies() {
        return uses.varies();
    }

    @Override
    public boolean readsAssignments() {
        return uses.assignments();
    }

    @Override
    public boolean readsGroups() {
        return uses.groups();
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
