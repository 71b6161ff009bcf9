package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Names;
import java.util.Optional;

/**
 * Compiles the expressions of one mapping. The compiler counts characters of the expression; here they become places in
 * the file, whatever quotes, escapes and line folds lie between.
 */
record Expressions(Names names, Problems problems) {

    Optional<Formula> value(Yaml.Scalar scalar) {
        return value(scalar, scalar.text());
    }

    /** @param beginning of the scalar's text: the part of it that is the expression */
    Optional<Formula> value(Yaml.Scalar scalar, String beginning) {
        Problems own = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(beginning, start(scalar), names, own);
        place(own, scalar);
        return formula;
    }

    Optional<Condition> condition(Yaml.Scalar scalar) {
        Problems own = new Problems();
        Optional<Condition> condition = ExpressionCompiler.compileCondition(scalar.text(), start(scalar), names, own);
        place(own, scalar);
        return condition;
    }

    private static Position start(Yaml.Scalar scalar) {
        return scalar.places().at(0, scalar.text().length());
    }

    private void place(Problems own, Yaml.Scalar scalar) {
        Position start = start(scalar);
        for (Problem problem : own.inOrder()) {
            Position said = problem.position();
            int offset = said.column() - start.column();
            boolean inside = said.line() == start.line() && offset >= 0 && offset <= scalar.text().length();
            Position place = inside ? scalar.places().at(offset, said.length()) : said;
            problems.add(new Problem(problem.code(), problem.severity(), place, problem.message(), problem.expected(), problem.fix()));
        }
    }
}
