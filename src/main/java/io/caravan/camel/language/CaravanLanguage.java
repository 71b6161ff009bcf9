package io.caravan.camel.language;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Names;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.Predicate;
import org.apache.camel.spi.annotations.Language;
import org.apache.camel.support.ExpressionSupport;
import org.apache.camel.support.LanguageSupport;

/**
 * The language {@code caravan}: what mappings write, in routes. The body must be a Map, and {@code ${body[name]}} reads
 * it; there are no defines, no lookup tables and no unique names here. Absent becomes null. Thread-safe.
 */
@Language("caravan")
public final class CaravanLanguage extends LanguageSupport {

    @Override
    public Expression createExpression(String expression) {
        String source = loadResource(expression);
        Problems problems = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(source, Position.of("expression", 1, 1), Names.any(), problems);
        return new Value(formula.orElseThrow(() -> wrong(source, problems)));
    }

    @Override
    public Predicate createPredicate(String expression) {
        String source = loadResource(expression);
        Problems problems = new Problems();
        Optional<Condition> condition = ExpressionCompiler.compileCondition(source, Position.of("expression", 1, 1), Names.any(), problems);
        return new Test(condition.orElseThrow(() -> wrong(source, problems)));
    }

    private static ExpressionIllegalSyntaxException wrong(String source, Problems problems) {
        String all = problems.inOrder().stream().filter(problem -> problem.severity() == Severity.ERROR)
                .map(CaravanLanguage::line).collect(Collectors.joining("; "));
        return new ExpressionIllegalSyntaxException(source + " (" + all + ")");
    }

    private static String line(Problem problem) {
        return "column " + problem.position().column() + ": " + problem.message() + "; " + problem.fix();
    }

    private static final class Value extends ExpressionSupport {

        private final Formula formula;

        Value(Formula formula) {
            this.formula = formula;
        }

        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            Object value = formula.evaluate(new BodyInput(exchange));
            return value == Formula.ABSENT ? null : exchange.getContext().getTypeConverter().convertTo(type, exchange, value);
        }

        @Override
        protected String assertionFailureMessage(Exchange exchange) {
            return formula.source();
        }

        @Override
        public String toString() {
            return "caravan: " + formula.source();
        }
    }

    private static final class Test extends ExpressionSupport {

        private final Condition condition;

        Test(Condition condition) {
            this.condition = condition;
        }

        @Override
        public boolean matches(Exchange exchange) {
            return condition.test(new BodyInput(exchange));
        }

        @Override
        public <T> T evaluate(Exchange exchange, Class<T> type) {
            return exchange.getContext().getTypeConverter().convertTo(type, exchange, matches(exchange));
        }

        @Override
        protected String assertionFailureMessage(Exchange exchange) {
            return condition.source();
        }

        @Override
        public String toString() {
            return "caravan: " + condition.source();
        }
    }
}
