package io.caravan.subject;

import io.caravan.diagnostic.VisibleText;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Text as it counts where somebody is recognised by it: keys of records, values that match rules, references and unique
 * names compare. What does not show makes no difference: {@code "E2"} and {@code "E2\u00A0"} are one key.
 */
public final class KeyText {

    private static final Set<UnicodeScript> WITHOUT_JOINERS =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC, UnicodeScript.COMMON, UnicodeScript.HAN);

    private static final Set<String> NOBODYS = Set.of("n/a", "#n/a", "n.a.", "none", "null", "(null)", "unknown", "undefined");

    private KeyText() {
    }

    /** Without white space at the ends and format characters anywhere; inside, white space of any kind is a plain space. Case stays. */
    public static String of(String text) {
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean plain = c > ' ' && c < 0x7F || c == ' ' && i > 0 && i < end - 1;
            if (!plain) {
                return canonical(text);
            }
        }
        return text;
    }

    private static String canonical(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        trim(text).codePoints().filter(c -> !VisibleText.isFormat(c)).forEach(c -> shown.appendCodePoint(VisibleText.isBlank(c) ? ' ' : c));
        return shown.toString().strip();
    }

    /** As {@link #of}, without regard to case, and in NFC. */
    public static String folded(String text) {
        return composed(of(text)).toLowerCase(Locale.ROOT);
    }

    /** In NFC. Nothing below U+0300, the first combining character, changes in it (UAX #15, section 14): true for most text there is. */
    public static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '\u0300') {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /** In NFD: each letter apart from the signs on it. Nothing below U+00C0 changes in it. */
    public static String decomposed(String text) {
        return text.chars().allMatch(c -> c < '\u00C0') ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    /**
     * Whether it is written where there is no value ({@code n/a}, {@code -}, {@code 0000}): nobody is recognised by that, or all who have none would be
     * one person.
     */
    public static boolean isNobodys(String text) {
        boolean tells = text.codePoints().anyMatch(c -> Character.isLetter(c) || Character.isDigit(c) && c != '0');
        return !tells || NOBODYS.contains(folded(text));
    }

    /** Whether nothing of it shows. */
    public static boolean isBlank(String text) {
        return trim(text).isEmpty();
    }

    /**
     * Without what does not show at both ends; the inside stays as it is. A joiner or selector behind a letter of a script that
     * is written with them is part of the letter.
     */
    public static String trim(String text) {
        int from = 0;
        while (from < text.length() && isTrimmed(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        int to = text.length();
        while (to > from && isTrimmed(text.codePointBefore(to)) && !belongsToLetter(text, from, to)) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static boolean isTrimmed(int c) {
        return VisibleText.isBlank(c) || VisibleText.isFormat(c);
    }

    private static boolean belongsToLetter(String text, int from, int to) {
        int last = text.codePointBefore(to);
        boolean joins = last == 0x200C || last == 0x200D || last >= 0xFE00 && last <= 0xFE0F || last >= 0x180B && last <= 0x180F;
        int before = to - Character.charCount(last);
        if (!joins || before <= from) {
            return false;
        }
        int letter = text.codePointBefore(before);
        return !isTrimmed(letter) && !(Character.isLetterOrDigit(letter) && WITHOUT_JOINERS.contains(UnicodeScript.of(letter)));
    }
}
