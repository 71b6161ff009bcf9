package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Names;
import java.util.Optional;

/**
 * Checks expressions and conditions and compiles them to closures. The language is that of Camel's Simple, stricter, and
 * with the functions of {@code docs/reference/functions.md}. Never throws for anything a file may hold. Stateless and
 * thread-safe.
 */
public final class ExpressionCompiler {

    private ExpressionCompiler() {
    }

    /**
     * A value: text with any number of {@code ${…}} in it. Exactly one {@code ${…}} and nothing around it keeps its type.
     * Line breaks at the end, as YAML's blocks leave them, are not part of it.
     *
     * @param start where the expression's first character stands in its file
     * @return empty when there are errors; all of them are added to {@code problems}
     */
    public static Optional<Formula> compile(String source, Position start, Names names, Problems problems) {
        Source reading = new Source(withoutLineBreaksAtTheEnd(source), start, names, problems);
        if (isTooLong(reading)) {
            return Optional.empty();
        }
        Term term = new Parser(reading).whole().term();
        return reading.isBroken() ? Optional.empty() : Optional.of(new CompiledFormula(term, CompiledFormula.Uses.of(reading), source, start,
                reading.isText, reading.isRead, reading.sensitive));
    }

    /**
     * A condition: comparisons joined by {@code &&} and {@code ||}. Always a predicate, never text.
     *
     * @param start where the condition's first character stands in its file
     * @return empty when there are errors; all of them are added to {@code problems}
     */
    public static Optional<Condition> compileCondition(String source, Position start, Names names, Problems problems) {
        Source reading = new Source(source, start, names, problems);
        if (isTooLong(reading)) {
            return Optional.empty();
        }
        Clause clause = new Parser(reading).conditions().whole();
        return reading.isBroken() ? Optional.empty() : Optional.of(new CompiledCondition(clause, CompiledFormula.Uses.of(reading), source, start));
    }

    private static String withoutLineBreaksAtTheEnd(String source) {
        int end = source.length();
        while (end > 0 && (source.charAt(end - 1) == '\n' || source.charAt(end - 1) == '\r')) {
            end--;
        }
        return source.substring(0, end);
    }

    private static boolean isTooLong(Source reading) {
        if (reading.text.length() <= Limits.SOURCE) {
            return false;
        }
        reading.error(ProblemCode.EXPRESSION_TOO_COMPLEX, 0, 1, "the expression has " + reading.text.length() + " characters",
                "at most " + Limits.SOURCE, "give parts of it names under define:");
        return true;
    }
}
