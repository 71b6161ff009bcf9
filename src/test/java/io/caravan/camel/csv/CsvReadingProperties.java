package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SourceItem.Read;
import io.caravan.cycle.SourceReading;
import io.caravan.identity.Attributes;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CsvReadingProperties {

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> field = Arbitraries.of("a", "b", ",", ";", "\"", "'", "\n", "\r", "\r\n", "\t", " ", "é", "\u0301", "漢", "😀", "$", "{", "#")
                .list().ofMaxSize(12).map(parts -> String.join("", parts));
        return field.list().ofSize(3).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<String>> plainRows() {
        Arbitrary<String> plain = Arbitraries.of("%s,abc,def", "%s,\"abc\",def", "\"%s\",\"a,b\",\"c\"\"d\"", "%s,\"two\nlines\",x");
        return plain.list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 300)
    void whatAWriterWritesIsReadBack(@ForAll("tables") List<List<String>> table, @ForAll @IntRange(max = 2) int charset,
                                     @ForAll boolean quoteAll) throws IOException {
        Charset encoding = Charset.forName(List.of("UTF-8", "UTF-16", "UTF-16LE").get(charset));
        StringWriter text = new StringWriter();
        CsvWriter writer = quoteAll ? CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(text) : CsvWriter.builder().build(text);
        writer.writeRecord("id", "a", "b", "c");
        for (int i = 0; i < table.size(); i++) {
            writer.writeRecord("k" + i, table.get(i).get(0), table.get(i).get(1), table.get(i).get(2));
        }
        writer.close();
        List<SourceItem> items = read(text.toString().getBytes(encoding), encoding);
        assertThat(items).hasSameSizeAs(table);
        for (int i = 0; i < table.size(); i++) {
            Attributes row = ((Read) items.get(i)).attributes();
            assertThat(List.of(row.get("a"), row.get("b"), row.get("c")))
                    .isEqualTo(table.get(i).stream().map(Attributes::normalValue).toList());
        }
    }

    @Property(tries = 300)
    void anUnterminatedQuoteAnywhereCostsOneLine(@ForAll("plainRows") List<String> rows, @ForAll @IntRange(max = 1000) int at) throws IOException {
        StringBuilder text = new StringBuilder("id,a,b\n");
        int broken = at % rows.size();
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == broken ? "BROKEN,\"abc,def\n" : "").append(rows.get(i).formatted("k" + i)).append('\n');
        }
        List<SourceItem> items = read(text.toString().getBytes("UTF-8"), Charset.forName("UTF-8"));
        assertThat(items.stream().filter(Read.class::isInstance).map(item -> ((Read) item).attributes().get("id")))
                .hasSize(rows.size()).doesNotContain("BROKEN");
        assertThat(items).hasSize(rows.size() + 1);
    }

    private static List<SourceItem> read(byte[] bytes, Charset charset) throws IOException {
        Path file = Files.createTempFile("property", ".csv");
        try {
            Files.write(file, bytes);
            CsvSystem csv = new CsvSystem();
            csv.setFile(file.toString());
            csv.setKey("id");
            csv.setCharset(charset.name());
            csv.setEmptyIs("text");
            List<SourceItem> items = new ArrayList<>();
            try (SourceReading reading = csv.list()) {
                reading.forEachRemaining(items::add);
            }
            return items;
        } finally {
            Files.delete(file);
        }
    }
}
