package io.caravan.expression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What there is to know of a function, for whoever asks: the same that the reference page is made from.
 *
 * @param call     how it is called, and what comes out
 * @param purpose  what it is for
 * @param nulls    what becomes of null and absent
 * @param entra    what Entra calls it, names separated by commas; empty: nothing
 * @param camel    whether Camel's Simple has it, with the same result
 * @param examples each executed by a test, for the person of the reference page
 */
public record FunctionDescription(String group, Usage call, String purpose, String nulls, String entra, boolean camel, List<Example> examples) {

    /** {@code name(first, second?)}, and the kind of value that comes out. */
    public record Usage(String name, String signature, List<Argument> arguments, String result) {
    }

    /**
     * One argument.
     *
     * @param kind     what may stand there, in a few words
     * @param required whether it may not be left out
     * @param repeats  whether it may stand any number of times
     */
    public record Argument(String name, String kind, boolean required, boolean repeats) {

        private static Argument of(Parameter parameter) {
            return new Argument(parameter.name(), switch (parameter.kind()) {
                case VALUE -> "an expression, or text";
                case NUMBER -> "a number, or an expression that gives one";
                case CONDITION -> "a condition";
                case WORD -> "text that is written out";
                case PATTERN -> "a regular expression that is written out";
                case TABLE -> "the name of a lookup table";
                case CANDIDATE -> "an expression, in which counter may stand";
            }, parameter.required(), parameter.repeats());
        }
    }

    /** What is written, and what comes out. */
    public record Example(String expression, String value) {
    }

    /** All there are, group by group. */
    public static List<FunctionDescription> all() {
        return Functions.groups().stream().flatMap(group -> group.functions().stream().map(function -> of(group.title(), function))).toList();
    }

    /** The one of this name. */
    public static Optional<FunctionDescription> of(String name) {
        return all().stream().filter(each -> each.call().name().equals(name)).findFirst();
    }

    /** The name of the function that a misspelt one means, or one of Entra. */
    public static Optional<String> meantBy(String name) {
        return Functions.meantBy(name).or(() -> Functions.all().values().stream().filter(function -> function.name().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()).map(Function::name);
    }

    private static FunctionDescription of(String group, Function function) {
        return new FunctionDescription(group, new Usage(function.name(), function.signature(), function.parameters().stream().map(Argument::of).toList(), function.result()),
                function.purpose(), function.nulls(), function.entra(), function.origin() == Function.Origin.CAMEL,
                function.examples().stream().map(example -> new Example(example.expression(), example.value())).toList());
    }
}
