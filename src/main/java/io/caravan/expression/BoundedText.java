package io.caravan.expression;

import io.caravan.mapping.FormulaException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that a pattern may look at only so often, so that a pattern that backtracks without end is stopped. */
final class BoundedText implements CharSequence {

    private final String text;
    private int steps;

    private BoundedText(String text) {
        this.text = text;
    }

    /** Whether the whole text matches. */
    static boolean matches(Pattern pattern, String text) {
        return bounded(pattern, () -> pattern.matcher(new BoundedText(text)).matches());
    }

    static String replaceAll(Pattern pattern, String text, String replacement) {
        return bounded(pattern, () -> {
            Matcher matcher = pattern.matcher(new BoundedText(text));
            StringBuilder replaced = new StringBuilder(text.length());
            while (matcher.find()) {
                matcher.appendReplacement(replaced, replacement);
                Limits.check(replaced.length());
            }
            return matcher.appendTail(replaced).toString();
        });
    }

    private static <T> T bounded(Pattern pattern, Supplier<T> match) {
        try {
            return match.get();
        } catch (StackOverflowError tooDeep) {
            throw tooExpensive(pattern);
        } catch (TooManySteps stopped) {
            throw tooExpensive(pattern);
        } catch (IndexOutOfBoundsException | IllegalArgumentException badReplacement) {
            throw new FormulaException("the replacement refers to a group that the pattern " + pattern + " does not have");
        }
    }

    private static FormulaException tooExpensive(Pattern pattern) {
        return new FormulaException("the pattern " + pattern + " takes too long on this text; "
                + "avoid a repetition inside a repetition, such as (a+)+");
    }

    @Override
    public char charAt(int index) {
        if (++steps > Limits.PATTERN_STEPS) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return text.substring(from, to);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
