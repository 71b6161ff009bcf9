package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Names;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles the expressions of one mapping. The compiler counts characters of the expression; here they become places in
 * the file, whatever quotes, escapes and line folds lie between. Remembers which names those that compile use.
 */
final class Expressions {

    private final String file;
    private final Names names;
    private final boolean complete;
    private final Problems problems;
    private final Set<String> used = new TreeSet<>();

    /**
     * @param file     whose expressions they are
     * @param names    what they may use
     * @param complete whether these are all the names there are: else nobody is told that there is none of a name
     */
    Expressions(String file, Names names, boolean complete, Problems problems) {
        this.file = file;
        this.names = names;
        this.complete = complete;
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    /** Of defines and attributes, by all that was compiled so far. */
    Set<String> used() {
        return used;
    }

    Optional<Formula> value(Yaml.Scalar scalar) {
        return value(scalar, scalar.text());
    }

    /** @param beginning of the scalar's text: the part of it that is the expression */
    Optional<Formula> value(Yaml.Scalar scalar, String beginning) {
        Problems own = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(beginning, start(scalar), names, own);
        place(own, scalar);
        formula.ifPresent(compiled -> used.addAll(compiled.names()));
        return formula;
    }

    Optional<Condition> condition(Yaml.Scalar scalar) {
        Problems own = new Problems();
        Optional<Condition> condition = ExpressionCompiler.compileCondition(scalar.text(), start(scalar), names, own);
        place(own, scalar);
        condition.ifPresent(compiled -> used.addAll(compiled.names()));
        return condition;
    }

    private static Position start(Yaml.Scalar scalar) {
        return scalar.places().at(0, scalar.text().length());
    }

    private void place(Problems own, Yaml.Scalar scalar) {
        Position start = start(scalar);
        for (Problem problem : own.inOrder()) {
            if (!complete && problem.code() == ProblemCode.EXPRESSION_UNKNOWN_NAME) {
                continue;
            }
            Position said = problem.position();
            int offset = said.column() - start.column();
            boolean inside = said.line() == start.line() && offset >= 0 && offset <= scalar.text().length();
            Position place = inside ? scalar.places().at(offset, said.length()) : said;
            String message = place.file().equals(file) ? problem.message() : problem.message() + " (used by " + file + ")";
            problems.add(new Problem(problem.code(), problem.severity(), place, message, problem.expected(), problem.fix()));
        }
    }
}
