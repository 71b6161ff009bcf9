package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in columns as wide as they need to be. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    Table(String... headings) {
        widths = new int[headings.length];
        row(headings);
    }

    void row(String... cells) {
        List<String> row = Arrays.stream(cells).map(VisibleText::of).toList();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
        }
        rows.add(row);
    }

    void print(TextOut out) {
        for (int number = 0; number < rows.size(); number++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = rows.get(number).get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
            }
            String text = line.toString().stripTrailing();
            out.line(number == 0 ? out.paint(TextOut.Style.FAINT, text) : text);
        }
    }
}
