package io.caravan.camel.csv;

import io.caravan.camel.csv.PhysicalLines.Line;
import io.caravan.connector.KeyColumns;
import io.caravan.connector.OutcomeException;
import io.caravan.diagnostic.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The columns of a file.
 *
 * @param columns their names: as set, else as the file says
 * @param inFile  as the file says; as set where it says nothing
 * @param keys    which of them are the key
 */
record Header(List<String> columns, List<String> inFile, List<Integer> keys) {

    /** Blanks of any kind, and what does not show at all. */
    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Z}\\p{C}]+|[\\s\\p{Z}\\p{C}]+$");

    /** Where lines come from. */
    interface Lines {
        /** The next that counts; null at the end. */
        Line next() throws IOException;
    }

    /** @param invalid makes what is thrown for a file that cannot be read at all */
    static Header read(CsvFormat format, RowSplitter rows, Lines lines, Function<String, OutcomeException> invalid) throws IOException {
        for (int i = 0; i < format.columns().skipLines(); i++) {
            rows.nextLine();
        }
        List<String> inFile = format.columns().header() ? names(format, rows, lines.next(), invalid) : format.columns().names();
        List<String> columns = format.columns().names().isEmpty() ? distinct(inFile, invalid) : format.columns().names();
        if (columns.size() != inFile.size()) {
            throw invalid.apply("has " + inFile.size() + " columns by its header, but the setting 'columns' names " + columns.size());
        }
        List<Integer> keys = new ArrayList<>();
        for (String key : KeyColumns.of(format.key().column(), columns).columns()) {
            if (!columns.contains(key)) {
                throw invalid.apply("has no column '" + key + "', which the setting 'key' names" + Suggestion.similar(key, columns)
                        .map(near -> "; did you mean '" + near + "'?").orElse("; its columns are " + columns));
            }
            keys.add(columns.indexOf(key));
        }
        return new Header(columns, inFile, List.copyOf(keys));
    }

    private static List<String> names(CsvFormat format, RowSplitter rows, Line line, Function<String, OutcomeException> invalid) throws IOException {
        if (line == null) {
            throw invalid.apply("is empty; if that is right, leave this system out until it has data");
        }
        if (line.end().isEmpty() && format.end().line() != LastLine.Rule.OPTIONAL) {
            throw invalid.apply("ends in its header, in line " + line.number() + "; it was cut off, fetch it again");
        }
        if (!(rows.row(line) instanceof Row.Good header)) {
            throw invalid.apply("has no readable header in line " + line.number() + "; check 'charset', 'delimiter' and 'quote'");
        }
        List<String> names = header.fields().stream().map(name -> AROUND.matcher(name).replaceAll("")).toList();
        int end = names.size();
        while (end > 1 && names.get(end - 1).isEmpty()) {
            end--; // a delimiter behind the last name, as behind the last field of each row
        }
        return names.subList(0, end);
    }

    private static List<String> distinct(List<String> names, Function<String, OutcomeException> invalid) {
        Set<String> once = new HashSet<>();
        for (String column : names) {
            if (column.isEmpty() || !once.add(column)) {
                throw invalid.apply((column.isEmpty() ? "has a column without a name" : "has the column '" + column + "' twice")
                        + " in its header; name the columns with the setting 'columns'");
            }
        }
        return names;
    }
}
