package io.caravan.bench.jmh;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.Names;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One expression for one person: the kinds that {@code examples/employees} is made of. */
@State(Scope.Benchmark)
public class ExpressionLoops {

    private static final Position SOMEWHERE = Position.of("mappings/bench.yaml", 1, 1);

    /** The kinds of values. */
    public enum Value {
        ATTRIBUTE("${body[title]}"),
        TEXT("${body[givenName]} ${body[familyName]}"),
        TRIM("${trim(${body[givenName]})}"),
        CONCAT("${concat(${body[login]}, 2)}"),
        LOGIN("${lowercase(${left(${normalizeDiacritics(${body[givenName]})}, 1)})}"
                + "${lowercase(${normalizeDiacritics(${stripSpaces(${body[familyName]})})})}");

        private final String source;

        Value(String source) {
            this.source = source;
        }
    }

    @Param
    public Value value;

    private Formula formula;
    private FormulaInput person;

    @Setup
    public void compile() {
        person = new OnePersonAsInput();
        Problems problems = new Problems();
        formula = ExpressionCompiler.compile(value.source, SOMEWHERE, Names.any(), problems)
                .orElseThrow(() -> new IllegalStateException(problems.inOrder().toString()));
    }

    @Benchmark
    public Object value() {
        return formula.evaluate(person);
    }
}
