package io.caravan.cli;

import java.io.PrintStream;

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

    private final PrintStream stream;
    private final boolean colour;

    TextOut(PrintStream stream, boolean colour) {
        this.stream = stream;
        this.colour = colour;
    }

    void line(String text) {
        stream.println(text);
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
