package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows in columns as wide as they need to be; what does not fit beside the others goes on in the last column's next line, or below the
 * row where that column would be narrow. Columns that do not fit into one line go on in a second, indented one.
 */
final class Table {

    private static final int GAP = 2;
    /** Words in a narrower last column are not read but spelt: they go below their row. */
    private static final int NARROW = 32;
    private static final int BELOW = 4;

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;
    private final Set<Integer> right = new HashSet<>();
    private final Map<Integer, Function<String, Optional<TextOut.Style>>> styles = new HashMap<>();

    Table(String... headings) {
        widths = new int[headings.length];
        row(headings);
    }

    /** The columns of these headings have numbers: they stand below each other by their last digit. */
    Table numbers(String... headings) {
        for (String heading : headings) {
            right.add(rows.get(0).indexOf(heading));
        }
        return this;
    }

    /** A cell of the column with this heading looks as its text says. */
    Table styled(String heading, Function<String, Optional<TextOut.Style>> style) {
        styles.put(rows.get(0).indexOf(heading), style);
        return this;
    }

    void row(String... cells) {
        List<String> row = Arrays.stream(cells).map(VisibleText::of).toList();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], LineBreaks.width(row.get(i)));
        }
        rows.add(row);
    }

    void print(TextOut out) {
        int last = widths.length - 1;
        int second = secondLine(out.columns());
        int indent = second > 0 ? BELOW : 0;
        int before = indent + width(second, last);
        boolean below = !right.contains(last) && out.columns() > 0 && widths[last] > NARROW && before + NARROW > out.columns();
        for (int number = 0; number < rows.size(); number++) {
            List<String> cells = new ArrayList<>(rows.get(number));
            String cell = cells.get(last);
            List<String> lines = below ? List.of("") : LineBreaks.wrapped(cell, before, before, right.contains(last) ? 0 : out.columns());
            cells.set(last, lines.get(0));
            if (second > 0) {
                print(out, number, "", cells.subList(0, second), 0);
            }
            print(out, number, " ".repeat(indent), cells.subList(second, last + 1), second);
            if (below) {
                below(out, number, cell);
            }
            for (String more : lines.subList(1, lines.size())) {
                out.line(" ".repeat(before) + more);
            }
        }
    }

    /** The first column that goes into a second, indented line, because not all of them fit into one; 0 where they do. */
    private int secondLine(int columns) {
        int last = widths.length - 1;
        if (columns <= 0 || width(0, last) + (widths[last] > NARROW ? 0 : widestPart(last)) <= columns) {
            return 0;
        }
        int second = 1;
        while (second < last && width(0, second + 1) - GAP <= columns) {
            second++;
        }
        return second;
    }

    /** What of a column cannot be broken: a word, a number. */
    private int widestPart(int column) {
        return rows.stream().map(row -> row.get(column)).flatMap(cell -> right.contains(column) ? Stream.of(cell) : Stream.of(cell.split(" ")))
                .mapToInt(LineBreaks::width).max().orElse(0);
    }

    /** How wide columns are, each with the gap behind it. */
    private int width(int from, int to) {
        return IntStream.range(from, to).map(i -> widths[i] + GAP).sum();
    }

    private static void below(TextOut out, int number, String cell) {
        String indent = " ".repeat(BELOW);
        if (!cell.isEmpty()) {
            LineBreaks.wrapped(cell, BELOW, BELOW, out.columns()).forEach(line -> out.line(number == 0 ? out.paint(TextOut.Style.FAINT, indent + line) : indent + line));
        }
    }

    private void print(TextOut out, int number, String margin, List<String> cells, int first) {
        StringBuilder line = new StringBuilder(margin);
        for (int i = first; i < first + cells.size(); i++) {
            String cell = cells.get(i - first);
            String blank = " ".repeat(Math.max(0, widths[i] - LineBreaks.width(cell)));
            Optional<TextOut.Style> style = number == 0 ? Optional.empty() : styles.getOrDefault(i, none -> Optional.empty()).apply(cell);
            String painted = style.map(look -> out.paint(look, cell)).orElse(cell);
            line.append(right.contains(i) ? blank + painted : painted + (i == widths.length - 1 ? "" : blank)).append(" ".repeat(GAP));
        }
        String text = line.toString().stripTrailing();
        out.line(number == 0 ? out.paint(TextOut.Style.FAINT, text) : text);
    }
}
