package io.caravan.expression;

import io.caravan.subject.KeyText;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** How values are read as text, as numbers and as truths, and how two of them compare. */
final class Values {

    private Values() {
    }

    static boolean known(Object value) {
        return value != null && value != Formula.ABSENT;
    }

    /** The value as it stands inside text. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof List<?> list) {
            throw new FormulaException("a list of " + list.size() + " values stands where one text is needed; "
                    + "use join to make a text of it, or item to take one value");
        }
        return value.toString();
    }

    /** Whole numbers as Long, others as BigDecimal; null when the value is not a number. */
    static Number numberOrNull(Object value) {
        if (value instanceof Long || value instanceof BigDecimal) {
            return (Number) value;
        }
        return value instanceof String text ? parsedNumber(text) : null;
    }

    private static Number parsedNumber(String text) {
        int length = text.length();
        if (length == 0 || length > 40) {
            return null;
        }
        int first = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        boolean whole = length > first;
        for (int i = first; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                whole = false;
            } else if (c < '0' || c > '9') {
                return null;
            }
        }
        try {
            if (whole && length < 19) {
                return Long.parseLong(text);
            }
            return new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static Number number(Object value) {
        Number number = numberOrNull(value);
        if (number == null) {
            throw new FormulaException(shown(value) + " is not a number");
        }
        return number;
    }

    static BigDecimal decimal(Object value) {
        Number number = number(value);
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }

    /** A whole number; decimals lose what is behind the point, as Camel converts them. */
    static long whole(Object value) {
        Number number = number(value);
        if (number instanceof Long whole) {
            return whole;
        }
        try {
            return ((BigDecimal) number).toBigInteger().longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new FormulaException(shown(value) + " is too large a number");
        }
    }

    /** A whole number within int. */
    static int integer(Object value) {
        long whole = whole(value);
        if (whole != (int) whole) {
            throw new FormulaException(shown(value) + " is too large a number");
        }
        return (int) whole;
    }

    /** A list as it is, any other value as a list of one. */
    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    /** Camel's reading of a value as a condition: blank text, empty lists, null and "false" are false. */
    static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof String text) {
            return !KeyText.isBlank(text) && !text.equalsIgnoreCase("false");
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        return known(value);
    }

    /** The value in a message: text in quotes, shortened. */
    static String shown(Object value) {
        if (value == Formula.ABSENT) {
            return "absent";
        }
        if (value == null) {
            return "empty (null)";
        }
        String text = value.toString();
        String brief = text.length() > 60 ? text.substring(0, 57) + "…" : text;
        return value instanceof String ? '"' + brief + '"' : brief;
    }

    /**
     * Whether two known values are the same: texts as texts, numbers by their value, a number or a boolean against a
     * text by what the text says, lists element by element.
     */
    static boolean same(Object left, Object right, boolean ignoreCase) {
        if (left instanceof String leftText && right instanceof String rightText) {
            return ignoreCase ? leftText.equalsIgnoreCase(rightText) : leftText.equals(rightText);
        }
        if (left instanceof List<?> leftList && right instanceof List<?> rightList) {
            return sameElements(leftList, rightList, ignoreCase);
        }
        if (left instanceof List<?> || right instanceof List<?>) {
            return false;
        }
        if (left instanceof Boolean || right instanceof Boolean) {
            return text(left).equalsIgnoreCase(text(right));
        }
        Number leftNumber = numberOrNull(left);
        Number rightNumber = numberOrNull(right);
        return leftNumber != null && rightNumber != null && compareNumbers(leftNumber, rightNumber) == 0;
    }

    private static boolean sameElements(List<?> left, List<?> right, boolean ignoreCase) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!known(left.get(i)) || !known(right.get(i)) ? left.get(i) != right.get(i)
                    : !same(left.get(i), right.get(i), ignoreCase)) {
                return false;
            }
        }
        return true;
    }

    /** The order of two known values; null when they have none: a number and a text that is no number, or a list. */
    static Integer order(Object left, Object right) {
        if (left instanceof List<?> || right instanceof List<?>) {
            return null;
        }
        Number leftNumber = numberOrNull(left);
        Number rightNumber = numberOrNull(right);
        if (leftNumber != null && rightNumber != null) {
            return compareNumbers(leftNumber, rightNumber);
        }
        if (left instanceof Number || right instanceof Number) {
            return null;
        }
        if (left instanceof Boolean || right instanceof Boolean) {
            return Boolean.compare(Boolean.parseBoolean(left.toString()), Boolean.parseBoolean(right.toString()));
        }
        return left.toString().compareTo(right.toString());
    }

    private static int compareNumbers(Number left, Number right) {
        if (left instanceof Long leftWhole && right instanceof Long rightWhole) {
            return Long.compare(leftWhole, rightWhole);
        }
        return decimal(left).compareTo(decimal(right));
    }

    static boolean containsIgnoringCase(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
