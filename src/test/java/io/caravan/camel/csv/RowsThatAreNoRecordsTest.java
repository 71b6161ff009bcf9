package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.csv.CsvFiles.Result;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.SourceItem.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exporters, spreadsheets and people put into files: a right default, or a clear word. */
class RowsThatAreNoRecordsTest {

    @TempDir
    private Path folder;
    private CsvFiles files;

    @BeforeEach
    void settings() {
        files = new CsvFiles(folder);
    }

    // --- how many fields a row has

    @Test
    void fieldsMissingAtTheEndAreEmptyAndEmptyOnesTooManyDoNotCount() throws IOException {
        Result result = files.read("id,first,last,note\n1,a,b,x\n2,a,b\n3,a,b,,,\n4,a,b,y, \n");
        assertThat(result.records()).containsExactly(Map.of("id", "1", "first", "a", "last", "b", "note", "x"),
                Map.of("id", "2", "first", "a", "last", "b"), Map.of("id", "3", "first", "a", "last", "b"),
                Map.of("id", "4", "first", "a", "last", "b", "note", "y"));
    }

    @Test
    void whenEveryRowIsShortACopyOfTheColumnsIsMissingAndNothingIsUsed() throws IOException {
        Result result = files.read("id,first,last,note\n1,a,b\n2,a,b\n");
        assertThat(result.failure()).get().isInstanceOf(DisbelievedException.class);
        assertThat(result.failureText()).contains("4 columns, but no row has more than 3 fields").contains("shortRows");
        files.csv.setShortRows("fill");
        assertThat(files.read().keys()).containsExactly("1", "2");
    }

    @Test
    void withoutAHeaderOrWhenTheSettingSaysSoShortRowsAreRejected() throws IOException {
        files.csv.setShortRows("reject");
        assertThat(files.read("id,first,last\n1,a,b\n2,a\n").rejected()).extracting(Rejected::reason).containsExactly("2 fields where 3 are expected");
        files.csv.setShortRows("");
        files.csv.setHeader(false);
        files.csv.setColumns("id,first,last");
        assertThat(files.read("1,a,b\n2,a\n").rejected()).hasSize(1);
    }

    @Test
    void theSettingColumnsMustFitTheHeader() throws IOException {
        files.csv.setColumns("id,first,last");
        assertThat(files.read("a,b\n1,a\n").failureText()).contains("2 columns by its header, but the setting 'columns' names 3");
    }

    @Test
    void aDelimiterBehindTheLastNameIsNoColumn() throws IOException {
        assertThat(files.read("id,name,\n1,a,\n").records()).containsExactly(Map.of("id", "1", "name", "a"));
    }

    // --- rows that are none

    @Test
    void rowsOfNothingButDelimitersAreNoRecords() throws IOException {
        Result result = files.read("id,first,last\n1,a,b\n,,\n , ,\t\n2,a,b\n,,\n");
        assertThat(result.keys()).containsExactly("1", "2");
        assertThat(result.rejected()).isEmpty();
    }

    @Test
    void theHeaderOnceMoreIsPassedOver() throws IOException {
        Result result = files.read("id,first,last\n1,a,b\n\uFEFFid,first,last\n2,a,b\nID,First, Last\n3,a,b\n");
        assertThat(result.keys()).containsExactly("1", "2", "3");
        files.csv.setHeader(false);
        files.csv.setColumns("id,first,last");
        assertThat(files.read().keys()).as("also where none is expected").containsExactly("1", "2", "3");
    }

    @Test
    void anotherHeaderInTheMiddleFailsWhatWouldBeMisread() throws IOException {
        Result result = files.read("id,first,last\n1,a,b\nid,last,first\n2,b,a\n");
        assertThat(result.keys()).containsExactly("1");
        assertThat(result.failureText()).contains("other columns from line 3 on");
    }

    @Test
    void aTotalIsRejectedWithAWordOfWhatItIsAndHidesNobody() throws IOException {
        Result result = files.read("id,first,last\n1,a,b\nTotal,,1\nSumme:,x,y\n,,Total\n");
        assertThat(result.keys()).containsExactly("1");
        assertThat(result.rejected()).hasSize(3).allSatisfy(row -> {
            assertThat(row.reason()).contains("total").contains("ignoreRows");
            assertThat(row.anchor()).as("whose row it is not is known").isPresent();
        });
        files.csv.setIgnoreRows("total*, summe*");
        assertThat(files.read().rejected()).isEmpty();
        assertThat(files.read("id,first,last\nTotalski,a,b\n1,Total,b\n").keys()).as("a name is no total").containsExactly("1");
    }

    // --- quotes and names

    @Test
    void blanksAroundAQuotedFieldAreNotPartOfIt() throws IOException {
        assertThat(files.read("\"id\", \"first\" ,\"last\"\n\"1\", \"a\",  \"b, \"\"c\"\"\" \n2,  plain ,\t\"x\ny\"\n").records()).containsExactly(
                Map.of("id", "1", "first", "a", "last", "b, \"c\""), Map.of("id", "2", "first", "  plain ", "last", "x\ny"));
        assertThat(files.read("id,first\n1, 5\" pipe\n2,\"a\" b\n").rejected()).hasSize(2);
    }

    @Test
    void aMisspeltKeyColumnIsNamedWithTheOneThatIsMeant() throws IOException {
        files.csv.setKey("workerId");
        assertThat(files.read("Worker ID,name\n1,a\n").failureText()).contains("no column 'workerId'").contains("did you mean 'Worker ID'?");
    }

    @Test
    void namesOfColumnsAreTakenWithoutWhatDoesNotShow() throws IOException {
        assertThat(files.read("\u00A0id\u200B,name \n1,a\n").records()).containsExactly(Map.of("id", "1", "name", "a"));
    }

    // --- keys

    @Test
    void aKeyIsTakenWithoutItsPaddingAndWithoutTheFractionOfANumberColumn() throws IOException {
        assertThat(files.read("id,n\n 1001.0 ,2.0\nE7   ,a\n007,b\n1003,c\n").keys()).containsExactly("1001", "E7", "007", "1003");
        assertThat(files.read().records().get(0)).containsEntry("n", "2.0");
        files.csv.setWholeNumbers(false);
        assertThat(files.read().keys()).contains("1001.0");
    }

    @Test
    void keysThatAreNumbersWithAFractionAreNotTakenForWholeOnes() throws IOException {
        Result result = files.read("id,n\n10.0,a\n10.1,b\n");
        assertThat(result.failure()).get().isInstanceOf(DisbelievedException.class);
        assertThat(result.failureText()).contains("10.0 and 10.1").contains("wholeNumbers");
    }

    @Test
    void aKeyThatASpreadsheetHasShortenedIsNobodys() throws IOException {
        assertThat(files.read("id,n\n1.23457E+11,a\n2,b\n").rejected()).singleElement().satisfies(row -> {
            assertThat(row.anchor()).isEqualTo(Optional.empty());
            assertThat(row.reason()).contains("shortened by a spreadsheet");
        });
    }

    // --- charsets

    @Test
    void aByteOrderMarkCountsForMoreThanTheDeclaredCharset() throws IOException {
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            for (String declared : List.of("windows-1252", "UTF-8", "UTF-16", "UTF-16LE")) {
                files.csv.setCharset(declared);
                assertThat(files.read("\uFEFFname,id\nLü,1\n".getBytes(Charset.forName(charset))).records()).as(charset + " declared as " + declared)
                        .containsExactly(Map.of("name", "Lü", "id", "1"));
            }
        }
    }

    @Test
    void aFileThatIsUtf8AlthoughACharsetOfSingleBytesIsDeclaredIsNotBelieved() throws IOException {
        files.csv.setCharset("ISO-8859-1");
        Result result = files.read("id,name\n1,Zoë\n");
        assertThat(result.failure()).get().isInstanceOf(DisbelievedException.class);
        assertThat(result.failureText()).contains("is UTF-8, not ISO-8859-1");
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.write("id,name\n1,Zoë\n2,".getBytes(StandardCharsets.UTF_8));
        mixed.write(0xEB);
        mixed.write('\n');
        assertThat(files.read(mixed.toByteArray()).failure()).as("one that contradicts: it is not UTF-8").isEmpty();
    }
}
