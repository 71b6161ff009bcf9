package io.caravan.expression;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.Formula;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what follows {@code body}: {@code [name]}, {@code .name}, then {@code [0]}, {@code [last]}, {@code .size()}. */
final class BodyParser {

    private final Source source;

    BodyParser(Source source) {
        this.source = source;
    }

    Term attribute(int nameFrom) {
        int from = source.at;
        boolean bracket = source.here() == '[';
        Optional<String> name = bracket ? bracketed() : dotted();
        if (name.isEmpty()) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, nameFrom, Math.max(from, nameFrom + 1), "body needs the name of an attribute",
                    "${body[name]}", "write ${body[name]}; the whole record cannot be a value");
            return Parser.nothing();
        }
        check(name.get(), bracket ? from + 1 : source.at - name.get().length());
        source.attributes.add(name.get());
        String attribute = name.get();
        return continued(input -> input.attribute(attribute));
    }

    private void check(String name, int from) {
        Optional<Set<String>> known = source.names.attributes();
        if (known.isEmpty() || known.get().contains(name)) {
            return;
        }
        String fix = Suggestion.nearest(name, known.get()).map(meant -> "did you mean " + meant + "?")
                .orElse(source.names.values().contains(name) ? name + " is a name of this mapping: write ${" + name + "}"
                        : source.names.hub() ? "write one that people have, or let a mapping into the hub give it"
                        : "use a declared attribute, or declare this one in the connector");
        int at = source.text.indexOf(name, Math.max(0, from));
        int place = at < 0 ? from : at;
        source.error(ProblemCode.EXPRESSION_UNKNOWN_ATTRIBUTE, place, place + name.length(), (source.names.hub() ? "no mapping gives people an attribute \"" : "the source has no attribute \"") + name + "\"",
                list(known.get()), fix);
    }

    private static String list(Set<String> names) {
        List<String> sorted = names.stream().sorted().limit(12).toList();
        return "one of " + String.join(", ", sorted) + (names.size() > sorted.size() ? ", …" : "");
    }

    /**
     * {@code [name]}, {@code ['name']} or {@code ["name"]}. A name in quotes ends where its quote and then the bracket is closed; one
     * without may have brackets in pairs.
     */
    private Optional<String> bracketed() {
        int from = source.at + 1;
        while (from < source.text.length() && source.text.charAt(from) == ' ') {
            from++;
        }
        char quote = from < source.text.length() ? source.text.charAt(from) : ' ';
        return quote == '\'' || quote == '"' ? quoted(from) : plain(from);
    }

    private Optional<String> quoted(int from) {
        char quote = source.text.charAt(from);
        for (int end = source.text.indexOf(quote, from + 1); end >= 0; end = source.text.indexOf(quote, end + 1)) {
            int close = end + 1;
            while (close < source.text.length() && source.text.charAt(close) == ' ') {
                close++;
            }
            if (close < source.text.length() && source.text.charAt(close) == ']') {
                source.at = close + 1;
                return Optional.of(source.text.substring(from + 1, end)).filter(name -> !name.isEmpty());
            }
        }
        return plain(from);
    }

    private Optional<String> plain(int from) {
        int open = 1;
        for (int at = from; at < source.text.length() && source.text.charAt(at) != '}'; at++) {
            open += source.text.charAt(at) == '[' ? 1 : source.text.charAt(at) == ']' ? -1 : 0;
            if (open == 0) {
                source.at = at + 1;
                return Optional.of(source.text.substring(from, at).strip()).filter(name -> !name.isEmpty());
            }
        }
        return Optional.empty();
    }

    /** {@code .name} or {@code ?.name}; a name may have dots itself where the source declares it so. */
    private Optional<String> dotted() {
        if (source.sees("?.")) {
            source.at++;
        }
        if (!source.skip('.')) {
            return Optional.empty();
        }
        int from = source.at;
        String name = source.word();
        while (source.here() == '.' && !isMethod()) {
            source.at++;
            name = name + "." + source.word();
        }
        if (source.here() == '(') {
            source.at = from;
            return Optional.empty();
        }
        return name.isEmpty() || name.endsWith(".") ? Optional.empty() : Optional.of(name);
    }

    private boolean isMethod() {
        int at = source.at + 1;
        while (at < source.text.length() && Character.isLetterOrDigit(source.text.charAt(at))) {
            at++;
        }
        String word = source.text.substring(source.at + 1, at);
        return word.equals("size") || source.text.startsWith("(", at);
    }

    private Term continued(Term term) {
        Term whole = term;
        while (true) {
            if (source.here() == '[') {
                whole = indexed(whole);
            } else if (source.here() == '.' || source.sees("?.")) {
                whole = method(whole);
            } else {
                return whole;
            }
        }
    }

    private Term indexed(Term list) {
        int from = source.at;
        Optional<String> inside = bracketed();
        int behind = source.at;
        if (inside.isEmpty()) {
            source.at = Math.max(behind, from + 1);
            source.error(ProblemCode.EXPRESSION_SYNTAX, from, from + 1, "the bracket is not closed or is empty", "[0], [last]", "write the number of an element, from 0");
            return list;
        }
        String index = inside.get();
        if (index.matches("\\d{1,6}")) {
            int number = Integer.parseInt(index);
            return input -> element(list.value(input), number, false);
        }
        if (index.matches("last(-\\d{1,6})?")) {
            int back = index.equals("last") ? 0 : Integer.parseInt(index.substring(5));
            return input -> element(list.value(input), back, true);
        }
        source.error(ProblemCode.EXPRESSION_SYNTAX, from + 1, behind - 1, "attributes have no parts with a name", "[0], [last], [last-1]",
                "write the number of an element; an attribute with a dot is ${body[" + "a.b" + "]}");
        return list;
    }

    /** One element; absent where there is none. A single value is a list of one. */
    private static Object element(Object value, int index, boolean fromTheEnd) {
        if (!Values.known(value)) {
            return value;
        }
        List<?> list = Values.list(value);
        int place = fromTheEnd ? list.size() - 1 - index : index;
        return place >= 0 && place < list.size() ? list.get(place) : Formula.ABSENT;
    }

    private Term method(Term term) {
        int from = source.at;
        source.skip('?');
        source.at++;
        String name = source.word();
        boolean empty = !source.sees("(") || source.sees("()");
        if (source.sees("()")) {
            source.at += 2;
        }
        if (name.equals("size") && empty) {
            return input -> {
                Object value = term.value(input);
                return Values.known(value) ? (Object) (long) Values.list(value).size() : value;
            };
        }
        source.error(ProblemCode.EXPRESSION_REFUSED, from, Math.max(source.at, from + 1), "methods of Java are not called here", "a function",
                methodRemedy(name));
        int brace = source.text.indexOf('}', source.at);
        source.at = brace < 0 ? source.text.length() : brace;
        return Parser.nothing();
    }

    private static String methodRemedy(String name) {
        return switch (name) {
            case "toUpperCase" -> "use ${uppercase(…)}";
            case "toLowerCase" -> "use ${lowercase(…)}";
            case "length" -> "use ${characters(…)}";
            case "strip" -> "use ${trim(…)}";
            case "get" -> "use [0] or ${item(…, 1)}";
            default -> Functions.all().containsKey(name) ? "use ${" + Functions.all().get(name).signature() + "}"
                    : "docs/reference/functions.md lists the functions";
        };
    }
}
