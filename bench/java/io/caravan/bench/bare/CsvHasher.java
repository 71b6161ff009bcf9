package io.caravan.bench.bare;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import net.openhft.hashing.LongHashFunction;

/** Parses an export and hashes each row, with the libraries that Caravan does it with: {@code CsvHasher EXPORT}. */
public final class CsvHasher {

    private static final LongHashFunction HASH = LongHashFunction.xx3();

    private CsvHasher() {
    }

    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        long rows = 0;
        long sum = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(Path.of(arguments[0]))) {
            for (CsvRecord row : reader) {
                rows++;
                for (String field : row.getFields()) {
                    sum = sum * 31 + HASH.hashChars(field);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.println("sum of hashes, so that nothing can be left out: " + sum);
        new BareResult(rows - 1, seconds, Map.of()).print();
    }
}
