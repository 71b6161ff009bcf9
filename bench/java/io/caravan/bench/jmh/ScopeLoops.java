package io.caravan.bench.jmh;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Condition;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.Names;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whether a job is for a person, where all of the condition has to be looked at. */
@State(Scope.Benchmark)
public class ScopeLoops {

    private static final String IN_SCOPE = "${body[status]} in 'active,leave' && ${body[department]} != 'Finance'"
            + " && ${body[title]} contains 'Engineer' && ${body[workerId]} startsWith 'E'";

    private final FormulaInput person = new OnePersonAsInput();
    private final Condition condition = compile();

    private static Condition compile() {
        Problems problems = new Problems();
        return ExpressionCompiler.compileCondition(IN_SCOPE, Position.of("mappings/bench.yaml", 1, 1), Names.any(), problems)
                .orElseThrow(() -> new IllegalStateException(problems.inOrder().toString()));
    }

    @Benchmark
    public boolean scope() {
        return condition.test(person);
    }
}
