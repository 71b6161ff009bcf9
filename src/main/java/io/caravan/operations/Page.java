package io.caravan.operations;

import io.caravan.diagnostic.VisibleText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file that is being written for somebody to go on with: its lines, and which of them say what there is to decide. Not thread-safe. */
final class Page {

    private static final Pattern PLAIN = Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{N}_.@-]*(?: [\\p{L}\\p{M}\\p{N}_.@-]+)*");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
    private static final int LONGEST = 40;

    private final List<String> lines = new ArrayList<>();
    private final List<OpenDecision> decisions = new ArrayList<>();

    Page line(String line) {
        lines.add(line);
        return this;
    }

    /** Takes the last line back. */
    void unline() {
        lines.remove(lines.size() - 1);
    }

    Page decide(String indent, String what) {
        String said = VisibleText.of(what);
        decisions.add(new OpenDecision("", lines.size() + 1, said));
        return line(indent + "# DECIDE: " + said);
    }

    /** What {@code check} warns of as long as it stands there. */
    Page notFollowed(String indent, String what) {
        return line(indent + "# NOT FOLLOWED: " + VisibleText.of(what));
    }

    void remark(String indent, String what) {
        line(indent + "# " + VisibleText.of(what));
    }

    /** How many lines there are so far. */
    int size() {
        return lines.size();
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    List<OpenDecision> decisions(String file) {
        return decisions.stream().map(each -> new OpenDecision(file, each.line(), each.what())).toList();
    }

    /** A value as YAML: so that it is read as just this again, and shows what does not show. */
    static String yaml(Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(Page::yaml).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value);
        }
        String text = value.toString();
        return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : quoted(text);
    }

    static String yaml(Map<String, ?> values) {
        return values.entrySet().stream().map(each -> yaml(each.getKey()) + ": " + yaml(each.getValue())).collect(Collectors.joining(", ", "{", "}"));
    }

    /** In double quotes, with the escapes of YAML 1.2 §5.7. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    int type = Character.getType(c);
                    boolean unseen = type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
                            || type == Character.UNASSIGNED || type == Character.SURROGATE || type == Character.PRIVATE_USE;
                    quoted.append(unseen ? String.format("\\U%08x", c) : Character.toString(c));
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** An expression as a value of YAML. */
    static String expression(String expression) {
        return quoted(expression);
    }

    /** How an expression names an attribute of its record; empty where no spelling of it can. */
    static Optional<String> body(String name) {
        if (name.matches("\\p{L}[\\p{L}\\p{N}_]*")) {
            return Optional.of("${body[" + name + "]}");
        }
        return name.chars().allMatch(c -> c >= ' ' && "'\"[]{}\\".indexOf(c) < 0) ? Optional.of("${body['" + name + "']}") : Optional.empty();
    }

    /** Values in a comment: one line, not long. */
    static String samples(Collection<?> values) {
        return values.stream().map(value -> {
            String text = VisibleText.of(String.valueOf(value));
            return text.codePointCount(0, text.length()) <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
        }).collect(Collectors.joining(" · "));
    }
}
