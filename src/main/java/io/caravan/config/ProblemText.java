package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import io.caravan.diagnostic.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A problem as people read it: {@code file:line:column severity CODE: what is wrong}, the line with carets under what is
 * meant, what would be right, and what to do. Colour only repeats what the words say.
 */
public final class ProblemText {

    private static final int WIDEST = 110;
    private static final int BEFORE_CARET = 50;
    /** What stands left of a line of a file, and the dots where it is cut. */
    private static final int MARGIN = 10;
    private static final int NARROWEST = 20;
    private static final int TAB = 4;
    private static final String RED = "\u001B[1;31m";
    private static final String YELLOW = "\u001B[1;33m";
    private static final String PLAIN = "\u001B[0m";

    private final SourceTexts texts;
    private final boolean colour;
    private final int widest;

    /** @param colour whether the terminal shows ANSI colours */
    public ProblemText(SourceTexts texts, boolean colour) {
        this(texts, colour, 0);
    }

    /**
     * @param colour  whether the terminal shows ANSI colours
     * @param columns how wide it is, so that the line of a file and what marks a place in it stay below each other; 0: as wide as they need
     */
    public ProblemText(SourceTexts texts, boolean colour, int columns) {
        this.texts = texts;
        this.colour = colour;
        widest = columns == 0 ? WIDEST : Math.max(NARROWEST, Math.min(WIDEST, columns - MARGIN));
    }

    /** All of them in the order of their places, one empty line between, ending with a line end; empty if there are none. */
    public String render(Problems problems) {
        return problems.inOrder().stream().map(this::render).collect(Collectors.joining("\n"));
    }

    /** One problem, ending with a line end. */
    public String render(Problem problem) {
        StringBuilder out = new StringBuilder();
        out.append(problem.position()).append(' ').append(painted(problem.severity().word(), problem.severity())).append(' ')
                .append(problem.code().code()).append(": ").append(visible(problem.message())).append('\n');
        Position position = problem.position();
        texts.line(position.file(), position.line()).ifPresent(line -> snippet(out, shown(line, problem), position, problem.severity()));
        problem.expected().ifPresent(expected -> out.append("  expected: ").append(visible(expected)).append('\n'));
        return out.append("  fix: ").append(visible(problem.fix())).append('\n').toString();
    }

    private String painted(String text, Severity severity) {
        return colour ? (severity == Severity.ERROR ? RED : YELLOW) + text + PLAIN : text;
    }

    /** Settings may hold secrets, known and unknown ones: of their lines nothing is shown behind what is meant. */
    private static String shown(String line, Problem problem) {
        Position position = problem.position();
        boolean mayHoldSecrets = position.file().endsWith(".properties") || problem.code() == ProblemCode.LITERAL_SECRET;
        int end = Math.max(0, position.column() - 1) + position.length();
        return mayHoldSecrets && end < line.length() ? line.substring(0, end) + " …" : line;
    }

    private void snippet(StringBuilder out, String line, Position position, Severity severity) {
        int caret = Math.min(Math.max(0, position.column() - 1), line.length());
        int end = position.column() == 0 ? line.length() : Math.min(line.length(), caret + position.length());
        boolean cut = line.length() > widest;
        int from = cut ? boundary(line, Math.min(Math.max(0, caret - Math.min(BEFORE_CARET, widest / 2)), line.length() - widest)) : 0;
        int to = cut ? boundary(line, Math.min(line.length(), from + widest)) : line.length();
        String before = (from > 0 ? "…" : "") + widened(line.substring(from, caret), 0);
        String marked = widened(line.substring(caret, Math.max(caret, Math.min(end, to))), before.length());
        String rest = widened(line.substring(Math.max(caret, Math.min(end, to)), to), before.length() + marked.length()) + (to < line.length() ? "…" : "");
        String number = String.valueOf(position.line());
        String margin = " ".repeat(Math.max(1, 5 - number.length()));
        out.append(margin).append(number).append(" | ").append((before + marked + rest).stripTrailing()).append('\n');
        if (position.column() > 0) {
            out.append(" ".repeat(margin.length() + number.length())).append(" | ").append(" ".repeat(columns(before)))
                    .append(painted("^".repeat(Math.max(1, columns(marked))), severity)).append('\n');
        }
    }

    private static int boundary(String line, int index) {
        return index > 0 && index < line.length() && Character.isLowSurrogate(line.charAt(index)) ? index - 1 : index;
    }

    private static int columns(String text) {
        return (int) text.codePoints().filter(c -> Character.getType(c) != Character.NON_SPACING_MARK).count();
    }

    /** Tabs as the spaces they look like, what does not show as its escape. */
    private static String widened(String text, int startColumn) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                out.append(" ".repeat(TAB - (startColumn + out.length()) % TAB));
            } else {
                out.append(VisibleText.isUnseen(c) ? VisibleText.of(Character.toString(c)) : c);
            }
        }
        return out.toString();
    }

    /** A message quotes what is in the file; nothing of it may steer the terminal. */
    private static String visible(String text) {
        return VisibleText.of(text);
    }

    /** The same for {@code --json}: code, severity, file, line, column, length, message, expected, fix; what is unknown is left out. */
    public static Map<String, Object> json(Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", problem.code().code());
        json.put("severity", problem.severity().word());
        json.put("file", problem.position().file());
        known(problem.position().line()).ifPresent(line -> json.put("line", line));
        known(problem.position().column()).ifPresent(column -> {
            json.put("column", column);
            json.put("length", problem.position().length());
        });
        json.put("message", problem.message());
        problem.expected().ifPresent(expected -> json.put("expected", expected));
        json.put("fix", problem.fix());
        return json;
    }

    private static Optional<Integer> known(int number) {
        return number == 0 ? Optional.empty() : Optional.of(number);
    }
}
