package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import java.util.Set;

/** A text as it is written; nothing is computed. */
record FixedText(String source, Position position) implements Formula {

    @Override
    public Object evaluate(FormulaInput input) {
        return source;
    }

    @Override
    public Set<String> attributes() {
        return Set.of();
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }
}
