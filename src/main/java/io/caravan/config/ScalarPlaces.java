package io.caravan.config;

import io.caravan.diagnostic.Position;
import java.util.Arrays;

/**
 * Where each character of a YAML value stands in its file: quotes, escapes, folded lines and indentation lie between the
 * two (YAML 1.2.2 §7.3, §8.1).
 */
final class ScalarPlaces {

    /** How the value is written. */
    enum Style { PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, BLOCK }

    private final FileText file;
    private final String text;
    private final Style style;
    private final int start;
    private int[] places;

    /** @param start index in the file of the value's first character: its quote, or the bar of a block */
    ScalarPlaces(FileText file, String text, Style style, int start) {
        this.file = file;
        this.text = text;
        this.style = style;
        this.start = start;
    }

    /** The place of some characters of the value; cut where their line ends. */
    Position at(int offset, int length) {
        if (places == null) {
            places = align();
        }
        int from = Math.min(Math.max(0, offset), text.length());
        int last = Math.min(Math.max(from, offset + length - 1), text.length());
        return file.position(places[from], Math.max(1, places[last] - places[from] + 1));
    }

    /** Walks value and file side by side; every character but white space stands in both, in the same order. */
    private int[] align() {
        int[] found = new int[text.length() + 1];
        String raw = file.text();
        int at = firstCharacter(raw);
        for (int i = 0; i < text.length(); i++) {
            at = skipTo(raw, at, text.charAt(i));
            found[i] = Math.min(at, raw.length());
            int width = width(raw, at);
            if (width > 4 && Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()) {
                found[++i] = found[i - 1];
            }
            at += width;
        }
        found[text.length()] = Math.min(at, raw.length());
        return found;
    }

    private int firstCharacter(String raw) {
        return switch (style) {
            case PLAIN -> start;
            case SINGLE_QUOTED, DOUBLE_QUOTED -> start + 1;
            case BLOCK -> {
                int end = raw.indexOf('\n', start);
                yield end < 0 ? raw.length() : end + 1;
            }
        };
    }

    /** Past the white space that is in the file but not in the value. */
    private int skipTo(String raw, int from, char wanted) {
        int at = from;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (style == Style.DOUBLE_QUOTED && raw.startsWith("\\\n", at)) {
                at += 2;
            } else if (c == wanted || !Character.isWhitespace(c) || wanted == ' ' && c == '\n') {
                return at;
            } else {
                at++;
            }
        }
        return at;
    }

    /** How many characters of the file make one of the value. */
    private int width(String raw, int at) {
        if (style == Style.SINGLE_QUOTED && raw.startsWith("''", at)) {
            return 2;
        }
        if (style != Style.DOUBLE_QUOTED || at + 1 >= raw.length() || raw.charAt(at) != '\\') {
            return 1;
        }
        return switch (raw.charAt(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScalarPlaces places && places.start == start && places.text.equals(text)
                && places.file.file().equals(file.file());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {start, text.hashCode()});
    }
}
