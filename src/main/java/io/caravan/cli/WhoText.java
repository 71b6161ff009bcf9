package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.DisplayName;

/** Somebody by the key, which is what commands take, and beside it what people call them, as far as there is room. */
final class WhoText {

    /** In a sentence, or at the head of one. */
    private static final int IN_A_LINE = 60;
    private static final int IN_A_TABLE = 24;

    private WhoText() {
    }

    static String of(String key, DisplayName name) {
        return of(key, name, IN_A_LINE);
    }

    /** Where others stand below it. */
    static String inTable(String key, DisplayName name) {
        return of(key, name, IN_A_TABLE);
    }

    /** Nothing is cut off. */
    static String whole(String key, DisplayName name) {
        return of(key, name, Integer.MAX_VALUE);
    }

    private static String of(String key, DisplayName name, int room) {
        return VisibleText.of(key) + (name.isKnown() ? " (" + cut(name.text(), room) + ")" : "");
    }

    /** Not within the escape of a character. */
    private static String cut(String text, int room) {
        String visible = VisibleText.of(text);
        if (visible.codePointCount(0, visible.length()) <= room) {
            return visible;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String next = VisibleText.of(Character.toString(text.codePointAt(at)));
            used += next.codePointCount(0, next.length());
            if (used >= room) {
                break;
            }
            kept.append(next);
        }
        return kept.toString().stripTrailing() + "…";
    }
}
