package io.caravan.expression;

import java.util.Optional;

/** Date patterns that are valid, and mean something else than whoever wrote them meant. */
final class DatePatterns {

    /**
     * @param right     what was probably meant
     * @param ofCentury whether it would do to say which century is meant
     */
    record Misreading(String why, String right, boolean ofCentury) {
    }

    private DatePatterns() {
    }

    /**
     * @param reads   whether dates are read by it; else they are written
     * @param century whether it is said which hundred years two digits mean
     */
    static Optional<Misreading> of(String pattern, boolean reads, boolean century) {
        String letters = unquoted(pattern);
        boolean day = letters.indexOf('d') >= 0;
        boolean month = letters.indexOf('M') >= 0 || letters.indexOf('L') >= 0;
        if (letters.indexOf('Y') >= 0 && letters.indexOf('w') < 0) {
            return found("Y is the year that a week belongs to: the last days of December may be in the next one", swap(pattern, 'Y', 'y'));
        }
        if (letters.indexOf('D') >= 0 && month) {
            return found("D is the day of the year, 1 to 366", swap(pattern, 'D', 'd'));
        }
        if (day && !month && letters.indexOf('m') >= 0) {
            return found("m is the minute, not the month", firstRun(pattern, 'm', 'M'));
        }
        if (letters.matches("(?s).*[HhkK]+[^A-Za-z]*M.*") && letters.indexOf('m') < 0) {
            return found("M is the month, not the minute", lastRun(pattern, 'M', 'm'));
        }
        if (letters.matches("(?s).*m[^A-Za-z]*S.*") && letters.indexOf('s') < 0) {
            return found("S is a fraction of a second", swap(pattern, 'S', 's'));
        }
        if ((letters.indexOf('h') >= 0 || letters.indexOf('K') >= 0) && letters.indexOf('a') < 0) {
            return found("h counts to 12, and without a (AM or PM) nobody can tell morning from evening", swap(swap(pattern, 'h', 'H'), 'K', 'H'));
        }
        return reads ? year(pattern, letters, century) : Optional.empty();
    }

    private static Optional<Misreading> year(String pattern, String letters, boolean century) {
        long digits = letters.chars().filter(c -> c == 'y' || c == 'u').count();
        boolean another = letters.indexOf('Y') >= 0;
        if (digits == 0 && !another) {
            return found("there is no year in it", pattern.isEmpty() ? "yyyy-MM-dd" : pattern + ".yyyy");
        }
        if (digits == 2 && !century) {
            return Optional.of(new Misreading("yy does not say which century: 28 would be 2028, and 70 would be 2070", pattern.replaceAll("y+|u+", "yyyy"), true));
        }
        return digits == 4 || another || digits == 2 ? Optional.empty()
                : found("a year has four digits; 26 would be the year 26", pattern.replaceAll("y+|u+", "yyyy"));
    }

    private static Optional<Misreading> found(String why, String right) {
        return Optional.of(new Misreading(why, right, false));
    }

    private static String unquoted(String pattern) {
        return pattern.replaceAll("'[^']*'", " ");
    }

    private static String swap(String pattern, char from, char to) {
        StringBuilder swapped = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < swapped.length(); i++) {
            quoted ^= swapped.charAt(i) == '\'';
            if (!quoted && swapped.charAt(i) == from) {
                swapped.setCharAt(i, to);
            }
        }
        return swapped.toString();
    }

    private static String firstRun(String pattern, char from, char to) {
        int begin = pattern.indexOf(from);
        int end = begin;
        while (end < pattern.length() && pattern.charAt(end) == from) {
            end++;
        }
        return pattern.substring(0, begin) + String.valueOf(to).repeat(end - begin) + pattern.substring(end);
    }

    private static String lastRun(String pattern, char from, char to) {
        int end = pattern.lastIndexOf(from) + 1;
        int begin = end;
        while (begin > 0 && pattern.charAt(begin - 1) == from) {
            begin--;
        }
        return pattern.substring(0, begin) + String.valueOf(to).repeat(end - begin) + pattern.substring(end);
    }
}
