package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for a person: lines on one stream, in colour where the stream shows it. Colour never carries meaning alone. */
final class TextOut {

    /** What a piece of text is, and so how it is coloured. */
    enum Style {
        GOOD("32"), CHANGED("33"), BAD("31"), STRONG("1"), FAINT("2");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** What {@link #paint} and {@link io.caravan.config.ProblemText} write, and nothing else. */
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[(?:0|1|2|31|32|33|1;31|1;33)m");

    private final PrintStream stream;
    private final boolean colour;
    private final int columns;

    TextOut(PrintStream stream, boolean colour) {
        this(stream, colour, 0);
    }

    /** @param columns how wide the stream shows lines; 0: as wide as they are */
    TextOut(PrintStream stream, boolean colour, int columns) {
        this.stream = stream;
        this.colour = colour;
        this.columns = columns;
    }

    /** How wide a line may be; 0: as wide as it needs. */
    int columns() {
        return columns;
    }

    /**
     * Words, in as many lines as they need.
     *
     * @param first  what the first line begins with
     * @param indent how far the others are indented
     */
    void paragraph(String first, int indent, String words) {
        print(first, indent, VisibleText.of(words));
    }

    /** The same, and behind it the file and line that say so; they may be empty. */
    void paragraph(String first, int indent, String words, String place) {
        print(first, indent, VisibleText.of(words) + (place.isEmpty() ? "" : "  " + paint(Style.FAINT, VisibleText.of(place))));
    }

    private void print(String first, int indent, String words) {
        List<String> lines = LineBreaks.wrapped(words, LineBreaks.width(first), indent, columns);
        line((first + lines.get(0)).stripTrailing());
        lines.stream().skip(1).forEach(more -> line(" ".repeat(indent) + more));
    }

    /** A line, or several; nothing in it but a colour of ours reaches the stream that does not show. */
    void line(String text) {
        stream.println(visible(text));
    }

    private String visible(String text) {
        if (!colour) {
            return VisibleText.of(text, "\n");
        }
        StringBuilder line = new StringBuilder();
        Matcher colours = COLOURS.matcher(text);
        int from = 0;
        while (colours.find()) {
            line.append(VisibleText.of(text.substring(from, colours.start()), "\n")).append(colours.group());
            from = colours.end();
        }
        return line.append(VisibleText.of(text.substring(from), "\n")).toString();
    }

    void line() {
        stream.println();
    }

    /** The text in its colour, or as it is. */
    String paint(Style style, String text) {
        return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    boolean hasColour() {
        return colour;
    }

    PrintStream stream() {
        return stream;
    }
}
