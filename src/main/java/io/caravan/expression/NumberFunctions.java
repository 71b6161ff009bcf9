package io.caravan.expression;

import static io.caravan.expression.Function.camel;
import static io.caravan.expression.Function.ours;

import io.caravan.mapping.FormulaException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;

/** Functions that compute. Whole numbers stay whole; decimals are exact. */
final class NumberFunctions {

    private static final String GATHERS = "null → null, absent → absent, in any argument; an empty list → null";

    private NumberFunctions() {
    }

    static List<Function> all() {
        return List.of(
                camel("abs", "#number", "number", "Without its sign.").example("${abs(-4)}", "4")
                        .computes(value -> plain(Values.decimal(value).abs())),
                camel("floor", "#number", "number", "Rounded down to a whole number.").example("${floor(-2.5)}", "-3")
                        .computes(value -> plain(Values.decimal(value).setScale(0, RoundingMode.FLOOR))),
                camel("ceil", "#number", "number", "Rounded up to a whole number.").example("${ceil(2.1)}", "3")
                        .computes(value -> plain(Values.decimal(value).setScale(0, RoundingMode.CEILING))),
                camel("min", "#numbers...", "number", "The smallest; lists are opened.").nulls(GATHERS).example("${min(3, 1, 2)}", "1")
                        .computesAll(values -> folded(values, BigDecimal::min)),
                camel("max", "#numbers...", "number", "The greatest; lists are opened.").nulls(GATHERS).example("${max(3, 1, 2)}", "3")
                        .computesAll(values -> folded(values, BigDecimal::max)),
                camel("sum", "#numbers...", "number", "All of them together; lists are opened.").nulls(GATHERS).example("${sum(${body[number]}, -2)}", "40")
                        .computesAll(values -> folded(values, BigDecimal::add)),
                camel("average", "#numbers...", "number", "The sum divided by how many; what is behind the point is cut off when all are whole.").nulls(GATHERS)
                        .example("${average(1, 2, 6)}", "3")
                        .computesAll(NumberFunctions::average),
                ours("number", "text", "number", "The number that the text says.")
                        .example("${number('007')}", "7")
                        .computes(Values::number),
                ours("bitAnd", "#first, #second", "number", "The bits that both have.").entra("BitAnd")
                        .example("${bitAnd(514, 2)}", "2")
                        .computes((first, second) -> Values.whole(first) & Values.whole(second)),
                ours("bitOr", "#first, #second", "number", "The bits that either has.")
                        .example("${bitOr(512, 2)}", "514")
                        .computes((first, second) -> Values.whole(first) | Values.whole(second)));
    }

    /** Long where it fits and is whole, else BigDecimal. */
    static Object plain(BigDecimal number) {
        if (number.signum() == 0 || number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException tooLarge) {
                return number;
            }
        }
        return number;
    }

    private static Object folded(Object[] values, BinaryOperator<BigDecimal> operation) {
        return Lists.flat(values).stream().map(Values::decimal).reduce(operation).map(NumberFunctions::plain).orElse(null);
    }

    private static Object average(Object[] values) {
        List<Object> numbers = Lists.flat(values);
        if (numbers.isEmpty()) {
            return null;
        }
        BigDecimal sum = numbers.stream().map(Values::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean whole = numbers.stream().map(Values::number).allMatch(Long.class::isInstance);
        BigDecimal count = BigDecimal.valueOf(numbers.size());
        try {
            return plain(whole ? sum.divide(count, 0, RoundingMode.DOWN) : sum.divide(count, 10, RoundingMode.HALF_EVEN).stripTrailingZeros());
        } catch (ArithmeticException impossible) {
            throw new FormulaException("average cannot divide " + sum + " by " + count);
        }
    }
}
