package io.caravan.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Names;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example that the reference page shows, executed. */
class FunctionExamplesTest {

    private static final Names NAMES = new Names(Optional.of(SampleInput.zoe().attributes().keySet()), Set.of("login"), Set.of("cities"));

    @TestFactory
    Stream<DynamicTest> everyExampleGivesTheValueBesideIt() {
        return Functions.all().values().stream().flatMap(function -> function.examples().stream()
                .map(example -> DynamicTest.dynamicTest(example.expression(), () ->
                        assertThat(Shown.value(formula(example.expression()).evaluate(SampleInput.zoe()))).isEqualTo(example.value()))));
    }

    @TestFactory
    Stream<DynamicTest> everyFunctionHasAnExample() {
        return Functions.all().values().stream().map(function -> DynamicTest.dynamicTest(function.signature(), () ->
                assertThat(function.examples()).isNotEmpty()));
    }

    @Test
    void everyOperatorsExampleIsACondition() {
        Set<String> more = Set.of("age", "city", "title", "grade");
        Set<String> known = Stream.concat(more.stream(), SampleInput.zoe().attributes().keySet().stream()).collect(java.util.stream.Collectors.toSet());
        for (Operator operator : Operator.values()) {
            Problems problems = new Problems();
            Optional<Condition> condition = ExpressionCompiler.compileCondition(operator.example(), Position.of("page", 1, 1),
                    new Names(Optional.of(known), Set.of(), Set.of()), problems);
            assertThat(condition).as(operator.example() + problems.inOrder()).isPresent();
        }
    }

    private static Formula formula(String expression) {
        Problems problems = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(expression, Position.of("page", 1, 1), NAMES, problems);
        assertThat(problems.inOrder()).isEmpty();
        return formula.orElseThrow();
    }
}
