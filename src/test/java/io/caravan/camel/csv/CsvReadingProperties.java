package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SourceItem.Read;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.ObjLongConsumer;
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

    /** Whatever else a second reading passes over, it is as good as read: the same records come of it. */
    @Property(tries = 300)
    void whatIsPassedOverIsWhatWasReadBefore(@ForAll("files") List<String> before, @ForAll("files") List<String> after) throws IOException {
        Map<Long, SourceItem> known = new HashMap<>();
        read(text(before), StandardCharsets.UTF_8, fingerprint -> false, (item, fingerprint) -> {
            if (fingerprint != 0 && item instanceof Read) {
                known.put(fingerprint, item);
            }
        });
        List<SourceItem> whole = new ArrayList<>();
        read(text(after), StandardCharsets.UTF_8, fingerprint -> false, (item, fingerprint) -> whole.add(item));
        List<SourceItem> second = new ArrayList<>();
        read(text(after), StandardCharsets.UTF_8, fingerprint -> known.containsKey(fingerprint) && second.add(known.get(fingerprint)),
                (item, fingerprint) -> second.add(item));
        assertThat(second.stream().map(CsvReadingProperties::withoutPlace)).containsExactlyElementsOf(whole.stream().map(CsvReadingProperties::withoutPlace).toList());
    }

    private static byte[] text(List<String> lines) {
        return ("id,a,b\n" + String.join("", lines)).getBytes(StandardCharsets.UTF_8);
    }

    private static Object withoutPlace(SourceItem item) {
        return item instanceof Read read ? read.attributes() : ((SourceItem.Rejected) item).anchor() + ((SourceItem.Rejected) item).reason();
    }

    @Provide
    Arbitrary<List<String>> files() {
        return Arbitraries.of("k1,a,b\n", "k1,a,c\n", "k2,\"a\",b\n", "k2,\"a,b\",\"c\"\"d\"\n", "k3,\"two\n", "lines\",x\n", "k4,\"\n", "\",\n", "k5,a\n",
                "k6,\"a\"b,c\n", "\n", "k7,\"a\nk7\",b\n").list().ofMaxSize(8);
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
        List<SourceItem> items = new ArrayList<>();
        read(bytes, charset, fingerprint -> false, (item, fingerprint) -> items.add(item));
        return items;
    }

    private static void read(byte[] bytes, Charset charset, LongPredicate known, ObjLongConsumer<SourceItem> consumer) throws IOException {
        Path file = Files.createTempFile("property", ".csv");
        try {
            Files.write(file, bytes);
            CsvSystem csv = new CsvSystem();
            csv.setFile(file.toString());
            csv.setKey("id");
            csv.setCharset(charset.name());
            csv.setEmptyIs("text");
            csv.setQuietSeconds(0);
            try (SourceReading reading = csv.list(() -> false)) {
                reading.passOver(known);
                while (reading.hasNext()) {
                    SourceItem item = reading.next();
                    consumer.accept(item, reading.fingerprint());
                }
            } catch (OutcomeException failed) {
                consumer.accept(new SourceItem.Rejected(Optional.empty(), failed.getMessage().replace(file.getFileName().toString(), "the file"), ""), 0);
            }
        } finally {
            Files.delete(file);
        }
    }
}
