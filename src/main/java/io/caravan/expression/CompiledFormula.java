package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import java.util.Set;

/** A value, ready to be computed. */
record CompiledFormula(Term term, Set<String> attributes, Set<String> names, String source, Position position,
                       boolean isText, boolean isRead, Set<String> namespaces, boolean sensitive) implements Formula {

    CompiledFormula {
        attributes = Set.copyOf(attributes);
        names = Set.copyOf(names);
        namespaces = Set.copyOf(namespaces);
    }

    @Override
    public Object evaluate(FormulaInput input) {
        return term.value(input);
    }
}
