package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.csv.CsvFiles.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a file that was cut off is believed: never its last line, unless all files before ended without a line end, too. */
class CutOffFileTest {

    private static final String LINES = "id,name,city,note|E9,Zoë,Köln,漢字|E90,\"Li, the\"\"x\"\"\",Bonn,a|E91,\"two\nlines, and more\",Ulm,|E95,Ada,Rom,b|";

    @TempDir
    private Path folder;
    private CsvFiles files;

    @BeforeEach
    void settings() {
        files = new CsvFiles(folder);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,LF", "UTF-8,CRLF", "UTF-16LE,LF", "UTF-16BE,CRLF", "windows-1252,CR"})
    void whereverItWasCutOffNoRecordBecomesAnotherAndItFails(String charset, String end) throws IOException {
        files.csv.setCharset(charset);
        String lineEnd = end.replace("CR", "\r").replace("LF", "\n");
        byte[] whole = LINES.replace("|", lineEnd).replace("漢字", charset.startsWith("UTF") ? "漢字" : "é").getBytes(Charset.forName(charset));
        Result all = files.read(whole);
        assertThat(all.failureText()).isEqualTo("no failure");
        int endsOfLines = 0;
        for (int size = 1; size < whole.length; size++) {
            Result result = files.read(Arrays.copyOf(whole, size));
            assertThat(all.records()).as("cut off after byte " + size).containsAll(result.records());
            if (result.failure().isEmpty() && !result.items().isEmpty()) {
                endsOfLines++;
            }
        }
        assertThat(endsOfLines).as("only a file that ends exactly with a row's last line looks whole").isEqualTo(3);
    }

    @Test
    void aKeyThatIsCutOffIsNobodysAndRejectsNobody() throws IOException {
        files.read("id,name\nE9,Ada\nE95,Zoë\n");
        Result cut = files.read("id,name\nE9,Ada\nE9");
        assertThat(cut.keys()).containsExactly("E9");
        assertThat(cut.rejected()).isEmpty();
        assertThat(cut.failureText()).contains("hr.csv ends in its line 3").contains("lastLineEnd");
    }

    @Test
    void aFileCutOffInsideAQuotedFieldFailsEvenAtAnEndOfLine() throws IOException {
        Result cut = files.read("id,name,city\n1,a,x\n2,\"b\nc, d\n");
        assertThat(cut.keys()).as("the rest of a field is no row").containsExactly("1");
        assertThat(cut.failureText()).contains("quote is opened in line 3");
    }

    @Test
    void theRestOfAFieldWhoseQuoteIsNeverClosedIsNoShortRow() throws IOException {
        Result result = files.read("id,name,city\n1,\"open,x\nStreet, 5\n2,b,y\n3,c,z\n");
        assertThat(result.keys()).containsExactly("2", "3");
        assertThat(result.rejected()).hasSize(2);
        assertThat(result.failure()).isEmpty();
    }

    @Test
    void theFirstFileWithoutALineEndIsNotBelievedHoweverOftenItIsReadButTheNextOneIs() throws IOException {
        assertThat(files.read("id,name\n1,a\n2,b").keys()).containsExactly("1");
        assertThat(files.read().failureText()).contains("no line end");
        assertThat(files.read("id,name\n1,a\n2,b\n3,c").keys()).containsExactly("1", "2", "3");
        assertThat(files.read().failure()).isEmpty();
    }

    @Test
    void onceAFileHasEndedProperlyOneThatDoesNotIsCutOff() throws IOException {
        files.read("id,name\n1,a\n2,b");
        files.read("id,name\n1,a\n2,b\n3,c");
        files.read("id,name\n1,a\n2,b\n");
        assertThat(files.read("id,name\n1,a\n2,b\n3,c").failureText()).contains("no line end");
        assertThat(files.read("id,name\n1,a\n2,b\n3,c\n4,d").failureText()).contains("no line end");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"E9|cut in its key: E95 would be gone", "E95,Ada|cut before its last day: a leaver would be none", "E95,Ada,\"2020|cut in a quote"})
    void whereAllFilesEndWithoutALineEndALastLineThatLacksFieldsIsStillCutOff(String last, String why) throws IOException {
        files.read("id,name,end\nE1,a,\nE95,Ada,2020-10-31");
        files.read("id,name,end\nE1,b,\nE95,Ada,2020-10-31");
        assertThat(files.read("id,name,end\nE1,c,\nE95,Ada,2020-10-31").keys()).containsExactly("E1", "E95");
        Result cut = files.read("id,name,end\nE1,d,\n" + last);
        assertThat(cut.keys()).as(why).containsExactly("E1");
        assertThat(cut.failureText()).as(why).isNotEqualTo("no failure");
        files.csv.setLastLineEnd("optional");
        assertThat(files.read("id,name,end\nE1,e,\nE95,Ada").keys()).as("an operator has said so").containsExactly("E1", "E95");
    }

    @Test
    void aSettingSaysThatFilesEndSoOrMustNot() throws IOException {
        files.csv.setLastLineEnd("optional");
        assertThat(files.read("id,name\n1,a\n2,b").keys()).containsExactly("1", "2");
        files.csv.setLastLineEnd("required");
        assertThat(files.read("id,name\n1,a\n2,b\n3,c").failureText()).contains("no line end");
    }

    @Test
    void aTrailerNeedsNoLineEndBecauseItSaysItself() throws IOException {
        files.csv.setTrailer("END,<count>");
        assertThat(files.read("id,name\n1,a\n2,b\nEND,2").failure()).isEmpty();
        assertThat(files.read("id,name\n1,a\n2,b\nEND,").failureText()).contains("no line end");
    }

    @Test
    void theEndOfFileOfDosIsNoLine() throws IOException {
        assertThat(files.read("id,name\r\n1,a\r\n\u001A").failure()).isEmpty();
    }

    @Test
    void anArchiveCutOffAnywhereFailsAndItsLastLineIsNotBelieved() throws IOException {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 3000; i++) {
            text.append('E').append(i).append(",name").append(i * 7919L % 10_007).append('\n');
        }
        byte[] whole = gzip(text.toString());
        Set<Map<String, Object>> all = new HashSet<>(files.read(whole).records());
        for (int size = 20; size < whole.length; size += 397) {
            Result cut = files.read(Arrays.copyOf(whole, size));
            assertThat(cut.failure()).as("after byte " + size).isPresent();
            assertThat(all.containsAll(cut.records())).isTrue();
        }
        byte[] part = gzip(text.substring(0, text.length() / 2));
        assertThat(files.read(part).failureText()).as("a whole archive of half a file").contains("no line end");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
