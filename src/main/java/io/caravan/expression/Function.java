package io.caravan.expression;

import io.caravan.mapping.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The declaration of one function: all there is to know of it, from which calls are checked and compiled and the
 * reference page is generated. Immutable once declared.
 */
final class Function {

    /** What becomes of a call's arguments: the compiled call. */
    @FunctionalInterface
    interface Body {
        Term bind(Call call);
    }

    @FunctionalInterface
    interface One {
        Object of(Object value);
    }

    @FunctionalInterface
    interface Two {
        Object of(Object first, Object second);
    }

    @FunctionalInterface
    interface Many {
        Object of(Object[] values);
    }

    /** Where the function comes from. */
    enum Origin { CAMEL, OURS }

    /** An executed example: {@code given} are name=value pairs of the body. */
    record Example(String expression, String value) {
    }

    private final String name;
    private final List<Parameter> parameters;
    private final String result;
    private final String purpose;
    private final Origin origin;
    private String nulls = "null → null, absent → absent";
    private String entra = "";
    private boolean valueLast;
    private final List<Example> examples = new ArrayList<>();
    private Body body;

    private Function(String name, String signature, String result, Origin origin, String purpose) {
        this.name = name;
        this.parameters = Parameter.all(signature);
        this.result = result;
        this.origin = origin;
        this.purpose = purpose;
    }

    /** A function that Camel's Simple has too, with the same result. */
    static Function camel(String name, String signature, String result, String purpose) {
        return new Function(name, signature, result, Origin.CAMEL, purpose);
    }

    /** A function that only we have. */
    static Function ours(String name, String signature, String result, String purpose) {
        return new Function(name, signature, result, Origin.OURS, purpose);
    }

    Function entra(String names) {
        entra = names;
        return this;
    }

    /** The value it works on is the last argument, not the first. */
    Function valueLast() {
        valueLast = true;
        return this;
    }

    Function nulls(String what) {
        nulls = what;
        return this;
    }

    /** {@code value} as {@link Shown#value} writes it. */
    Function example(String expression, String value) {
        examples.add(new Example(expression, value));
        return this;
    }

    Function compiledBy(Body compiler) {
        body = compiler;
        return this;
    }

    /** One argument; absent gives absent, null gives null. */
    Function computes(One one) {
        return compiledBy(call -> {
            Term term = call.term(0);
            return input -> {
                Object value = term.value(input);
                return Values.known(value) ? one.of(value) : value;
            };
        });
    }

    /** Two arguments; absent gives absent, else null gives null. */
    Function computes(Two two) {
        return compiledBy(call -> {
            Term first = call.term(0);
            Term second = call.term(1);
            return input -> {
                Object left = first.value(input);
                if (left == Formula.ABSENT) {
                    return left;
                }
                Object right = second.value(input);
                if (!Values.known(right)) {
                    return right;
                }
                return left == null ? null : two.of(left, right);
            };
        });
    }

    /** Any number of arguments; absent gives absent, else null gives null. */
    Function computesAll(Many many) {
        return compiledBy(call -> {
            Term[] terms = call.terms();
            return input -> {
                Object[] values = new Object[terms.length];
                boolean empty = false;
                for (int i = 0; i < terms.length; i++) {
                    values[i] = terms[i].value(input);
                    if (values[i] == Formula.ABSENT) {
                        return Formula.ABSENT;
                    }
                    empty |= values[i] == null;
                }
                return empty ? null : many.of(values);
            };
        });
    }

    /** Any number of arguments, null and absent among them; the function says what becomes of those. */
    Function seesAll(Many many) {
        return compiledBy(call -> {
            Term[] terms = call.terms();
            return input -> {
                Object[] values = new Object[terms.length];
                for (int i = 0; i < terms.length; i++) {
                    values[i] = terms[i].value(input);
                }
                return many.of(values);
            };
        });
    }

    /** One argument, null and absent included. */
    Function sees(One one) {
        return compiledBy(call -> {
            Term term = call.term(0);
            return input -> one.of(term.value(input));
        });
    }

    Body body() {
        return body;
    }

    String name() {
        return name;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    String result() {
        return result;
    }

    String purpose() {
        return purpose;
    }

    Origin origin() {
        return origin;
    }

    String nulls() {
        return nulls;
    }

    String entra() {
        return entra;
    }

    List<Example> examples() {
        return List.copyOf(examples);
    }

    int least() {
        return (int) parameters.stream().filter(Parameter::required).count();
    }

    boolean repeats() {
        return !parameters.isEmpty() && parameters.get(parameters.size() - 1).repeats();
    }

    /** The arguments with the value of {@code ~>} in the place of the one that is missing; unchanged when none is. */
    List<Argument> completed(List<Argument> arguments, Argument chained) {
        if (arguments.size() != least() - 1) {
            return arguments;
        }
        List<Argument> completed = new ArrayList<>(arguments);
        completed.add(valueLast ? arguments.size() : 0, chained);
        return completed;
    }

    /** The parameter that the argument at this place belongs to; the last one for whatever is too much. */
    Parameter parameterAt(int place) {
        if (parameters.isEmpty()) {
            return new Parameter("", Parameter.Kind.VALUE, false, false);
        }
        if (place < parameters.size()) {
            return parameters.get(place);
        }
        return parameters.get(parameters.size() - 1);
    }

    /** {@code pad(text, width, padding?)}. */
    String signature() {
        return parameters.stream().map(Parameter::toString).collect(Collectors.joining(", ", name + "(", ")"));
    }
}
