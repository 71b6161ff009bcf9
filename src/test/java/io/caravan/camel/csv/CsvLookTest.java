package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file is like is found out of the file. */
class CsvLookTest {

    @TempDir
    private Path folder;

    private CsvLook look(String text, Charset charset) throws IOException {
        return CsvLook.at(Files.write(folder.resolve("a.csv"), text.getBytes(charset)));
    }

    private CsvLook look(String text) throws IOException {
        return look(text, StandardCharsets.UTF_8);
    }

    @Test
    void theDelimiterIsTheOneThatMakesRowsAlike() throws IOException {
        assertThat(look("id,name\n1,Ann\n2,Bob\n").delimiter()).isEqualTo(',');
        assertThat(look("id;name\n1;\"Ann, Dr.\"\n2;Bob, a, b\n").delimiter()).isEqualTo(';');
        assertThat(look("id\tname\n1\tAnn\n").delimiter()).isEqualTo('\t');
        assertThat(look("id|name\n1|Ann;x\n").delimiter()).isEqualTo('|');
        assertThat(look("id\n1\n2\n").delimiter()).as("one column alone").isEqualTo(',');
    }

    @Test
    void theCharsetIsTheOneThatTheBytesAre() throws IOException {
        assertThat(look("id,name\n1,Zoë\n").encoding().charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(look("id,name\n1,Zoë\n", Charset.forName("windows-1252"))).satisfies(look -> {
            assertThat(look.encoding().charset()).isEqualTo(Charset.forName("windows-1252"));
            assertThat(look.encoding().certain()).isFalse();
            assertThat(look.rows()).containsExactly(List.of("1", "Zoë"));
        });
        assertThat(look("id,name\n1,Zoë\n", StandardCharsets.UTF_16LE).encoding().charset()).isEqualTo(StandardCharsets.UTF_16LE);
        assertThat(look("\uFEFFid,name\n1,Zoë\n")).satisfies(look -> {
            assertThat(look.encoding().marked()).isTrue();
            assertThat(look.columns()).containsExactly("id", "name");
        });
    }

    @Test
    void titlesAboveTheHeaderAreLinesToSkip() throws IOException {
        CsvLook look = look("Export of today\n\nid;name;city\n1;Ann;Bern\n2;Bob;Ulm\n");
        assertThat(look.skipLines()).as("blank lines are passed over anyway").isEqualTo(1);
        assertThat(look.columns()).containsExactly("id", "name", "city");
    }

    @Test
    void aFirstRowOfValuesIsNoHeader() throws IOException {
        CsvLook look = look("1,Ann,ann@example.test\n2,Bob,bob@example.test\n");
        assertThat(look.header()).isFalse();
        assertThat(look.columns()).containsExactly("column1", "column2", "column3");
        assertThat(look.rows()).hasSize(2);
    }

    @Test
    void aHeaderWithOneNameTwiceOrNoneIsNamedAnew() throws IOException {
        CsvLook look = look("id,name,,name\n1,Ann,x,y\n");
        assertThat(look.header()).isTrue();
        assertThat(look.named()).isTrue();
        assertThat(look.columns()).containsExactly("id", "name", "column3", "name2");
        assertThat(look("id,name,\n1,Ann,\n")).as("a delimiter too much").satisfies(usual -> {
            assertThat(usual.named()).isFalse();
            assertThat(usual.columns()).containsExactly("id", "name");
        });
    }

    @Test
    void aRowThatIsTornIsNone() throws IOException {
        assertThat(look("id,name\n1,Ann\n2,\"Bo").rows()).containsExactly(List.of("1", "Ann"));
        assertThat(look("id,name\n1,Ann\n2").rows()).containsExactly(List.of("1", "Ann"));
    }

    @Test
    void whatIsPackedIsUnpacked() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.csv.gz")))) {
            out.write("id;name\n1;Ann\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(CsvLook.at(folder.resolve("a.csv.gz")).columns()).containsExactly("id", "name");
    }

    @Test
    void whatIsNoDelimitedTextSaysWhatItIs() {
        assertThatThrownBy(() -> look("")).isInstanceOf(IOException.class).hasMessage("is empty");
        assertThatThrownBy(() -> look("\n\n")).isInstanceOf(IOException.class).hasMessage("has no row");
        assertThatThrownBy(() -> look("PK\3\4xx")).isInstanceOf(IOException.class).hasMessageContaining("workbook");
        assertThatThrownBy(() -> look("a\0b\0\0\0\0\1\2c,d\n\1\2\3\4\5\6\7\n")).isInstanceOf(IOException.class);
    }
}
