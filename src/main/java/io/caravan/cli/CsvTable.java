package io.caravan.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.caravan.diagnostic.VisibleText;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows for a spreadsheet or a program: RFC 4180 in UTF-8, headings first. No cell is one that a spreadsheet would take for a formula: one that
 * begins like that has an apostrophe before it. What does not show is written as an escape.
 */
final class CsvTable {

    /** Also as full-width characters, which some spreadsheets read the same. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final List<List<String>> rows = new ArrayList<>();

    CsvTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** A row; as many cells as there are headings. */
    CsvTable row(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0));
        }
        rows.add(Arrays.stream(cells).map(cell -> harmless(String.valueOf(cell))).toList());
        return this;
    }

    static String harmless(String cell) {
        String shown = VisibleText.of(cell);
        String start = cell.stripLeading();
        boolean formula = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 || !start.isEmpty() && FORMULA.indexOf(start.charAt(0)) >= 0;
        return formula ? "'" + shown : shown;
    }

    List<List<String>> rows() {
        return List.copyOf(rows);
    }

    void print(PrintStream out) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            rows.forEach(writer::writeRecord);
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
        out.print(text);
        out.flush();
    }
}
