package io.caravan.expression;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.subject.KeyText;
import io.caravan.mapping.Formula;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads values: text with {@code ${…}} in it, quoted text, arguments. Goes on behind a mistake so that all of them are
 * reported; what it returns then is never evaluated.
 */
final class Parser {

    private static final Term NOTHING = Term.constant(Formula.ABSENT);
    private static final List<String> CONDITION_SIGNS = List.of(" == ", " != ", " && ", " || ", " =~ ", " !=~ ", " ~~ ", " !~~ ", " >= ", " <= ");

    private final Source source;
    private final FunctionParser functions;

    Parser(Source source) {
        this.source = source;
        this.functions = new FunctionParser(source, this);
    }

    ConditionParser conditions() {
        return new ConditionParser(source, this);
    }

    FunctionParser functions() {
        return functions;
    }

    /** The whole expression. */
    Argument whole() {
        return template(Ending.NONE);
    }

    /** Where a template ends. */
    enum Ending {
        NONE, ARGUMENT, SINGLE_QUOTE, DOUBLE_QUOTE;

        static Ending of(char quote) {
            return quote == '\'' ? SINGLE_QUOTE : DOUBLE_QUOTE;
        }

        boolean at(Source source, int openBrackets) {
            char c = source.here();
            return source.atEnd() || switch (this) {
                case NONE -> false;
                case ARGUMENT -> openBrackets == 0 && (c == ',' || c == ')');
                case SINGLE_QUOTE -> c == '\'';
                case DOUBLE_QUOTE -> c == '"';
            };
        }
    }

    /** An argument's value: quoted, or text up to the comma or bracket, without the spaces around it. */
    Argument argument() {
        source.skipSpace();
        if (!source.seesQuote()) {
            return template(Ending.ARGUMENT);
        }
        Argument quoted = quoted();
        source.skipSpace();
        if (!Ending.ARGUMENT.at(source, 0)) {
            int from = source.at;
            template(Ending.ARGUMENT);
            source.error(ProblemCode.EXPRESSION_SYNTAX, from, source.at, "an argument goes on behind its closing quote",
                    "a comma or a bracket", "put the whole argument inside one pair of quotes");
        }
        return quoted;
    }

    /** {@code '…'} or {@code "…"}, with {@code ${…}} inside. */
    Argument quoted() {
        int from = source.at;
        char quote = source.here();
        source.at++;
        Argument inside = template(Ending.of(quote));
        if (!source.skip(quote) && !source.isAbandoned()) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, from, from + 1, "the quote is never closed", "another " + quote,
                    "close it with " + quote);
            source.abandon();
        }
        return new Argument(inside.term(), inside.constant(), from, source.at);
    }

    private Argument template(Ending ending) {
        int from = source.at;
        List<Object> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int brackets = 0;
        boolean quoteReported = ending != Ending.ARGUMENT;
        while (!ending.at(source, brackets)) {
            if (source.seesFunction()) {
                flush(plain, parts);
                parts.add(continued(functions.function()));
                if (ending == Ending.NONE) {
                    refuseCondition();
                }
            } else {
                brackets += bracket(ending);
                quoteReported = quoteReported || strayQuote();
                plainCharacter(plain);
            }
        }
        if (ending == Ending.ARGUMENT) {
            plain.setLength(plain.length() - trailingSpace(plain));
        }
        flush(plain, parts);
        return joined(parts, from, ending == Ending.NONE);
    }

    private int bracket(Ending ending) {
        if (ending != Ending.ARGUMENT) {
            return 0;
        }
        return source.here() == '(' ? 1 : source.here() == ')' ? -1 : 0;
    }

    private static int trailingSpace(CharSequence text) {
        int space = 0;
        while (space < text.length() && Character.isWhitespace(text.charAt(text.length() - 1 - space))) {
            space++;
        }
        return space;
    }

    private static void flush(StringBuilder plain, List<Object> parts) {
        if (!plain.isEmpty()) {
            parts.add(plain.toString());
            plain.setLength(0);
        }
    }

    private boolean strayQuote() {
        if (!source.seesQuote()) {
            return false;
        }
        source.error(ProblemCode.EXPRESSION_SYNTAX, source.at, source.at + 1, "a quote stands inside an argument without quotes",
                "put the whole argument in quotes of the other kind");
        return true;
    }

    /** Plain text; Simple's escapes are line break, tabulator, carriage return and the closing brace. */
    private void plainCharacter(StringBuilder plain) {
        char c = source.here();
        if (c == '\\' && source.at + 1 < source.text.length()) {
            int escape = "ntr}".indexOf(source.text.charAt(source.at + 1));
            if (escape >= 0) {
                plain.append("\n\t\r}".charAt(escape));
                source.at += 2;
                return;
            }
        }
        plain.append(c);
        source.at++;
    }

    private Argument joined(List<Object> parts, int from, boolean outermost) {
        if (parts.isEmpty()) {
            return new Argument(Term.constant(""), "", from, source.at);
        }
        if (parts.size() == 1) {
            source.isRead |= outermost && parts.get(0) == source.lastRead;
            return parts.get(0) instanceof String text ? new Argument(Term.constant(text), text, from, source.at)
                    : new Argument((Term) parts.get(0), null, from, source.at);
        }
        source.isText |= outermost;
        return new Argument(text(parts, outermost), null, from, source.at);
    }

    /** Text of several parts: absent when one of them is, else null when one of them is. */
    private static Term text(List<Object> parts, boolean outermost) {
        Term[] terms = parts.stream().map(part -> part instanceof String text ? Term.constant(text) : (Term) part).toArray(Term[]::new);
        boolean[] computed = new boolean[terms.length];
        for (int i = 0; i < computed.length; i++) {
            computed[i] = outermost && !(parts.get(i) instanceof String);
        }
        return input -> {
            StringBuilder text = new StringBuilder(32);
            boolean empty = false;
            for (int i = 0; i < terms.length; i++) {
                Object value = terms[i].value(input);
                if (value == Formula.ABSENT) {
                    return Formula.ABSENT;
                }
                if (value == null) {
                    empty = true;
                } else {
                    text.append(computed[i] ? input.part(Values.text(value)) : Values.text(value));
                    Limits.check(text.length());
                }
            }
            return empty ? null : text.toString();
        };
    }

    /** What may follow a function: {@code ++}, {@code --}, {@code ~>} and {@code ?:}. */
    Term continued(Term function) {
        Term term = counted(function);
        int before = source.at;
        source.skipSpace();
        if (source.at == before) {
            return term;
        }
        if (source.sees("~> ") || source.sees("?~> ")) {
            return continued(chained(term, before));
        }
        if (source.sees("?: ")) {
            source.at += 3;
            source.skipSpace();
            return otherwise(term, continuedOperand());
        }
        if (source.sees("?? ")) {
            source.error(ProblemCode.EXPRESSION_OPERATOR, source.at, source.at + 2, "Simple has no operator ??", "?:", "write ?: instead");
        }
        source.at = before;
        return term;
    }

    /** {@code value ~> ${function(…)}}: the value becomes the argument that the function lacks. */
    private Term chained(Term left, int leftTo) {
        boolean nullSafe = source.here() == '?';
        int sign = source.at;
        source.at = source.text.indexOf('>', sign) + 1;
        source.skipSpace();
        if (!source.seesFunction()) {
            source.error(ProblemCode.EXPRESSION_OPERATOR, sign, sign + 2, "~> leads to no function", "${value} ~> ${trim()}",
                    "write a function behind it that lacks one argument");
            return left;
        }
        source.chain(new Argument(left, null, leftTo, leftTo));
        Term right = functions.function();
        if (source.takeChained() != null) {
            source.error(ProblemCode.EXPRESSION_OPERATOR, sign, sign + 2, "~> leads to no function", "${value} ~> ${trim()}",
                    "write a function behind it that lacks one argument");
        }
        return nullSafe ? input -> {
            Object value = left.value(input);
            return Values.known(value) ? right.value(input) : value;
        } : right;
    }

    private Term continuedOperand() {
        Operand operand = new ConditionParser(source, this).operand();
        return operand.isFunction() ? continued(operand.term()) : operand.term();
    }

    /** Camel's Elvis operator: the right side where the left is absent, null, empty, blank or false. */
    private static Term otherwise(Term left, Term right) {
        return input -> {
            Object value = left.value(input);
            boolean missing = !Values.known(value) || value == Boolean.FALSE
                    || value instanceof String text && KeyText.isBlank(text) || value instanceof List<?> list && list.isEmpty();
            return missing ? right.value(input) : value;
        };
    }

    Term counted(Term term) {
        boolean up = source.sees("++");
        if (!up && !source.sees("--")) {
            return term;
        }
        int behind = source.at + 2;
        char next = behind < source.text.length() ? source.text.charAt(behind) : ' ';
        if (!Character.isWhitespace(next) && ",)'\"}".indexOf(next) < 0) {
            return term;
        }
        source.at = behind;
        int step = up ? 1 : -1;
        return input -> {
            Object value = term.value(input);
            if (!Values.known(value)) {
                return value;
            }
            long next1 = Math.addExact(Values.whole(value), step);
            return value instanceof String ? Long.toString(next1) : (Object) next1;
        };
    }

    /** A value that looks like a condition would be text, "Ada == 'Ada'"; nobody wants that. */
    private void refuseCondition() {
        for (String sign : CONDITION_SIGNS) {
            if (source.sees(sign)) {
                source.error(ProblemCode.EXPRESSION_NOT_A_CONDITION, source.at + 1, source.at + sign.length() - 1,
                        "this is a value, so " + sign.strip() + " would only be a part of its text",
                        "${bool(…)} around the condition, or test: instead of value:",
                        "write test: for true or false, ${iif(…, …, …)} to choose between two values");
            }
        }
        if (source.sees(" ? ") && source.text.indexOf(" : ", source.at) > 0) {
            source.error(ProblemCode.EXPRESSION_OPERATOR, source.at + 1, source.at + 2,
                    "the choice ? : does not work outside ${…}; Simple would not evaluate the condition",
                    "${… ? … : …}", "put the whole choice into ${…}, or use ${iif(…, …, …)}");
            source.at += 3;
        }
    }

    static Term nothing() {
        return NOTHING;
    }
}
