package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a properties file as {@link java.util.Properties} does (escapes, continuations, comments), but knows where everything stands. */
final class PropertiesText {

    /** One key and its value. The value's position is the key's when the value is empty. */
    record Entry(String key, String value, Position keyPosition, Position valuePosition) {
    }

    private final FileText file;
    private final String text;
    private final Problems problems;
    private final List<Entry> entries = new ArrayList<>();
    private int next;
    private int lineStart;

    private PropertiesText(FileText file, Problems problems) {
        this.file = file;
        this.text = file.text();
        this.problems = problems;
    }

    /** The entries by key, in file order; a key that stands twice is a problem, and its first value counts. */
    static Map<String, Entry> read(FileText file, Problems problems) {
        PropertiesText reader = new PropertiesText(file, problems);
        while (reader.next < reader.text.length()) {
            reader.readLine();
        }
        Map<String, Entry> byKey = new LinkedHashMap<>();
        for (Entry entry : reader.entries) {
            Entry first = byKey.putIfAbsent(entry.key(), entry);
            if (first != null) {
                problems.add(Problem.error(ProblemCode.SETTING_TWICE, entry.keyPosition(),
                        "\"" + entry.key() + "\" is already set in line " + first.keyPosition().line(), "remove one of the two lines"));
            }
        }
        return byKey;
    }

    /** One logical line: blank, comment, or key, separator and value with its continuations. */
    private void readLine() {
        skipBlanks();
        if (next >= text.length() || text.charAt(next) == '\n') {
            next++;
            return;
        }
        if (text.charAt(next) == '#' || text.charAt(next) == '!') {
            int end = text.indexOf('\n', next);
            next = end < 0 ? text.length() : end + 1;
            return;
        }
        int keyStart = next;
        lineStart = next;
        String key = readUntil(true);
        int keyEnd = next;
        skipSeparator();
        int valueStart = next;
        String value = readUntil(false);
        Position keyPosition = file.position(keyStart, keyEnd - keyStart);
        entries.add(new Entry(key, value, keyPosition, value.isEmpty() ? keyPosition : file.position(valueStart, next - valueStart)));
        next++;
    }

    private void skipBlanks() {
        while (next < text.length() && blank(text.charAt(next))) {
            next++;
        }
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private void skipSeparator() {
        skipBlanksAndContinuations();
        if (next < text.length() && (text.charAt(next) == '=' || text.charAt(next) == ':')) {
            next++;
            skipBlanksAndContinuations();
        }
    }

    private void skipBlanksAndContinuations() {
        skipBlanks();
        while (text.startsWith("\\\n", next)) {
            next += 2;
            skipBlanks();
        }
    }

    /** The text up to the end of the logical line or, in a key, up to its separator; escapes and continuations resolved. */
    private String readUntil(boolean key) {
        StringBuilder out = new StringBuilder();
        while (next < text.length() && text.charAt(next) != '\n') {
            char c = text.charAt(next);
            if (key && (blank(c) || c == '=' || c == ':')) {
                break;
            }
            if (c == '\\') {
                readEscape(out);
            } else {
                out.append(c);
                next++;
            }
        }
        return out.toString();
    }

    private void readEscape(StringBuilder out) {
        next++;
        if (next >= text.length()) {
            return;
        }
        char c = text.charAt(next++);
        switch (c) {
            case '\n' -> skipBlanks();
            case 't' -> out.append('\t');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 'f' -> out.append('\f');
            case 'u' -> readUnicode(out);
            default -> out.append(c);
        }
    }

    private void readUnicode(StringBuilder out) {
        String digits = text.substring(next, Math.min(next + 4, text.length()));
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, file.position(lineStart, 1), "\\u is not followed by four hexadecimal digits",
                    "write a backslash as \\\\, or the character itself: the file is UTF-8"));
            return;
        }
        out.append((char) Integer.parseInt(digits, 16));
        next += 4;
    }
}
