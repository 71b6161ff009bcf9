package io.caravan.expression;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.FormulaException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what stands in {@code ${…}}: an attribute of the body, a call, a name of the mapping, or a choice. */
final class FunctionParser {

    /** What stands in front of the name of a part. */
    private static final List<String> RECORDS = List.of("body", "assignment", "groups");
    private static final List<String> CONSTANTS = List.of("null", "true", "false");

    private final Source source;
    private final Parser parser;

    FunctionParser(Source source, Parser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** From {@code ${} to behind its {@code }}. */
    Term function() {
        int from = source.at;
        source.at = source.text.indexOf('{', from) + 1;
        if (++source.depth > Limits.NESTING) {
            source.error(ProblemCode.EXPRESSION_TOO_COMPLEX, from, from + 2, "functions are nested more than " + Limits.NESTING + " deep",
                    "give a part of it a name under define:");
            source.abandon();
            source.depth--;
            return Parser.nothing();
        }
        Term term = inside();
        source.depth--;
        close(from);
        return term;
    }

    private void close(int from) {
        if (source.skip('}')) {
            return;
        }
        if (source.atEnd()) {
            if (!source.isAbandoned()) {
                source.error(ProblemCode.EXPRESSION_SYNTAX, from, from + 2, "${ is never closed", "}", "close it with }");
            }
            return;
        }
        int stray = source.at;
        source.skipToBrace();
        source.error(ProblemCode.EXPRESSION_SYNTAX, stray, Math.max(stray + 1, source.at),
                "this stands between the end of the function and its closing brace", "}", "remove it, or put it in quotes inside the brackets");
        source.skip('}');
    }

    private Term inside() {
        if (source.seesFunction() || source.seesQuote() || source.here() == '(') {
            return choice();
        }
        int nameFrom = source.at;
        if (Character.isWhitespace(source.here())) {
            source.skipSpace();
            source.error(ProblemCode.EXPRESSION_SYNTAX, nameFrom, source.at, "a space stands behind ${", "write ${ and the name without a space");
            nameFrom = source.at;
        }
        if (source.names.values().contains(untilBrace())) {
            return named(nameFrom);
        }
        String word = source.word();
        if (word.equals("body")) {
            return body(nameFrom);
        }
        if (word.equals("assignment") && source.here() == '[') {
            return assignment(nameFrom);
        }
        if (word.equals("groups") && source.here() == '[') {
            return groups(nameFrom);
        }
        if (source.here() == '(' ) {
            return call(word, nameFrom);
        }
        return bare(word, nameFrom);
    }

    private String untilBrace() {
        int brace = source.text.indexOf('}', source.at);
        return brace < 0 ? "" : source.text.substring(source.at, brace);
    }

    /** A define or another attribute of the mapping. */
    private Term named(int from) {
        String name = untilBrace();
        source.at = from + name.length();
        source.values.add(name);
        source.lastRead = input -> input.named(name);
        return source.lastRead;
    }

    /** {@code condition ? value : value}, or {@code value ?: value}. */
    private Term choice() {
        int attributesBefore = source.attributes.size();
        int valuesBefore = source.values.size();
        int from = source.at;
        ConditionParser conditions = parser.conditions();
        if (!source.seesFunction()) {
            return branches(conditions.condition());
        }
        Operand first = conditions.operand();
        return continued(first, from, attributesBefore, valuesBefore);
    }

    private Term continued(Operand first, int from, int attributesBefore, int valuesBefore) {
        int behind = source.at;
        source.skipSpace();
        if (source.sees("?: ")) {
            source.at = behind;
            return parser.continued(first.term());
        }
        source.at = behind;
        return branches(parser.conditions().conditionFrom(first, from, attributesBefore, valuesBefore));
    }

    private Term branches(Clause condition) {
        source.skipSpace();
        int sign = source.at;
        if (!source.sees("? ")) {
            if (!source.isBroken()) {
                source.error(ProblemCode.EXPRESSION_SYNTAX, sign, sign + 1, "a condition stands alone in ${…}", "${condition ? value : value}",
                        "use ${bool(…)} for true or false, or go on with ? value : value");
            }
            source.skipToBrace();
            return Parser.nothing();
        }
        source.at += 2;
        source.skipSpace();
        Operand yes = parser.conditions().operand();
        source.skipSpace();
        if (!source.sees(": ")) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, sign, sign + 1, "the choice has no other side", "condition ? value : value",
                    "go on with : and the other value");
            return Parser.nothing();
        }
        source.at += 2;
        source.skipSpace();
        Operand no = parser.conditions().operand();
        source.skipSpace();
        return input -> condition.holds(input) ? yes.term().value(input) : no.term().value(input);
    }

    /** {@code assignment[roles]}: what the person is assigned to in the target. */
    private Term assignment(int nameFrom) {
        int close = source.text.indexOf(']', source.at);
        String what = close < 0 ? "" : source.text.substring(source.at + 1, close).strip();
        if (!what.equals("roles") || !source.names.hub()) {
            source.error(ProblemCode.EXPRESSION_UNKNOWN_NAME, nameFrom, close < 0 ? source.at : close + 1,
                    source.names.hub() ? "of an assignment only the roles can be read" : "a source knows nothing of assignments", "${assignment[roles]} in the mapping of a target",
                    "write ${assignment[roles]} where it goes into a target");
            source.skipToBrace();
            return Parser.nothing();
        }
        source.at = close + 1;
        source.assignments = true;
        source.varies = true;
        source.lastRead = input -> input.roles();
        return source.lastRead;
    }

    /** {@code groups[name]}: what the groups are called that the person is in. */
    private Term groups(int nameFrom) {
        int close = source.text.indexOf(']', source.at);
        String attribute = close < 0 ? "" : source.text.substring(source.at + 1, close).strip();
        Optional<String> wrong = wrongGroups(attribute);
        if (wrong.isPresent()) {
            source.error(ProblemCode.EXPRESSION_UNKNOWN_NAME, nameFrom, close < 0 ? source.at : close + 1, wrong.get(), "${groups[name]} in the mapping of a target",
                    source.names.groups().filter(names -> source.names.hub() && !names.isEmpty())
                            .map(names -> Suggestion.nearest(attribute, names).map(meant -> "did you mean ${groups[" + meant + "]}?").orElse("groups have " + String.join(", ", new TreeSet<>(names))))
                            .orElse(source.names.hub() ? "add a mapping with to: {hub: group}, or a file in groups/" : "write ${groups[name]} where it goes into a target"));
            source.skipToBrace();
            return Parser.nothing();
        }
        source.at = close + 1;
        source.groups = true;
        source.varies = true;
        source.lastRead = input -> input.groups(attribute);
        return source.lastRead;
    }

    private Optional<String> wrongGroups(String attribute) {
        if (!source.names.hub()) {
            return Optional.of("a source knows nothing of the hub's groups");
        }
        if (attribute.isEmpty()) {
            return Optional.of("it does not say what is read of the groups");
        }
        return source.names.groups().filter(names -> !names.contains(attribute))
                .map(names -> names.isEmpty() ? "nothing brings groups into the hub" : "nothing gives a group \"" + attribute + "\"");
    }

    private Term body(int nameFrom) {
        Term term = new BodyParser(source).attribute(nameFrom);
        int before = source.at;
        source.skipSpace();
        if (source.at == before || source.here() == '}' || source.atEnd()) {
            source.lastRead = term;
            return term;
        }
        source.at = before;
        Operand first = new Operand(term, null, Operand.Kind.FUNCTION, nameFrom, before);
        return continued(first, nameFrom, Math.max(0, source.attributes.size() - 1), source.values.size());
    }

    /** A word alone: null, or a mistake. */
    private Term bare(String word, int from) {
        if (word.equals("null") && source.here() == '}') {
            return Term.constant(null);
        }
        int wordEnd = source.at;
        source.skipToBrace();
        String whole = source.text.substring(from, source.at);
        Optional<String> remedy = Refused.remedy(word);
        if (word.isEmpty() && whole.isEmpty()) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, Math.max(0, from - 2), from + 1, "${} is empty", "write what should stand here, such as ${body[name]}");
        } else if (remedy.isPresent()) {
            refuse(word, from, wordEnd, remedy.get());
        } else if (CONSTANTS.contains(whole)) {
            source.error(ProblemCode.EXPRESSION_SYNTAX, from, source.at, "${" + whole + "} is not a function", "write " + whole + " without ${ }");
        } else {
            unknownName(whole, from);
        }
        return Parser.nothing();
    }

    private void unknownName(String name, int from) {
        String fix;
        if (Functions.all().containsKey(name)) {
            fix = name + " is a function: write ${" + Functions.all().get(name).signature() + "}";
        } else if (source.names.attributes().map(attributes -> attributes.contains(name)).orElse(false)) {
            fix = name + " is an attribute of the source: write ${body[" + name + "]}";
        } else {
            fix = part(name).or(() -> Suggestion.nearest(name, source.names.values())).map(meant -> "did you mean ${" + meant + "}?")
                    .orElse("add it under define:, or write ${body[" + name + "]} for an attribute of the source");
        }
        source.error(ProblemCode.EXPRESSION_UNKNOWN_NAME, from, from + Math.max(1, name.length()), "this mapping has no name \"" + name + "\"",
                "a define or an attribute of this mapping", fix);
    }

    /** What is meant by {@code bdy[mail]}, {@code person.mail} or {@code mails[0]}: a part of the record, whose name stands wrong in front of it, or not at all. */
    private Optional<String> part(String name) {
        int end = (int) name.chars().takeWhile(letter -> letter != '[' && letter != '.').count();
        String before = name.substring(0, end);
        String rest = name.substring(end);
        Set<String> attributes = source.names.attributes().orElse(Set.of());
        if (before.isEmpty() || rest.isEmpty()) {
            return Optional.empty();
        }
        if (attributes.contains(before)) {
            return Optional.of("body[" + before + "]" + rest);
        }
        String inside = rest.substring(1).replaceFirst("[\\]\\[.~ ].*", "");
        return Suggestion.nearest(before, RECORDS).map(record -> record + rest)
                .or(() -> rest.startsWith("[") && !inside.matches("\\d*|last.*") || attributes.contains(inside) ? Optional.of("body" + rest) : Optional.empty());
    }

    private void refuse(String word, int from, int to, String remedy) {
        source.error(ProblemCode.EXPRESSION_REFUSED, from, to, word + " reaches outside the record, which expressions may not",
                "the record's own values, by pure functions", remedy);
    }

    private Term call(String name, int nameFrom) {
        int nameTo = source.at;
        Function function = Functions.all().get(name);
        boolean candidateBefore = source.inCandidate;
        Argument chained = source.takeChained();
        if (name.equals("counter") && !source.inCandidate) {
            source.error(ProblemCode.EXPRESSION_ARGUMENTS, nameFrom, nameTo, "counter stands outside a candidate of uniqueName",
                    "${uniqueName('people', ${login}, ${login}${counter(2)})}", "use it in the last candidate of uniqueName");
        }
        List<Argument> arguments = new ArgumentParser(source, parser).arguments(function == null ? Functions.meantBy(name).orElse(null) : function);
        source.inCandidate = candidateBefore;
        if (function == null) {
            unknownFunction(name, nameFrom, nameTo);
            return Parser.nothing();
        }
        if (chained != null) {
            arguments = function.completed(arguments, chained);
            if (!arguments.contains(chained)) {
                source.error(ProblemCode.EXPRESSION_OPERATOR, nameFrom, nameTo, "the value before ~> is not used", function.signature(),
                        "leave one argument of " + name + " out");
            }
        }
        if (!countFits(function, arguments, nameFrom, nameTo)) {
            return Parser.nothing();
        }
        return placed(function.body().bind(new Call(function, arguments, source)), source.position(nameFrom, source.at), function.signature());
    }

    /** What fails says where. */
    private static Term placed(Term call, Position position, String signature) {
        return input -> {
            try {
                return call.value(input);
            } catch (FormulaException failed) {
                throw failed.at(position, signature);
            }
        };
    }

    private void unknownFunction(String name, int from, int to) {
        Optional<String> remedy = Refused.remedy(name);
        if (remedy.isPresent()) {
            refuse(name, from, to, remedy.get());
            return;
        }
        String fix = Functions.meantBy(name).map(meant -> "did you mean " + meant.signature() + "?")
                .orElse("docs/reference/functions.md lists the functions");
        source.error(ProblemCode.EXPRESSION_UNKNOWN_FUNCTION, from, to, "there is no function " + name, fix);
    }

    private boolean countFits(Function function, List<Argument> arguments, int from, int to) {
        int count = arguments.size();
        int most = function.parameters().size();
        if (count >= function.least() && (count <= most || function.repeats())) {
            return true;
        }
        boolean few = count < function.least();
        String fix = few && count == 0 && function.origin() == Function.Origin.CAMEL
                ? "name the value, as the whole record cannot be one: ${" + function.name() + "(${body[name]})}"
                : few ? "give " + function.parameters().get(Math.min(count, most - 1)).name() + " as well"
                : "put text that has a comma in quotes, and leave out what is too much";
        source.error(ProblemCode.EXPRESSION_ARGUMENTS, from, to, function.name() + " has " + count + (count == 1 ? " argument" : " arguments"),
                function.signature(), fix);
        return false;
    }
}
