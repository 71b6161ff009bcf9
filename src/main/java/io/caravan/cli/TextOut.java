package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import java.io.PrintStream;
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

    TextOut(PrintStream stream, boolean colour) {
        this.stream = stream;
        this.colour = colour;
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
