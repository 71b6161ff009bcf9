package io.caravan.diagnostic;

import java.util.Locale;

/**
 * Text with nothing in it that does not show: what a value from outside looks like in everything people read. White space
 * other than the plain space, control and format characters (Unicode: White_Space, Cc, Cf, Default_Ignorable_Code_Point), lone
 * surrogates and noncharacters are written as JSON would write them: {@code E2\u00A0}, {@code \n}.
 */
public final class VisibleText {

    private VisibleText() {
    }

    /** The text itself when everything in it shows. */
    public static String of(String text) {
        return of(text, "");
    }

    /** @param kept characters that stay as they are, such as the line ends of a text of several lines */
    public static String of(String text, String kept) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.codePoints().skip(first).forEach(c -> {
            if (kept.indexOf(c) >= 0 || !isUnseen(c)) {
                visible.appendCodePoint(c);
            } else {
                visible.append(escaped(c));
            }
        });
        return visible.toString();
    }

    /** Printable ASCII: most text there is. */
    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F;
    }

    /** Whether nobody can see the character, or tell it from a plain space. */
    public static boolean isUnseen(int c) {
        return c != ' ' && (isBlank(c) || isFormat(c));
    }

    /** White space of any kind, the plain space among it. */
    public static boolean isBlank(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c == 0x2800 || c > 0x7F && Character.isSpaceChar(c);
    }

    /** A character that takes no place of its own, or none that shows: control, format and ignorable ones. */
    public static boolean isFormat(int c) {
        if (c < 0x7F) {
            return c < ' ' && !isBlank(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL -> !isBlank(c);
            case Character.FORMAT, Character.SURROGATE -> true;
            default -> c >= 0x034F && isIgnorable(c);
        };
    }

    /** What Unicode's DerivedCoreProperties.txt lists as Default_Ignorable_Code_Point beside Cf; and noncharacters. */
    private static boolean isIgnorable(int c) {
        return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c >= 0x180B && c <= 0x180F || c == 0x2065 || c == 0x3164
                || c >= 0xFE00 && c <= 0xFE0F || c == 0xFFA0 || c >= 0xFFF0 && c <= 0xFFF8 || c >= 0xE0000 && c <= 0xE0FFF
                || c >= 0xFDD0 && c <= 0xFDEF || (c & 0xFFFE) == 0xFFFE;
    }

    private static String escaped(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                StringBuilder escapes = new StringBuilder();
                for (char unit : Character.toChars(c)) {
                    escapes.append(String.format(Locale.ROOT, "\\u%04X", (int) unit));
                }
                yield escapes.toString();
            }
        };
    }
}
