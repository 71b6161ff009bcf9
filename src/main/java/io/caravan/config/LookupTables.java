package io.caravan.config;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.LookupTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the lookup tables that lie beside a mapping: CSV with two columns (key, value), or YAML keys and values. */
record LookupTables(ProjectFiles files, Problems problems) {

    /**
     * The tables by name; one that cannot be read is left out, with a problem.
     *
     * @param folder in which the file lies that names them
     * @param named  each with its file
     */
    Map<String, LookupTable> read(Path folder, Yaml.Block named) {
        Map<String, LookupTable> tables = new TreeMap<>();
        named.entries().forEach((name, entry) -> {
            Yaml.Scalar file = (Yaml.Scalar) entry.value();
            find(folder, file).flatMap(this::rows)
                    .ifPresent(rows -> tables.put(name, new LookupTable(name, rows)));
        });
        return tables;
    }

    private Optional<Path> find(Path folder, Yaml.Scalar file) {
        Path path = folder.resolve(file.text()).normalize();
        if (path.startsWith(folder.normalize()) && Files.isRegularFile(path)) {
            return Optional.of(path);
        }
        problems.add(Problem.error(ProblemCode.LOOKUP_TABLE, file.position(), "there is no file \"" + file.text() + "\" in " + files.name(folder),
                "put the table beside the mapping, or correct its name"));
        return Optional.empty();
    }

    private Optional<Map<String, Object>> rows(Path path) {
        return files.read(path).flatMap(text -> path.toString().endsWith(".csv") ? csv(text) : yaml(text));
    }

    private Optional<Map<String, Object>> csv(FileText text) {
        Map<String, Object> rows = new LinkedHashMap<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().skipEmptyLines(true).allowExtraFields(true).allowMissingFields(true)
                .ofCsvRecord(text.text())) {
            for (CsvRecord row : reader) {
                Position position = new Position(text.file(), (int) row.getStartingLineNumber(), 0, 1);
                if (row.getFieldCount() != 2) {
                    wrong(position, "this row has " + row.getFieldCount() + " columns", "write two columns: key and value; put quotes around commas");
                } else if (rows.putIfAbsent(row.getField(0), row.getField(1)) != null) {
                    wrong(position, "the key \"" + row.getField(0) + "\" stands twice", "remove one of the two rows");
                }
            }
            return Optional.of(rows);
        } catch (CsvParseException | java.io.IOException e) {
            wrong(Position.ofFile(text.file()), "the table is not a CSV file", "check its quotes");
            return Optional.empty();
        }
    }

    private Optional<Map<String, Object>> yaml(FileText text) {
        Optional<Yaml> whole = YamlText.parse(text, problems);
        if (whole.isEmpty() || !(whole.get() instanceof Yaml.Block block)) {
            whole.ifPresent(other -> wrong(other.position(), "the table is " + other.kind(), "write one key: value per line"));
            return Optional.empty();
        }
        Map<String, Object> rows = new LinkedHashMap<>();
        block.entries().forEach((key, entry) -> {
            if (entry.value() instanceof Yaml.Block) {
                wrong(entry.keyPosition(), "\"" + key + "\" is a block of keys", "write a single value or a list");
            } else {
                rows.put(key, entry.value().plain());
            }
        });
        return Optional.of(rows);
    }

    private void wrong(Position position, String message, String fix) {
        problems.add(Problem.error(ProblemCode.LOOKUP_TABLE, position, message, fix));
    }
}
