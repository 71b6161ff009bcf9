package io.caravan.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problems;
import io.caravan.subject.Attributes;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same expressions over the same bodies, in Camel's own Simple and in ours: the same results, but for the differences that are documented. */
class CamelDifferentialTest {

    private static DefaultCamelContext context;
    private static Language simple;

    @BeforeAll
    static void startCamel() {
        context = new DefaultCamelContext();
        context.start();
        simple = context.resolveLanguage("simple");
    }

    @AfterAll
    static void stopCamel() {
        context.stop();
    }

    @Test
    void everySharedFunctionGivesWhatCamelGives() {
        compareAll(Trials.values(), false);
    }

    @Test
    void everyOperatorGivesWhatCamelGives() {
        compareAll(Trials.conditions(), true);
    }

    @Test
    void everyFunctionDeclaredAsCamelsIsTried() {
        String tried = String.join("\n", Trials.values()) + String.join("\n", Trials.conditions());
        Set<String> missing = new HashSet<>();
        Functions.all().values().stream().filter(function -> function.origin() == Function.Origin.CAMEL)
                .filter(function -> !tried.contains("${" + function.name() + "(")).forEach(function -> missing.add(function.name()));
        assertThat(missing).isEmpty();
    }

    @Test
    void everyDocumentedDifferenceIsReal() {
        List<String> unreal = new ArrayList<>();
        for (CamelDifference difference : CamelDifference.ALL) {
            Map<String, Object> body = difference.body();
            Object camel = camel(difference.source(), difference.condition(), body);
            Object ours = ours(difference.source(), difference.condition(), body);
            if (!Shown.value(camel).equals(difference.camel()) || !Shown.value(ours).equals(difference.ours())) {
                unreal.add(difference.expression() + " gives " + Shown.value(camel) + " in Camel and " + Shown.value(ours) + " here");
            }
        }
        assertThat(unreal).isEmpty();
    }

    private static void compareAll(List<String> expressions, boolean condition) {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String expression : expressions) {
            for (Map<String, Object> body : Trials.bodies(expression)) {
                Object camel = camel(expression, condition, body);
                Object ours = ours(expression, condition, body);
                compared++;
                if (!Objects.equals(camel, ours)
                        && CamelDifference.ALL.stream().noneMatch(difference -> difference.covers(expression, body, camel, ours))) {
                    differences.add(expression + "   " + body + "   Camel: " + Shown.value(camel) + "   ours: " + Shown.value(ours));
                }
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(differences).isEmpty();
    }

    private static Object camel(String expression, boolean condition, Map<String, Object> body) {
        DefaultExchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(new LinkedHashMap<>(body));
        try {
            if (condition) {
                Predicate predicate = PREDICATES.computeIfAbsent(expression, simple::createPredicate);
                return predicate.matches(exchange);
            }
            Expression compiled = EXPRESSIONS.computeIfAbsent(expression, CamelDifferentialTest::expression);
            return normal(compiled.evaluate(exchange, Object.class));
        } catch (RuntimeException | StackOverflowError failed) {
            return CamelDifference.FAILS;
        }
    }

    private static final Map<String, Predicate> PREDICATES = new HashMap<>();
    private static final Map<String, Expression> EXPRESSIONS = new HashMap<>();

    private static Expression expression(String text) {
        Expression expression = simple.createExpression(text);
        expression.init(context);
        return expression;
    }

    private static Object normal(Object value) {
        if (value instanceof Object[] array) {
            return Attributes.normalValue(Arrays.asList(array));
        }
        return value instanceof Collection<?> several ? Attributes.normalValue(new ArrayList<>(several)) : Attributes.normalValue(value);
    }

    private static Object ours(String expression, boolean condition, Map<String, Object> body) {
        Problems problems = new Problems();
        SampleInput input = SampleInput.of(body);
        Position position = Position.of("trial", 1, 1);
        try {
            Object result = condition
                    ? ExpressionCompiler.compileCondition(expression, position, Names.any(), problems).map(compiled -> (Object) compiled.test(input)).orElse(CamelDifference.REFUSED)
                    : ExpressionCompiler.compile(expression, position, Names.any(), problems).map(compiled -> wrapped(compiled, input)).orElse(CamelDifference.REFUSED);
            return result == NULL ? null : result;
        } catch (FormulaException failed) {
            return CamelDifference.FAILS;
        }
    }

    private static final Object NULL = new Object();

    private static Object wrapped(Formula formula, SampleInput input) {
        Object value = formula.evaluate(input);
        return value == null ? NULL : value;
    }
}
