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

/** Rows in columns as wide as they need to be; what does not fit beside the others goes on in the last column's next line, or below the row where that column would be narrow. */
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
        int before = 0;
        for (int i = 0; i < last; i++) {
            before += widths[i] + GAP;
        }
        boolean below = !right.contains(last) && out.columns() > 0 && widths[last] > NARROW && before + NARROW > out.columns();
        for (int number = 0; number < rows.size(); number++) {
            if (below) {
                print(out, number, "");
                below(out, number, rows.get(number).get(last));
                continue;
            }
            List<String> lines = LineBreaks.wrapped(rows.get(number).get(last), before, before, right.contains(last) ? 0 : out.columns());
            print(out, number, lines.get(0));
            for (String more : lines.subList(1, lines.size())) {
                out.line(" ".repeat(before) + more);
            }
        }
    }

    private static void below(TextOut out, int number, String cell) {
        String indent = " ".repeat(BELOW);
        if (!cell.isEmpty()) {
            LineBreaks.wrapped(cell, BELOW, BELOW, out.columns()).forEach(line -> out.line(number == 0 ? out.paint(TextOut.Style.FAINT, indent + line) : indent + line));
        }
    }

    private void print(TextOut out, int number, String lastCell) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = i == widths.length - 1 ? lastCell : rows.get(number).get(i);
            String blank = " ".repeat(Math.max(0, widths[i] - LineBreaks.width(cell)));
            Optional<TextOut.Style> style = number == 0 ? Optional.empty() : styles.getOrDefault(i, none -> Optional.empty()).apply(cell);
            String painted = style.map(look -> out.paint(look, cell)).orElse(cell);
            line.append(right.contains(i) ? blank + painted : painted + (i == widths.length - 1 ? "" : blank)).append(" ".repeat(GAP));
        }
        String text = line.toString().stripTrailing();
        out.line(number == 0 ? out.paint(TextOut.Style.FAINT, text) : text);
    }
}
