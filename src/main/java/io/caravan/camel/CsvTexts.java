package io.caravan.camel;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The texts in a table in CSV (RFC 4180, with a header), each with the name of its column. */
final class CsvTexts {

    private CsvTexts() {
    }

    static boolean is(String contentType) {
        return contentType.replaceFirst(";.*", "").strip().equalsIgnoreCase("text/csv");
    }

    /**
     * The same table with other texts; empty where it is none.
     *
     * @param text by the name of the column, and what stands there; what has no column has no name
     */
    static Optional<String> replaced(String table, BinaryOperator<String> text) {
        StringWriter written = new StringWriter();
        List<String> header = new ArrayList<>();
        try (CsvReader<CsvRecord> records = CsvReader.builder().skipEmptyLines(true).allowExtraFields(true).allowMissingFields(true).ofCsvRecord(new StringReader(table)); CsvWriter writer = CsvWriter.builder().build(written)) {
            for (CsvRecord one : records) {
                if (header.isEmpty()) {
                    header.addAll(one.getFields());
                    writer.writeRecord(header);
                } else {
                    List<String> row = new ArrayList<>();
                    for (int i = 0; i < one.getFieldCount(); i++) {
                        row.add(text.apply(i < header.size() ? header.get(i) : "(no column)", one.getField(i)));
                    }
                    writer.writeRecord(row);
                }
            }
        } catch (CsvParseException | UncheckedIOException noTable) {
            return Optional.empty();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return Optional.of(written.toString());
    }
}
