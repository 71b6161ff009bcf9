package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The text of one file, and where in it every character stands. Line ends are normalised to {@code \n}, a byte order mark is dropped. */
final class FileText {

    /** Nobody writes so much by hand, and a parser need not be tried on it. */
    static final long MOST_BYTES = 4L * 1024 * 1024;

    private final String file;
    private final String text;
    private final int[] lineStarts;
    private final boolean oneCharEach;

    FileText(String file, String text) {
        this.file = file;
        this.text = normal(text);
        this.lineStarts = lineStarts(this.text);
        this.oneCharEach = this.text.length() == this.text.codePointCount(0, this.text.length());
    }

    /** The file's text; empty, with a problem, when it is missing, too big or not UTF-8 text. */
    static Optional<FileText> read(Path path, String file, Problems problems) {
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                unreadable(problems, Position.ofFile(file), "the file has " + size + " bytes; at most " + MOST_BYTES + " are read",
                        "split it, or move data into the system it belongs to");
                return Optional.empty();
            }
            return decode(Files.readAllBytes(path), file, problems);
        } catch (IOException e) {
            unreadable(problems, Position.ofFile(file), "the file cannot be read", "check that it exists and that this user may read it");
            return Optional.empty();
        }
    }

    private static Optional<FileText> decode(byte[] bytes, String file, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        int control = firstControl(text);
        if (result.isError() || control >= 0) {
            int good = control >= 0 ? control : text.length();
            FileText readable = new FileText(file, text.substring(0, good));
            unreadable(problems, readable.position(readable.text.length(), 1),
                    control >= 0 ? "the file is not text: it has a control character here" : "the file is not UTF-8 text: it has a wrong byte here",
                    "save the file as UTF-8 text");
            return Optional.empty();
        }
        return Optional.of(new FileText(file, text));
    }

    private static void unreadable(Problems problems, Position position, String message, String fix) {
        problems.add(Problem.error(ProblemCode.UNREADABLE_FILE, position, message, fix));
    }

    private static int firstControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                return i;
            }
        }
        return -1;
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    /** A string of the text as a place; cut at the end of its line. */
    Position position(int start, int length) {
        int line = line(start);
        int end = line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : text.length();
        return new Position(file, line + 1, start - lineStarts[line] + 1, Math.max(1, Math.min(length, end - start)));
    }

    private int line(int index) {
        int found = Arrays.binarySearch(lineStarts, index);
        return found >= 0 ? found : -found - 2;
    }

    /** The place in the text of the character that is the {@code codePoint}-th by Unicode's count. */
    int indexOfCodePoint(int codePoint) {
        return oneCharEach ? Math.min(codePoint, text.length()) : text.offsetByCodePoints(0, codePoint);
    }

    List<String> lines() {
        return List.of(text.split("\n", -1));
    }

    private static String normal(String text) {
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return unmarked.indexOf('\r') < 0 ? unmarked : unmarked.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static int[] lineStarts(String text) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts.add(i + 1);
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }
}
