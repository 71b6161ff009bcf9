package io.caravan.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The expressions and the bodies that Camel's Simple and ours are compared with. */
final class Trials {

    private static final List<String> OF_ONE = List.of("trim", "uppercase", "lowercase", "capitalize", "normalizeWhitespace", "quote", "safeQuote",
            "unquote", "isEmpty", "isAlpha", "isNumeric", "isAlphaNumeric", "kindOfType", "abs", "floor", "ceil", "min", "max", "sum", "average",
            "hash", "list", "distinct", "reverse", "size", "length", "not");

    private static final List<String> MORE = List.of(
            "${body[x]}", "${body['x']}", "${body[\"x\"]}", "text ${body[x]} text", "${body[x]}${body[x]}", "a\\nb\\tc ${body[x]} \\}", "$simple{body[x]}",
            "'${body[x]}'", "${body[x]} ?: 'none'", "${null}", "x ${body[x]} ?: 'none'", "${body[x][0]}", "${body[x][last]}", "${body[x].size()}",
            "${body[x]}++", "${body[x]}--", "${${body[x]} == 'Ada' ? 'yes' : 'no'}", "${body[x] == 'Ada' ? 'yes' : 'no'}",
            "${concat(${body[x]}, 'b')}", "${concat('a', ${body[x]})}", "${concat(${body[x]}, ${body[x]}, '-')}", "${concat('a', 'b', ', ')}",
            "${pad(${body[x]}, 6)}", "${pad(${body[x]}, -6)}", "${pad(${body[x]}, 7, '*')}", "${pad(${body[x]}, -7, 'ab')}",
            "${replace('a','o',${body[x]})}", "${replace(' ','&empty;',${body[x]})}", "${replace('.','-',${body[x]})}", "${replace('&apos;','',${body[x]})}",
            "${substring(1,0,${body[x]})}", "${substring(1,1,${body[x]})}", "${substring(-1,0,${body[x]})}", "${substring(0,-2,${body[x]})}", "${substring(9,9,${body[x]})}",
            "${substringBefore(${body[x]},'a')}", "${substringAfter(${body[x]},'a')}", "${substringBetween(${body[x]},'a','e')}",
            "${substringAfter(${body[x]},',')}", "${split(${body[x]},',')}", "${split(${body[x]},' ')}", "${split(${body[x]},'.')}", "${join(',','',${body[x]})}", "${join('; ','id=',${body[x]})}",
            "${hash(${body[x]},'SHA-256')}", "${hash(${body[x]},'SHA3-256')}", "${contains(${body[x]},'A')}", "${contains(${body[x]},'x')}", "${contains(${body[x]},'')}",
            "${iif(${body[x]} == 'Ada', ${body[x]}, other)}", "${iif(${isEmpty(${body[x]})}, empty, ${body[x]})}", "${iif(${body[x]}, 'a b', 'c')}", "${iif(${body[x]} != null, there, gone)}",
            "${not(${body[x]} == 'Ada')}", "${list(${body[x]}, 'z')}", "${list('a', 'b c', 3)}", "${distinct(${body[x]}, 'x')}", "${reverse(${body[x]}, 'x')}", "${reverse(1, 2, 3)}",
            "${max(${body[x]}, 3)}", "${min(${body[x]}, 3)}", "${sum(${body[x]}, 3)}", "${average(${body[x]}, 3)}", "${range(1, 4)}", "${range(5, 3)}", "${range(0, 3)}",
            "${uppercase(${trim(${body[x]})})}", "${concat(${uppercase(${body[x]})}, ${lowercase(${body[x]})}, ' ')}", "${trim(' ${body[x]} ')}", "${uppercase('a, b')}",
            "${body[x]} ~> ${trim()}", "${body[x]} ~> ${trim()} ~> ${uppercase()}", "x ${body[x]} ~> ${trim()} y", "${body[x]} ~> ${replace('a','o')}", "${body[x]} ~> ${substring(1,1)}",
            "${body[x]} ~> ${concat('x')}", "${body[x]} ~> ${split(',')}", "${body[x]} ~> ${size()}", "${body[x]} ?~> ${uppercase()}", "${trim(${body[x]})} ~> ${uppercase()} ?: 'x'");

    private static final List<String> RIGHT_SIDES = List.of("'Ada'", "'ADA'", "'a'", "''", "'42'", "42", "5", "'5'", "2.5", "true", "'x'", "'Ada,x,42'", "'3'", "${body[y]}");

    private Trials() {
    }

    static List<String> values() {
        return Stream.concat(OF_ONE.stream().flatMap(name -> Stream.of("${" + name + "(${body[x]})}", "${" + name + "('${body[x]}')}")), MORE.stream()).toList();
    }

    static List<String> conditions() {
        List<String> conditions = new ArrayList<>(List.of("${body[x]}", "${body[x]} == null", "${body[x]} != null", "${body[x]} regex '[A-Z].*'",
                "${body[x]} !regex '[A-Z].*'", "${body[x]} regex '\\d+'", "${body[x]} range '1..42'", "${body[x]} !range '1..42'", "${body[x]} not in 'Ada,x'", "${body[x]} starts with 'A'",
                "${body[x]} ends with 'a'", "${body[x]} == 'Ada' && ${body[y]} == 'x'", "${body[x]} == 'Ada' || ${body[y]} == 'x'",
                "${body[x]} == 'Ada' || ${body[y]} == 'x' && ${body[x]} != ${body[y]}", "${body[x]} == 'Ada' && ${body[y]} == 'x' || ${body[x]} != ${body[y]}",
                "${isEmpty(${body[x]})}", "${not(${isEmpty(${body[x]})})}", "${isEmpty(${body[x]})} == true", "${body[x]} && ${body[y]}", "${size(${body[x]})} > 1",
                "${uppercase(${body[x]})} == 'ADA'", "${contains(${body[x]},'a')}"));
        for (Operator operator : Operator.values()) {
            if (operator != Operator.REGEX && operator != Operator.RANGE) {
                for (String right : RIGHT_SIDES) {
                    conditions.add("${body[x]} " + operator.symbol() + " " + right);
                    operator.negated().ifPresent(sign -> conditions.add("${body[x]} " + sign + " " + right));
                }
            }
        }
        return conditions;
    }

    /** A body without x, and one for every value; y takes a few. */
    static List<Map<String, Object>> bodies(String expression) {
        List<Map<String, Object>> bodies = new ArrayList<>();
        for (Object x : SAMPLES) {
            for (Object y : expression.contains("body[y]") ? OTHERS : List.of("x")) {
                Map<String, Object> body = new HashMap<>();
                body.put("x", x);
                body.put("y", y.equals("null") ? null : y);
                bodies.add(body);
            }
        }
        bodies.add(Map.of("y", "x"));
        return bodies;
    }

    private static final List<Object> OTHERS = List.of("x", "Ada", "null", 5L, "42", true, List.of("Ada", "x"));

    private static final List<Object> SAMPLES = samples();

    private static List<Object> samples() {
        List<Object> samples = new ArrayList<>(List.of("Ada", "ada", "Zoë Ünal-ß", "O'Neil", "Ada Maria Lovelace", "  sp  ace ", "", " ", "a", "x", "5", "42", "042", "-3", "2.5", "99",
                "true", "false", "a,b,c", "a.b", "\"quoted\"", "a\"b", "'", "тест", "Straße", "E1207", "a@example.com", 5L, 42L, 0L, -3L, new BigDecimal("2.50"), true, false, List.of(),
                List.of("x"), List.of("x", "y", "x"), List.of(3L, 1L, 2L)));
        samples.add(null);
        return samples;
    }
}
