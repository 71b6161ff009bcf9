package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in the place of a file of people and is none: an error page, another format, another character set. Nobody comes of it, in words. */
class FileOfSomethingElseTest {

    private static final String PEOPLE = "id,name\nE1,Ada\nE2,Zoë\n";

    @TempDir
    private Path folder;

    static Stream<Map.Entry<String, byte[]>> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a page of HTML", text("<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body>id,name\nE1,Ada\n</body></html>\n"));
        files.put("an error in JSON", text("{\"error\": \"unauthorized\",\n \"id\": 7}\n"));
        files.put("JSON lines", text("{\"id\":\"E1\",\"name\":\"Ada\"}\n{\"id\":\"E2\",\"name\":\"Zoë\"}\n"));
        files.put("a table of JSON", text("[[\"id\",\"name\"],[\"E1\",\"Ada\"]]\n"));
        files.put("a long line of JSON", text("[" + "{\"id\":\"E1\",\"name\":\"Ada\"},".repeat(1500) + "{}]\n"));
        files.put("a workbook", new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0, 8, 0, 0, 0, 33, 0, 10, 'i', 'd', 10, 0, 1, 2});
        files.put("a PDF", text("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"));
        files.put("UTF-16 without a mark", PEOPLE.getBytes(StandardCharsets.UTF_16LE));
        files.put("nothing but a mark", new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        files.put("EBCDIC", PEOPLE.getBytes(Charset.forName("IBM037")));
        files.put("zeros", new byte[4096]);
        files.put("an archive of a page", gzip("<html>\nid,name\n</html>\n"));
        files.put("a message before the header", text("Warning: 2 rows were skipped\nid,name\nE1,Ada\n"));
        return files.entrySet().stream();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text(text));
        }
        return packed.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void nobodyComesOfIt(Map.Entry<String, byte[]> file) throws IOException {
        CsvFiles.Result read = new CsvFiles(folder).read(file.getValue());
        assertThat(read.records()).isEmpty();
        assertThat(read.failure()).as("the reading fails").isPresent();
        assertThat(read.failureText()).contains("hr.csv").doesNotContain("Exception").hasSizeLessThan(600);
    }

    @Test
    void theSamePeopleAsTheyShouldBeAreRead() throws IOException {
        assertThat(new CsvFiles(folder).read(PEOPLE).keys()).containsExactly("E1", "E2");
        assertThat(new CsvFiles(folder).read(gzip(PEOPLE)).items()).allMatch(SourceItem.Read.class::isInstance).hasSize(2);
    }
}
