package io.caravan.diagnostic;

import java.util.Objects;

/**
 * A place in a file somebody edits.
 *
 * @param file   path as its author would name it (relative to the project folder where possible), never empty
 * @param line   1-based; 0 when the whole file is meant
 * @param column 1-based, in characters; 0 when the whole line is meant
 * @param length characters that are wrong, at least 1; what the carets underline
 */
public record Position(String file, int line, int column, int length) {

    public Position {
        Objects.requireNonNull(file, "file");
        if (file.isBlank() || line < 0 || column < 0 || length < 1) {
            throw new IllegalArgumentException("not a position: " + file + ":" + line + ":" + column + "+" + length);
        }
    }

    /** The file as a whole. */
    public static Position ofFile(String file) {
        return new Position(file, 0, 0, 1);
    }

    /** A place one character long. */
    public static Position of(String file, int line, int column) {
        return new Position(file, line, column, 1);
    }

    /** The same line, {@code characters} further right, {@code newLength} characters long: a place inside a value. */
    public Position inside(int characters, int newLength) {
        return new Position(file, line, column + characters, Math.max(1, newLength));
    }

    /** {@code file:line:column}, without the parts that are unknown. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
