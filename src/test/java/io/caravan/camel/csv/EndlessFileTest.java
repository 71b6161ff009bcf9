package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.csv.CsvFiles.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is small on disk and has no end once it is unpacked: it ends at the limit, in whatever it goes on. */
class EndlessFileTest {

    private static final String HEAD = "id,name\nE1,Ada\n";

    @TempDir
    private Path folder;

    private Result read(String first, String forEver, int times) throws IOException {
        CsvFiles files = new CsvFiles(folder);
        files.csv.setMaxFileSize(1);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(first.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < times; i++) {
                gzip.write(forEver.getBytes(StandardCharsets.UTF_8));
            }
        }
        return files.read(packed.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\n", "\"", ",", "E2,B\n", "E2,\"B\n"})
    void itIsNotReadBeyondItsLimit(String forEver) throws IOException {
        Result result = read(HEAD, forEver, 3_000_000 / forEver.length());
        assertThat(result.failureText()).contains("more than 1 MiB").contains("maxFileSize").contains("Nobody is taken for gone");
        assertThat(result.keys()).contains("E1");
    }

    @Test
    void aHeaderWithoutAnEndIsTold() throws IOException {
        assertThat(read("id,name", "x", 3_000_000).failureText()).contains("more than 1 MiB").contains("maxFileSize");
    }

    @Test
    void whatIsJustBelowTheLimitIsRead() throws IOException {
        assertThat(read(HEAD, "x,y\n", 250_000).failure()).isEmpty();
    }
}
