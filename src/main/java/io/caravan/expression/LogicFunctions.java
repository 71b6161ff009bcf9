package io.caravan.expression;

import static io.caravan.expression.Function.camel;
import static io.caravan.expression.Function.ours;

import io.caravan.subject.KeyText;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntPredicate;

/** Functions that choose between values, or answer true or false about one. */
final class LogicFunctions {

    private LogicFunctions() {
    }

    static List<Function> all() {
        return List.of(
                camel("iif", "@condition, then, otherwise", "any", "One value where the condition holds, the other where it does not.").entra("IIF")
                        .nulls("a comparison with null or absent is false; the value not chosen is not looked at")
                        .example("${iif(${body[type]} == 'employee', 'Staff', 'Guest')}", "Staff")
                        .compiledBy(LogicFunctions::iif),
                ours("coalesce", "values...", "any", "The first value that is there and not null; the last one may be a default text.").entra("Coalesce")
                        .nulls("passes over null and absent; absent when nothing is left")
                        .example("${coalesce(${body[nickname]}, ${body[givenName]}, 'nobody')}", "Zoë")
                        .compiledBy(LogicFunctions::coalesce),
                ours("switch", "value, otherwise, casesAndResults...", "any", "The result beside the first case that equals the value, to the letter; else the second argument.")
                        .entra("Switch")
                        .nulls("null and absent values match no case and give the second argument")
                        .example("${switch(${body[country]}, 'en', 'CH', 'de', 'FR', 'fr')}", "de")
                        .compiledBy(LogicFunctions::choice),
                camel("not", "@condition", "boolean", "True where the condition does not hold.").entra("Not")
                        .nulls("a comparison with null or absent is false, so not of it is true")
                        .example("${not(${body[type]} == 'employee')}", "false")
                        .compiledBy(call -> {
                            Term condition = call.term(0);
                            return input -> !(Boolean) condition.value(input);
                        }),
                ours("bool", "@condition", "boolean", "The condition as a value; a text counts as true unless it is empty or false.").entra("CBool")
                        .nulls("null and absent → false")
                        .example("${bool(${body[type]} == 'employee')}", "true")
                        .compiledBy(call -> call.term(0)),
                camel("contains", "text, part", "boolean", "Whether a text has this part, or a list this element; capitals do not count.")
                        .example("${contains(${body[email]}, 'EXAMPLE')}", "true")
                        .nulls("null → false, absent → absent")
                        .compiledBy(LogicFunctions::contains),
                camel("isEmpty", "value", "boolean", "Whether it is null, blank text or a list without elements.")
                        .nulls("null and absent → true")
                        .example("${isEmpty(${body[nickname]})}", "true")
                        .sees(LogicFunctions::empty),
                camel("isAlpha", "text", "boolean", "Whether it has letters only, and at least one.").nulls("null → false, absent → absent")
                        .example("${isAlpha('Zoë')}", "true")
                        .sees(value -> every(value, Character::isLetter)),
                camel("isNumeric", "text", "boolean", "Whether it has digits only, and at least one.").nulls("null → false, absent → absent")
                        .example("${isNumeric('042')}", "true")
                        .sees(value -> every(value, Character::isDigit)),
                camel("isAlphaNumeric", "text", "boolean", "Whether it has letters and digits only, and at least one.").nulls("null → false, absent → absent")
                        .example("${isAlphaNumeric('E1207')}", "true")
                        .sees(value -> every(value, Character::isLetterOrDigit)),
                ours("isPresent", "value", "boolean", "Whether there is a value: neither absent, nor null, nor empty text.").entra("IsPresent")
                        .nulls("null and absent → false")
                        .example("${isPresent(${body[givenName]})}", "true")
                        .sees(value -> Values.known(value) && !"".equals(value)),
                ours("isNull", "value", "boolean", "Whether it is null or absent.").entra("IsNull").nulls("null and absent → true")
                        .example("${isNull(${body[nickname]})}", "true")
                        .sees(value -> !Values.known(value)),
                ours("isNullOrEmpty", "value", "boolean", "Whether it is null, absent or empty text.").entra("IsNullOrEmpty").nulls("null and absent → true")
                        .example("${isNullOrEmpty(${body[nickname]})}", "true")
                        .sees(value -> !Values.known(value) || "".equals(value)),
                ours("isString", "value", "boolean", "Whether it is text.").entra("IsString").nulls("null and absent → false")
                        .example("${isString(${body[givenName]})}", "true")
                        .sees(value -> value instanceof String),
                camel("kindOfType", "value", "text", "What kind of value it is: null, string, number, boolean or array.").nulls("null → the text null, absent → absent")
                        .example("${kindOfType(${body[mails]})}", "array")
                        .sees(LogicFunctions::kind),
                ours("ignoreIfEmpty", "value", "any", "The value, or absent where it is null or empty: the target is left alone.").entra("IgnoreFlowIfNullOrEmpty")
                        .nulls("null → absent, absent → absent")
                        .example("${ignoreIfEmpty(${body[nickname]})}", "(absent)")
                        .sees(value -> Values.known(value) && !"".equals(value) ? value : Formula.ABSENT));
    }

    private static Term iif(Call call) {
        Term condition = call.term(0);
        Term then = call.term(1);
        Term otherwise = call.term(2);
        return input -> (Boolean) condition.value(input) ? then.value(input) : otherwise.value(input);
    }

    private static Term coalesce(Call call) {
        Term[] terms = call.terms();
        return input -> {
            for (Term term : terms) {
                Object value = term.value(input);
                if (Values.known(value)) {
                    return value;
                }
            }
            return Formula.ABSENT;
        };
    }

    private static Term choice(Call call) {
        Term[] terms = call.terms();
        if (terms.length % 2 != 0) {
            call.wrong(terms.length - 1, io.caravan.diagnostic.ProblemCode.EXPRESSION_ARGUMENTS, "the last case has no result",
                    "give every case its result: case, result");
        }
        return input -> {
            Object value = terms[0].value(input);
            for (int i = 2; Values.known(value) && i + 1 < terms.length; i += 2) {
                Object key = terms[i].value(input);
                if (Values.known(key) && Values.same(value, key, false)) {
                    return terms[i + 1].value(input);
                }
            }
            return terms[1].value(input);
        };
    }

    private static Term contains(Call call) {
        Term whole = call.term(0);
        Term part = call.term(1);
        return input -> {
            Object value = whole.value(input);
            Object wanted = part.value(input);
            if (value == Formula.ABSENT || wanted == Formula.ABSENT) {
                return Formula.ABSENT;
            }
            return value != null && wanted != null && Operator.CONTAINS_IGNORING_CASE.holds(value, wanted);
        };
    }

    private static boolean empty(Object value) {
        return !Values.known(value) || value instanceof String text && KeyText.isBlank(text) || value instanceof List<?> list && list.isEmpty();
    }

    private static Object every(Object value, IntPredicate kind) {
        if (value == Formula.ABSENT) {
            return value;
        }
        if (value == null || value instanceof List<?>) {
            return false;
        }
        String text = Values.text(value);
        return !text.isEmpty() && text.codePoints().allMatch(kind);
    }

    private static Object kind(Object value) {
        if (value == Formula.ABSENT) {
            return value;
        }
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        if (value instanceof Long || value instanceof BigDecimal) {
            return "number";
        }
        return value instanceof List<?> ? "array" : "string";
    }

    static FormulaException refused(String function, Object value, String need) {
        return new FormulaException(function + " cannot work with " + Values.shown(value) + "; it needs " + need);
    }
}
