package io.caravan.expression;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the arguments of a call, and holds each against the parameter it stands for. */
final class ArgumentParser {

    private final Source source;
    private final Parser parser;

    ArgumentParser(Source source, Parser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** From the opening bracket to behind the closing one. */
    List<Argument> arguments(Function function) {
        int open = source.at++;
        List<Argument> arguments = new ArrayList<>();
        source.skipSpace();
        if (source.skip(')')) {
            return arguments;
        }
        while (true) {
            arguments.add(argument(signature(function), function == null ? new Parameter("", Parameter.Kind.VALUE, true, false)
                    : function.parameterAt(arguments.size())));
            if (source.skip(')')) {
                return arguments;
            }
            if (!source.skip(',')) {
                if (source.atEnd() && !source.isAbandoned()) {
                    source.error(ProblemCode.EXPRESSION_SYNTAX, open, open + 1, "the bracket is never closed", ")", "close it with )");
                    source.abandon();
                }
                return arguments;
            }
        }
    }

    /** How the function is called; empty for one that nobody knows. */
    private static Optional<String> signature(Function function) {
        return Optional.ofNullable(function).map(Function::signature);
    }

    private Argument argument(Optional<String> signature, Parameter parameter) {
        source.skipSpace();
        int from = source.at;
        if (parameter.kind() == Parameter.Kind.CONDITION) {
            Clause condition = parser.conditions().condition();
            source.skipSpace();
            skipToComma();
            return new Argument(condition::holds, null, from, source.at);
        }
        source.inCandidate |= parameter.kind() == Parameter.Kind.CANDIDATE;
        boolean quoted = source.seesQuote();
        Argument argument = parser.argument();
        if (!quoted && argument.constant() != null) {
            checkBareWord(signature, argument);
        }
        return checked(signature, parameter, argument);
    }

    /** A condition that could not be read to its end must not swallow the rest of the call. */
    private void skipToComma() {
        if (!source.atEnd() && source.here() != ',' && source.here() != ')') {
            int stray = source.at;
            parser.argument();
            if (!source.isBroken()) {
                source.error(ProblemCode.EXPRESSION_SYNTAX, stray, source.at, "the condition goes on where it should end",
                        "join clauses with && or ||, and put text in quotes");
            }
        }
    }

    private void checkBareWord(Optional<String> signature, Argument argument) {
        if (argument.constant().isEmpty()) {
            source.error(ProblemCode.EXPRESSION_ARGUMENTS, argument.from(), argument.from() + 1, "an argument is empty", signature.orElse("a value"), "write '' for an empty text");
        } else if (argument.constant().equals("null")) {
            source.error(ProblemCode.EXPRESSION_ARGUMENTS, argument.from(), argument.to(), "null would be the text \"null\" here", signature.orElse("a value"),
                    "write ${null} for no value, or 'null' for the text");
        } else if (argument.constant().startsWith("body[") || argument.constant().startsWith("body.")) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, argument.from(), argument.to(), argument.constant() + " would be plain text here",
                    "write ${" + argument.constant() + "}");
        }
    }

    private Argument checked(Optional<String> signature, Parameter parameter, Argument argument) {
        boolean constant = argument.constant() != null;
        switch (parameter.kind()) {
            case NUMBER -> {
                if (constant) {
                    return number(signature, parameter, argument);
                }
            }
            case WORD, PATTERN, TABLE -> {
                if (!constant) {
                    source.error(ProblemCode.EXPRESSION_ARGUMENTS, argument.from(), argument.to(), parameter.name() + " must be written out",
                            expected("text in quotes", signature), "write it as text; it cannot be computed, because it could not be checked");
                    return new Argument(argument.term(), "", argument.from(), argument.to());
                }
                if (parameter.kind() == Parameter.Kind.TABLE) {
                    checkTable(argument);
                }
            }
            default -> {
                return argument;
            }
        }
        return argument;
    }

    private Argument number(Optional<String> signature, Parameter parameter, Argument argument) {
        Number number = Values.numberOrNull(argument.constant());
        if (number == null) {
            source.error(ProblemCode.EXPRESSION_ARGUMENTS, argument.from(), argument.to(), parameter.name() + " is \"" + argument.constant() + "\"",
                    expected("a number", signature), "write a number, or an expression that gives one");
            return argument;
        }
        return new Argument(Term.constant(number), argument.constant(), argument.from(), argument.to());
    }

    private static String expected(String what, Optional<String> signature) {
        return signature.map(how -> what + ", as in " + how).orElse(what);
    }

    private void checkTable(Argument argument) {
        String table = argument.constant();
        if (!source.names.tables().contains(table)) {
            String fix = Suggestion.nearest(table, source.names.tables()).map(meant -> "did you mean '" + meant + "'?")
                    .orElse("declare the table in the mapping, or mend its name");
            source.error(ProblemCode.EXPRESSION_UNKNOWN_TABLE, argument.from(), argument.to(), "the mapping has no lookup table \"" + table + "\"",
                    source.names.tables().isEmpty() ? "a declared table" : String.join(", ", source.names.tables().stream().sorted().toList()), fix);
        }
    }
}
