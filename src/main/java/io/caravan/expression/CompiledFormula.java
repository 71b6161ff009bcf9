package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import java.util.HashSet;
import java.util.Set;

/** A value, ready to be computed. */
record CompiledFormula(Term term, Uses uses, String source, Position position, boolean isText, boolean isRead, boolean sensitive) implements Formula {

    /** What it makes use of. */
    record Uses(Set<String> attributes, Set<String> names, Set<String> namespaces, boolean varies, boolean assignments, boolean groups) {

        static Uses of(Source read) {
            return new Uses(new HashSet<>(read.attributes), new HashSet<>(read.values), read.namespaces, read.varies, read.assignments, read.groups);
        }

        Uses {
            attributes = Set.copyOf(attributes);
            names = Set.copyOf(names);
            namespaces = Set.copyOf(namespaces);
        }
    }

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
    public boolean readsAssignments() {
        return uses.assignments();
    }

    @Override
    public boolean readsGroups() {
        return uses.groups();
    }

    @Override
    public boolean varies() {
        return uses.varies();
    }

    @Override
    public Object evaluate(FormulaInput input) {
        return term.value(input);
    }
}
