package io.caravan.expression;

import io.caravan.diagnostic.ProblemCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads conditions: comparisons joined by {@code &&} and {@code ||}, which bind alike, left to right, as in Simple. */
final class ConditionParser {

    private final Source source;
    private final Parser parser;

    ConditionParser(Source source, Parser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** The whole expression is one condition. */
    Clause whole() {
        source.skipSpace();
        if (source.atEnd()) {
            source.error(ProblemCode.EXPRESSION_NOT_A_CONDITION, 0, 1, "the condition is empty", "a comparison",
                    "write one, such as ${body[type]} == 'employee', or leave the key out");
            return new Clause.Constant(false);
        }
        Clause clause = condition();
        source.skipSpace();
        if (!source.atEnd() && !source.isBroken()) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, source.at, source.text.length(),
                    "the condition goes on where it should end", "&& or || before the next clause",
                    "join clauses with && or ||, and put text in quotes");
        }
        return clause;
    }

    Clause condition() {
        return joinedTo(clause());
    }

    /** A condition whose first operand has been read already. */
    Clause conditionFrom(Operand first, int from, int attributesBefore, int valuesBefore) {
        return joinedTo(comparison(first, from, attributesBefore, valuesBefore));
    }

    private Clause joinedTo(Clause first) {
        Clause left = first;
        boolean mixed = false;
        while (true) {
            int before = source.at;
            source.skipSpace();
            int signAt = source.at;
            boolean and = source.sees("&&");
            if (!and && !source.sees("||")) {
                source.at = before;
                return left;
            }
            source.at += 2;
            if (before == signAt || !Character.isWhitespace(source.here())) {
                source.error(ProblemCode.EXPRESSION_OPERATOR, signAt, signAt + 2, "&& and || need a space on both sides", "add the space");
            }
            if (!mixed && (and ? left instanceof Clause.Any : left instanceof Clause.All)) {
                mixed = true;
                source.warning(ProblemCode.EXPRESSION_OPERATOR, signAt, signAt + 2,
                        "&& and || bind alike here, left to right: everything before this " + (and ? "&&" : "||") + " belongs together",
                        "put brackets around what belongs together");
            }
            left = joined(left, clause(), and);
        }
    }

    private static Clause joined(Clause left, Clause right, boolean and) {
        List<Clause> clauses = new ArrayList<>();
        if (and && left instanceof Clause.All all) {
            clauses.addAll(all.clauses());
        } else if (!and && left instanceof Clause.Any any) {
            clauses.addAll(any.clauses());
        } else {
            clauses.add(left);
        }
        clauses.add(right);
        return and ? new Clause.All(List.copyOf(clauses)) : new Clause.Any(List.copyOf(clauses));
    }

    private Clause clause() {
        source.skipSpace();
        int from = source.at;
        if (source.skip('(')) {
            return bracket(from);
        }
        if (source.here() == '!' && !source.sees("!=")) {
            source.error(ProblemCode.EXPRESSION_OPERATOR, from, from + 1, "a condition is not negated by !", "${not(…)}",
                    "write ${not(…)}, or use the operator's negated form such as !=");
            source.at++;
        }
        int attributesBefore = source.attributes.size();
        int valuesBefore = source.values.size();
        Operand left = operand();
        if (left.kind() == Operand.Kind.WRONG) {
            return new Clause.Constant(false);
        }
        return comparison(left, from, attributesBefore, valuesBefore);
    }

    private Clause bracket(int from) {
        if (++source.depth > Limits.NESTING) {
            source.error(ProblemCode.EXPRESSION_TOO_COMPLEX, from, from + 1, "brackets are nested more than " + Limits.NESTING + " deep",
                    "simplify the condition");
            source.abandon();
            return new Clause.Constant(false);
        }
        Clause inside = condition();
        source.depth--;
        source.skipSpace();
        if (!source.skip(')') && !source.isBroken()) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, from, from + 1, "the bracket is never closed", ")", "close it with )");
        }
        return new Clause.Group(inside);
    }

    /** What follows a left side: an operator and a right side, or nothing. */
    private Clause comparison(Operand left, int from, int attributesBefore, int valuesBefore) {
        int behindLeft = source.at;
        source.skipSpace();
        if (endsHere()) {
            source.at = behindLeft;
            return truth(left, reading(from, attributesBefore, valuesBefore));
        }
        int signAt = source.at;
        Optional<Operator.Spelling> spelling = new OperatorParser(source).spelling();
        if (spelling.isEmpty()) {
            source.skipSpace();
            if (!endsHere()) {
                operandQuietly();
            }
            return new Clause.Constant(false);
        }
        boolean spaced = signAt > behindLeft && (source.atEnd() || Character.isWhitespace(source.here()));
        if (!spaced) {
            source.error(ProblemCode.EXPRESSION_OPERATOR, signAt, source.at, "the operator " + spelling.get().text()
                    + " needs a space on both sides", "add the space");
        }
        source.skipSpace();
        Operand right = source.here() == '[' || source.here() == '(' ? list(spelling.get().operator() == Operator.IN) : operand();
        return right.kind() == Operand.Kind.WRONG ? new Clause.Constant(false)
                : compared(left, spelling.get(), right, reading(from, attributesBefore, valuesBefore));
    }

    private boolean endsHere() {
        return source.atEnd() || ",)}".indexOf(source.here()) >= 0 || source.sees("&&") || source.sees("||")
                || source.sees("? ") || source.sees("?: ");
    }

    private Clause.Reading reading(int from, int attributesBefore, int valuesBefore) {
        return new Clause.Reading(source.text.substring(from, source.at),
                source.attributes.subList(attributesBefore, source.attributes.size()).stream().distinct().toList(),
                source.values.subList(valuesBefore, source.values.size()).stream().distinct().toList());
    }

    private Clause truth(Operand operand, Clause.Reading reading) {
        return switch (operand.kind()) {
            case FUNCTION -> new Clause.Truth(operand.term(), reading);
            case BOOLEAN -> new Clause.Constant((Boolean) operand.constant());
            default -> {
                source.error(ProblemCode.EXPRESSION_NOT_A_CONDITION, operand.from(), operand.to(),
                        reading.source() + " alone is not a condition", "a comparison, or a function that is true or false",
                        "compare it with something");
                yield new Clause.Constant(false);
            }
        };
    }

    private Clause compared(Operand left, Operator.Spelling spelling, Operand right, Clause.Reading reading) {
        Operator operator = spelling.operator();
        if (left.isNull() || right.isNull()) {
            if (operator != Operator.EQUAL) {
                Operand nothing = right.isNull() ? right : left;
                source.error(ProblemCode.EXPRESSION_OPERATOR, nothing.from(), nothing.to(), "null can only be compared by == and !=",
                        "== null or != null", "use == null or != null, or leave the comparison out");
            }
            return new Clause.IsNull(right.isNull() ? left.term() : right.term(), spelling.negated(), reading);
        }
        Term checked = switch (operator) {
            case REGEX -> pattern(right);
            case RANGE -> range(right);
            case IN -> right.constant() instanceof String list ? Term.constant(Lists.commaSeparated(list)) : right.term();
            default -> right.term();
        };
        return new Clause.Comparison(left.term(), operator, checked, spelling.negated(), reading);
    }

    private Term pattern(Operand operand) {
        if (!(operand.constant() instanceof String text)) {
            source.error(ProblemCode.EXPRESSION_PATTERN, operand.from(), operand.to(), "the pattern must be written out",
                    "a regular expression in quotes", "write it as '…'; a pattern that comes from data cannot be checked");
            return Parser.nothing();
        }
        try {
            return Term.constant(java.util.regex.Pattern.compile(text));
        } catch (java.util.regex.PatternSyntaxException notAPattern) {
            source.error(ProblemCode.EXPRESSION_PATTERN, operand.from(), operand.to(),
                    "\"" + text + "\" is not a regular expression: " + notAPattern.getDescription(),
                    "mend the pattern; a plain character such as . or ( is written \\. or \\(");
            return Parser.nothing();
        }
    }

    private Term range(Operand operand) {
        Optional<Operator.Range> range = operand.constant() instanceof String text ? Operator.Range.of(text) : Optional.empty();
        if (range.isEmpty()) {
            source.error(ProblemCode.EXPRESSION_PATTERN, operand.from(), operand.to(), "this is not a range",
                    "two whole numbers such as '1..9'", "write 'from..to' in quotes");
        }
        return Term.constant(range.orElse(null));
    }

    /** Reads the right side of an operator that is wrong anyway, for the mistakes inside its functions. */
    private void operandQuietly() {
        if (source.seesFunction() || source.seesQuote()) {
            operand();
        } else {
            source.word();
        }
    }

    Operand operand() {
        int from = source.at;
        if (source.seesFunction()) {
            Term term = parser.counted(parser.functions().function());
            return new Operand(term, null, Operand.Kind.FUNCTION, from, source.at);
        }
        if (source.seesQuote()) {
            Argument quoted = parser.quoted();
            return new Operand(quoted.term(), quoted.constant(), Operand.Kind.QUOTED, from, source.at);
        }
        return literal(from);
    }

    /** A list in brackets, as other languages have them: here it is one text. */
    private Operand list(boolean in) {
        int from = source.at;
        char end = source.here() == '[' ? ']' : ')';
        while (!source.atEnd() && source.here() != end) {
            source.at++;
        }
        source.skip(end);
        List<String> items = Arrays.stream(source.text.substring(from + 1, source.at).split("[\\[\\](),]")).map(item -> item.strip().replaceAll("^['\"]|['\"]$", ""))
                .filter(item -> !item.isEmpty()).toList();
        source.error(ProblemCode.EXPRESSION_SYNTAX, from, source.at, "a list has no brackets here", "one text with commas, as in 'DE,FR'",
                items.isEmpty() ? "write the values with commas between, all in one pair of quotes"
                        : "write " + (in || items.size() == 1 ? "" : "in ") + "'" + String.join(",", items) + "'");
        return new Operand(Parser.nothing(), null, Operand.Kind.WRONG, from, source.at);
    }

    private Operand literal(int from) {
        while (!source.atEnd() && !Character.isWhitespace(source.here()) && ",)}&|".indexOf(source.here()) < 0) {
            source.at++;
        }
        String word = source.text.substring(from, source.at);
        switch (word) {
            case "null":
                return new Operand(Term.constant(null), null, Operand.Kind.NULL, from, source.at);
            case "true", "false":
                Boolean truth = Boolean.valueOf(word);
                return new Operand(Term.constant(truth), truth, Operand.Kind.BOOLEAN, from, source.at);
            default:
                Number number = Values.numberOrNull(word);
                if (number != null) {
                    return new Operand(Term.constant(number), number, Operand.Kind.NUMBER, from, source.at);
                }
        }
        wrongOperand(word, from);
        return new Operand(Parser.nothing(), null, Operand.Kind.WRONG, from, source.at);
    }

    private void wrongOperand(String word, int from) {
        if (word.isEmpty()) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, from, from + 1, "a value is missing here",
                    "${…}, text in quotes, a number, true, false or null", "write the value to compare with");
            return;
        }
        boolean attribute = word.matches("body[.\\[].*");
        source.error(ProblemCode.EXPRESSION_SYNTAX, from, source.at, word + " is neither a function nor text in quotes",
                "${…}, text in quotes, a number, true, false or null",
                attribute ? "write ${" + word + "}" : "put it in quotes: '" + word + "'");
    }
}
