package io.caravan.expression;

import io.caravan.mapping.Formula;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way in which ours deliberately differs from Camel's Simple: printed on the reference page, and read by the
 * differential test, which lets nothing pass that is not here.
 *
 * @param why        what differs, and why
 * @param expression shows it
 * @param body       over which
 * @param camel      what Camel makes of it
 * @param ours       what we make of it
 * @param cover      which other results of the differential test it accounts for
 */
record CamelDifference(String why, String expression, Map<String, Object> body, String camel, String ours, Cover cover) {

    static final Object FAILS = word("(fails)");
    static final Object REFUSED = word("(refused)");

    private static final Cover NONE = trial -> false;

    static final List<CamelDifference> ALL = List.of(
            new CamelDifference("An absent attribute makes the whole value absent, so that the target is left alone; Camel puts nothing in its place.",
                    "Dr ${body[title]}", Map.of(), "Dr ", "(absent)", trial -> !trial.body.containsKey("x") && trial.ours == Formula.ABSENT),
            new CamelDifference("A null inside text or as an argument makes the value null, never half a text.",
                    "Dr ${body[x]}", nullX(), "Dr ", "(null)", trial -> trial.x() == null && trial.ours == null),
            new CamelDifference("A list never becomes text by itself; join and item say how.",
                    "${uppercase(${body[x]})}", Map.of("x", List.of("a", "b")), "[A, B]", "(fails)", trial -> trial.ours == FAILS && trial.x() instanceof List<?>),
            new CamelDifference("A list is compared with a list, element by element; with anything else it is neither equal nor in an order.",
                    "? ${body[x]} > 'A'", Map.of("x", List.of("a")), "true", "false", trial -> trial.isComparison() && (trial.x() instanceof List<?> || trial.y() instanceof List<?>)),
            new CamelDifference("Two texts are equal to the letter: 042 is not 42, because leading zeros are part of personnel numbers. > and < compare them as numbers, as Camel does.",
                    "? ${body[x]} == '42'", Map.of("x", "042"), "true", "false", trial -> trial.isCondition() && !trial.isOrdering() && "042".equals(trial.x())),
            new CamelDifference("Decimals are exact; Camel cuts off what is behind the point in most places.",
                    "${sum(${body[x]}, 1)}", Map.of("x", new BigDecimal("2.5")), "3", "3.5", trial -> trial.hasDecimal() && (trial.isCondition() || trial.isNumberFunction() || trial.isOneOf("kindOfType", "safeQuote"))),
            new CamelDifference("A number and a text that is no number have no order; Camel compares them as texts.",
                    "? ${body[x]} > 5", Map.of("x", "Ada"), "true", "false", trial -> trial.isOrdering() && trial.comparesNumberWithOther()),
            new CamelDifference("Two nulls are not equal, not in one another, not anything: only == null and != null ask for null.",
                    "? ${body[x]} == ${body[y]}", nullX(), "true", "false", trial -> trial.isCondition() && trial.x() == null && trial.y() == null),
            new CamelDifference("true equals true and the text 'true', and nothing else; in Camel false equals every other text and true every number.",
                    "? ${body[x]} == 'Ada'", Map.of("x", false), "true", "false", trial -> (trial.x() instanceof Boolean || trial.y() instanceof Boolean) && (trial.isCondition() || trial.expression.contains(" == ") || trial.isOneOf("contains"))),
            new CamelDifference("Quotes around an argument of iif do not become part of the value, and neither do those around the right side of ?: inside text.",
                    "${iif(${body[x]} == 'a', 'yes', 'no')}", Map.of("x", "a"), "'yes'", "yes", trial -> trial.expression.startsWith("${iif(") && String.valueOf(trial.camel).startsWith("'")),
            new CamelDifference("A text is one value, commas or not, empty or not; split makes several of it.",
                    "${reverse(${body[x]})}", Map.of("x", "a,b"), "[b, a]", "[a,b]", trial -> trial.isGathering() && trial.x() instanceof String text && (text.indexOf(',') > 0 || text.isBlank())),
            new CamelDifference("The separator of split is plain text; in Camel it is a regular expression.",
                    "${split(${body[x]},'.')}", Map.of("x", "a.b"), "[]", "[a, b]", trial -> trial.expression.startsWith("${split(") && trial.expression.contains("'.'")),
            new CamelDifference("Splitting an empty text gives no part; Camel gives one empty part.",
                    "${split(${body[x]},',')}", Map.of("x", ""), "['']", "[]", trial -> trial.expression.contains("${split(") && "".equals(trial.x())),
            new CamelDifference("pad cuts a padding of several characters to the width; Camel may go beyond it.",
                    "${pad(${body[x]},-4,'ab')}", Map.of("x", "x"), "ababx", "abax", trial -> trial.expression.startsWith("${pad(") && trial.expression.contains("'ab'")),
            new CamelDifference("Lists do not hold lists, and list leaves out null.",
                    "${list(${body[x]}, 'z')}", Map.of("x", List.of("a")), "[[a], z]", "[a, z]", trial -> trial.expression.startsWith("${list(") && (trial.x() == null || trial.x() instanceof List<?>)),
            new CamelDifference("What is not a number is an error in a number function; Camel leaves it out or gives null.",
                    "${max(${body[x]}, 3)}", Map.of("x", "Ada"), "3", "(fails)", trial -> trial.ours == FAILS && trial.isNumberFunction()),
            new CamelDifference("Where Camel fails only because a value is empty, blank or of another kind, we have a result.",
                    "? ${body[x]} in 'Ada,42'", Map.of("x", 42L), "(fails)", "true", trial -> trial.camel == FAILS),
            new CamelDifference("hash reads every value as text and no quotes with it.",
                    "${hash(${body[x]})}", Map.of("x", 5L), "(null)", "ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d",
                    trial -> trial.expression.startsWith("${hash(") && (!(trial.x() instanceof String) || trial.expression.contains("('"))),
            new CamelDifference("A text alone is not a condition.", "${not('${body[x]}')}", Map.of("x", "a"), "false", "(refused)", trial -> trial.ours == REFUSED && trial.expression.startsWith("${not('")),
            new CamelDifference("An element of a list is compared like any value, so a number in it is found by its text.",
                    "? ${body[x]} contains '3'", Map.of("x", List.of(3L)), "false", "true", trial -> trial.isCondition() && trial.x() instanceof List<?>),
            new CamelDifference("Spaces around an argument never count; in Camel they do in some functions.",
                    "${substringBefore(${body[x]}, '@')}", Map.of("x", "a@b"), "(null)", "a", NONE),
            new CamelDifference("An operator between text and text makes no condition of a value: write test: or ${bool(…)}.",
                    "${body[x]} == 'a'", Map.of("x", "a"), "a == 'a'", "(refused)", NONE),
            new CamelDifference("The choice ? : stands inside ${…}, where it works; outside, Camel does not evaluate its condition.",
                    "${body[x]} == 'b' ? 'yes' : 'no'", Map.of("x", "a"), "ayes", "(refused)", NONE),
            new CamelDifference("${body.name} is the attribute; Camel looks for a method of that name.",
                    "${body.x}", Map.of("x", "a"), "(fails)", "a", NONE),
            new CamelDifference("Methods of Java are not called; functions do the same.",
                    "${body[x].toUpperCase()}", Map.of("x", "a"), "A", "(refused)", NONE),
            new CamelDifference("Unquoted null is refused as an argument: Camel takes it for the text.",
                    "${uppercase(null)}", Map.of(), "NULL", "(refused)", NONE),
            new CamelDifference("A pattern or a range is written out, never computed, so that it can be checked.",
                    "? ${body[x]} regex ${body[y]}", Map.of("x", "a", "y", "a"), "true", "(refused)", NONE),
            new CamelDifference("trim and normalizeWhitespace take everything that does not show, such as no-break spaces, and a text of nothing else is blank.",
                    "${trim(${body[x]})}", Map.of("x", "Ada\u00A0"), "Ada\u00A0", "Ada", NONE),
            new CamelDifference("Brackets group clauses of a condition.",
                    "? ${body[x]} == 'a' && (${body[x]} == 'b' || ${body[y]} == 'c')", Map.of("x", "a", "y", "c"), "(fails)", "true", NONE));

    /** One result of both. */
    record Trial(String expression, Map<String, Object> body, Object camel, Object ours) {

        Object x() {
            return body.get("x");
        }

        Object y() {
            return expression.contains("body[y]") ? body.get("y") : "";
        }

        boolean isCondition() {
            return camel instanceof Boolean && ours instanceof Boolean || camel instanceof Boolean && ours == FAILS;
        }

        boolean isOneOf(String... functions) {
            return Arrays.stream(functions).anyMatch(name -> expression.startsWith("${" + name + "("));
        }

        boolean isComparison() {
            return isCondition() && expression.startsWith("${body[x]} ") && !expression.contains("contains") && !expression.contains("~~");
        }

        boolean isOrdering() {
            return expression.contains(" > ") || expression.contains(" >= ") || expression.contains(" < ") || expression.contains(" <= ");
        }

        boolean isGathering() {
            return isOneOf("distinct", "reverse", "join", "min", "max", "sum", "average");
        }

        boolean isNumberFunction() {
            return isOneOf("abs", "floor", "ceil", "min", "max", "sum", "average") || expression.endsWith("++") || expression.endsWith("--");
        }

        boolean hasDecimal() {
            return x() instanceof BigDecimal || "2.5".equals(x()) || expression.contains(" 2.5");
        }

        boolean comparesNumberWithOther() {
            boolean numberOnTheRight = expression.matches(".* [0-9.]+") || y() instanceof Number || expression.endsWith("'42'") || "42".equals(y());
            boolean xIsNumber = Values.numberOrNull(x()) != null;
            return xIsNumber != numberOnTheRight || x() instanceof Number;
        }
    }

    /** Which results it accounts for. */
    @FunctionalInterface
    interface Cover {
        boolean covers(Trial trial);
    }

    boolean covers(String trialExpression, Map<String, Object> trialBody, Object camelResult, Object ourResult) {
        return cover.covers(new Trial(trialExpression, trialBody, camelResult, ourResult));
    }

    boolean condition() {
        return expression.startsWith("? ");
    }

    /** Without the mark of a condition. */
    String source() {
        return condition() ? expression.substring(2) : expression;
    }

    private static Map<String, Object> nullX() {
        Map<String, Object> body = new HashMap<>();
        body.put("x", null);
        body.put("y", null);
        return body;
    }

    private static Object word(String text) {
        return new Object() {
            @Override
            public String toString() {
                return text;
            }
        };
    }
}
