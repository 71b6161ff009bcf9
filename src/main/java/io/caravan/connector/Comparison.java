package io.caravan.connector;

import java.util.Locale;
import java.util.Optional;

/** When a value that was written and one that is read are the same. Not how an account is found: that is {@link AttributeSpec#caseExact}. */
public enum Comparison {
    /** Character for character, but for numbers (1.0 is 1), booleans and distinguished names, which are compared as such. */
    EXACT,
    /** Upper and lower case are the same. */
    CASELESS,
    /** As e-mail addresses: caseless, with or without {@code mailto:}. */
    EMAIL,
    /** As telephone numbers: only the digits, a leading plus (or 00) and an extension count, with or without {@code tel:} (RFC 3966). */
    PHONE;

    public static Optional<Comparison> ofWord(String word) {
        for (Comparison comparison : values()) {
            if (comparison.word().equals(word)) {
                return Optional.of(comparison);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text in the form in which this rule compares it. */
    public String comparable(String text) {
        return switch (this) {
            case EXACT -> text;
            case CASELESS -> text.toLowerCase(Locale.ROOT);
            case EMAIL -> without("mailto:", text.strip().toLowerCase(Locale.ROOT));
            case PHONE -> phone(text.strip().toLowerCase(Locale.ROOT));
        };
    }

    private static String without(String scheme, String text) {
        return text.startsWith(scheme) ? text.substring(scheme.length()) : text;
    }

    private static String phone(String text) {
        String number = without("tel:", text).replaceAll(";?ext[.=]?|;.*?=", "x").replaceAll("[^+0-9x]", "");
        return number.isEmpty() ? text : number.startsWith("00") ? "+" + number.substring(2) : number;
    }
}
