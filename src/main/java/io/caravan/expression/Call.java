package io.caravan.expression;

import io.caravan.diagnostic.ProblemCode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One call of a function while it is being compiled: its arguments, and a place for what is wrong with them. */
final class Call {

    private final Function function;
    private final List<Argument> arguments;
    private final Source source;

    Call(Function function, List<Argument> arguments, Source source) {
        this.function = function;
        this.arguments = arguments;
        this.source = source;
    }

    int count() {
        return arguments.size();
    }

    Term term(int index) {
        return arguments.get(index).term();
    }

    /** The argument's term, or a constant when it was left out. */
    Term term(int index, Object otherwise) {
        return index < arguments.size() ? term(index) : Term.constant(otherwise);
    }

    Term[] terms() {
        return arguments.stream().map(Argument::term).toArray(Term[]::new);
    }

    /** A {@code WORD}: the text as written, or the default. */
    String word(int index, String otherwise) {
        return index < arguments.size() ? arguments.get(index).constant() : otherwise;
    }

    /** The text as written, or null when the argument is left out or computed. */
    String constantOrNull(int index) {
        return index < arguments.size() ? arguments.get(index).constant() : null;
    }

    void wrong(int index, ProblemCode code, String message, String fix) {
        Argument argument = arguments.get(index);
        source.error(code, argument.from(), argument.to(), message, function.signature(), fix);
    }

    /** A {@code PATTERN}, compiled; reports it and matches nothing when it is not one. */
    Pattern pattern(int index) {
        String text = arguments.get(index).constant();
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException notAPattern) {
            wrong(index, ProblemCode.EXPRESSION_PATTERN, "\"" + text + "\" is not a regular expression: "
                    + notAPattern.getDescription(), "mend the pattern; a plain character such as . or ( is written \\. or \\(");
            return Pattern.compile("(?!)");
        }
    }

    /** The expression makes use of unique names of this namespace. */
    void givesNamesOf(String namespace) {
        source.namespaces.add(namespace);
    }

    /** Marks the whole expression as giving another value at another time. */
    void varies() {
        source.varies = true;
    }

    /** Marks the whole expression as giving a value that logs must not show. */
    void sensitive() {
        source.sensitive = true;
    }
}
