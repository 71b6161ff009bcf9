package io.caravan.expression;

import io.caravan.mapping.FormulaException;
import java.util.random.RandomGenerator;

/** Random text with at least so many characters of each kind. */
final class RandomText {

    /** In the order of {@code randomString}'s arguments: digits, special characters, capitals, small letters. */
    private static final String[] KINDS = {"0123456789", "!#$%&*+-.:=?@_", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"};

    private RandomText() {
    }

    static boolean isExhausted(String avoid) {
        for (String kind : KINDS) {
            if (without(kind, avoid).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** {@code counts}: the length, then at least so many of each kind. */
    static String of(int[] counts, String avoid, RandomGenerator random) {
        int length = counts[0];
        if (length < 1 || length > Limits.MADE_TEXT) {
            throw new FormulaException("randomString makes 1 to " + Limits.MADE_TEXT + " characters, and was asked for " + length);
        }
        StringBuilder text = new StringBuilder(length);
        StringBuilder any = new StringBuilder();
        for (int kind = 0; kind < KINDS.length; kind++) {
            String usable = without(KINDS[kind], avoid);
            any.append(kind == 1 && counts[2] == 0 ? "" : usable);
            append(text, usable, Math.min(counts[kind + 1], length + 1), random);
        }
        if (text.length() > length) {
            throw new FormulaException("randomString cannot put that many required characters into " + length);
        }
        append(text, any, length - text.length(), random);
        return shuffled(text, random);
    }

    private static String without(String characters, String avoid) {
        StringBuilder rest = new StringBuilder(characters);
        for (int i = rest.length() - 1; i >= 0; i--) {
            if (avoid.indexOf(rest.charAt(i)) >= 0) {
                rest.deleteCharAt(i);
            }
        }
        return rest.toString();
    }

    private static void append(StringBuilder text, CharSequence from, int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            text.append(from.charAt(random.nextInt(from.length())));
        }
    }

    private static String shuffled(StringBuilder text, RandomGenerator random) {
        for (int i = text.length() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            char swapped = text.charAt(i);
            text.setCharAt(i, text.charAt(other));
            text.setCharAt(other, swapped);
        }
        return text.toString();
    }
}
