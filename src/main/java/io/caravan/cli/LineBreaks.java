package io.caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Where long text goes on in the next line. */
final class LineBreaks {

    /** Less room than this is none: the text stays in one line, and the terminal breaks it where it likes. */
    private static final int ROOM = 20;
    private static final String COMMAND = "caravan";
    private static final Pattern ENDS_A_COMMAND = Pattern.compile(".*[,;:.)]");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private LineBreaks() {
    }

    /** How many columns a text takes; colours take none. */
    static int width(String text) {
        String plain = COLOUR.matcher(text).replaceAll("");
        return plain.codePointCount(0, plain.length());
    }

    /**
     * The text in lines, broken between words. A word that is longer than a line, such as an address, stays whole, and so does a command to copy: from {@code caravan} to
     * the next comma, semicolon, colon, full stop or bracket.
     *
     * @param first   what is before it in the first line
     * @param indent  what is before it in the others
     * @param columns how wide a line may be; 0: as wide as it needs
     */
    static List<String> wrapped(String text, int first, int indent, int columns) {
        if (columns == 0 || columns - Math.max(first, indent) < ROOM) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words(text)) {
            int room = columns - (lines.isEmpty() ? first : indent);
            boolean begun = line.length() > 0 || lines.isEmpty() && first > indent;
            if (begun && width(line.toString()) + (line.length() == 0 ? 0 : 1) + width(word) > room) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** A command is one word. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        boolean command = false;
        for (String word : text.split(" ")) {
            if (command) {
                words.set(words.size() - 1, words.get(words.size() - 1) + " " + word);
            } else {
                words.add(word);
            }
            command = (command || word.equals(COMMAND)) && !ENDS_A_COMMAND.matcher(word).matches();
        }
        return words;
    }
}
