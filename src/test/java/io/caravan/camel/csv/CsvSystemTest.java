package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SourceItem.Read;
import io.caravan.connector.SourceItem.Rejected;
import io.caravan.engine.SourceReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSystemTest {

    @TempDir
    Path folder;
    private final CsvSystem csv = new CsvSystem();

    @BeforeEach
    void settings() {
        csv.setFolder(folder.toString());
        csv.setFile("hr.csv");
        csv.setKey("id");
        csv.setQuietSeconds(0);
    }

    private void file(String text) throws IOException {
        file(text.getBytes(StandardCharsets.UTF_8));
    }

    private void file(byte[] bytes) throws IOException {
        Files.write(folder.resolve("hr.csv"), bytes);
    }

    private List<SourceItem> items() {
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = csv.list(() -> false)) {
            reading.forEachRemaining(items::add);
        }
        return items;
    }

    private List<Map<String, Object>> good() {
        return items().stream().filter(Read.class::isInstance).map(item -> ((Read) item).attributes().asMap()).toList();
    }

    private List<Rejected> bad() {
        return items().stream().filter(Rejected.class::isInstance).map(Rejected.class::cast).toList();
    }

    private void assertFails(OutcomeKind kind, String... words) {
        assertThatThrownBy(this::items).isInstanceOfSatisfying(OutcomeException.class,
                failed -> assertThat(failed.outcome().kind()).isEqualTo(kind)).message().contains("hr.csv").contains(words);
    }

    @Test
    void rowsBecomeRecordsWithTheirPlace() throws IOException {
        file("id,name\n007,Zoe\n008,Ada\n");
        assertThat(good()).containsExactly(Map.of("id", "007", "name", "Zoe"), Map.of("id", "008", "name", "Ada"));
        assertThat(items()).extracting(SourceItem::where).containsExactly("hr.csv:2", "hr.csv:3");
    }

    @Test
    void quotedFieldsMayHoldDelimitersQuotesAndLines() throws IOException {
        file("id,name\n1,\"a,b \"\"c\"\"\r\nd\n\ne\"\n2,x\n");
        assertThat(good()).containsExactly(Map.of("id", "1", "name", "a,b \"c\"\r\nd\n\ne"), Map.of("id", "2", "name", "x"));
        assertThat(items().get(1).where()).isEqualTo("hr.csv:6");
    }

    @Test
    void textIsBroughtToNfc() throws IOException {
        file("id,name\n1,Zoe\u0308\n");
        assertThat(good().get(0)).containsEntry("name", "Zo\u00eb");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        file("\uFEFFid,name\n1,a\n");
        assertThat(good()).hasSize(1);
    }

    @Test
    void otherCharsetsDelimitersAndQuotesAreRead() throws IOException {
        for (String charset : List.of("ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE")) {
            csv.setCharset(charset);
            csv.setDelimiter("tab");
            csv.setQuote("'");
            file("id\tname\n1\t'Zo\u00eb \"x\"\ty'\n".getBytes(Charset.forName(charset)));
            assertThat(good()).as(charset).containsExactly(Map.of("id", "1", "name", "Zo\u00eb \"x\"\ty"));
        }
    }

    @Test
    void withoutAQuoteCharacterQuotesAreText() throws IOException {
        csv.setQuote("none");
        file("id,name\n1,\"a\n");
        assertThat(good()).containsExactly(Map.of("id", "1", "name", "\"a"));
    }

    @Test
    void aFileWithoutHeaderTakesItsNamesFromTheSettings() throws IOException {
        csv.setHeader(false);
        csv.setColumns("id, name");
        file("1,a\n");
        assertThat(good()).containsExactly(Map.of("id", "1", "name", "a"));
    }

    @Test
    void emptyFieldsAreWhatTheSettingSays() throws IOException {
        file("id,a,b\n1,,\"\"\n");
        assertThat(good().get(0)).containsOnlyKeys("id");
        csv.setEmptyIs("null");
        assertThat(good().get(0)).containsEntry("a", null).containsEntry("b", null);
        csv.setEmptyIs("text");
        assertThat(good().get(0)).containsEntry("a", "").containsEntry("b", "");
    }

    @Test
    void commentsEmptyLinesAndLinesBeforeTheHeaderAreSkipped() throws IOException {
        csv.setComment("#");
        csv.setSkipLines(1);
        file("Export of today\n# by nobody\nid,name\n\n# one\n1,a\n");
        assertThat(good()).hasSize(1);
    }

    @Test
    void aWrongNumberOfFieldsIsRejectedWithItsLineAndAnchor() throws IOException {
        file("id,name\n1,a\n2\n3,c,d\n4,e\n");
        assertThat(good()).hasSize(2);
        assertThat(bad()).extracting(Rejected::where).containsExactly("hr.csv:3", "hr.csv:4");
        assertThat(bad()).extracting(Rejected::reason).containsExactly("1 fields where 2 are expected", "3 fields where 2 are expected");
        assertThat(bad()).extracting(Rejected::anchor).containsExactly(Optional.of("2"), Optional.of("3"));
    }

    @Test
    void theAnchorOfARowWithShiftedFieldsIsNotGuessed() throws IOException {
        csv.setKey("name");
        file("id,name\n1,x,a\n2,b\n");
        assertThat(bad()).extracting(Rejected::anchor).containsExactly(Optional.empty());
    }

    @Test
    void undecodableBytesAreRejectedAndTheNextRowIsFine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("id,name\n1,Zo".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xEB);
        bytes.write("\n2,b\n".getBytes(StandardCharsets.UTF_8));
        file(bytes.toByteArray());
        assertThat(good()).containsExactly(Map.of("id", "2", "name", "b"));
        assertThat(bad()).singleElement().satisfies(row -> {
            assertThat(row.where()).isEqualTo("hr.csv:2");
            assertThat(row.reason()).contains("column 2").contains("UTF-8");
            assertThat(row.anchor()).contains("1");
        });
    }

    @Test
    void anUnterminatedQuoteTakesOnlyItsOwnLineAlong() throws IOException {
        file("id,name,city\n1,a,x\n2,\"b,y\n3,c,z\n4,\"d\",w\n5,\"e\nf\",v\n");
        assertThat(good()).extracting(row -> row.get("id")).containsExactly("1", "3", "4", "5");
        assertThat(bad()).singleElement().satisfies(row -> {
            assertThat(row.where()).isEqualTo("hr.csv:3");
            assertThat(row.reason()).contains("not closed");
            assertThat(row.anchor()).contains("2");
        });
    }

    @Test
    void anUnterminatedQuoteFarFromTheEndIsGivenUpAfterOneFieldsLength() throws IOException {
        StringBuilder text = new StringBuilder("id,name\n0,\"open\n");
        for (int i = 1; i <= 20_000; i++) {
            text.append(i).append(",plain\n");
        }
        file(text.toString());
        assertThat(good()).hasSize(20_000);
        assertThat(bad()).hasSize(1);
    }

    @Test
    void aStrayQuoteIsRejectedWithItsColumn() throws IOException {
        file("id,name\n1,a\"b\n2,\"a\"b\n3,c\n");
        assertThat(good()).hasSize(1);
        assertThat(bad()).extracting(Rejected::reason).allMatch(reason -> reason.contains("quote") && reason.contains("column 2"));
    }

    @Test
    void aFieldOfAMegabyteIsRejectedAndTheNextRowIsFine() throws IOException {
        for (int size : List.of(70_000, 1_000_000, 5_000_000)) {
            file("id,name\n1," + "x".repeat(size) + "\n2,b\n3,\"" + "y".repeat(size) + "\"\n4,d\n");
            assertThat(good()).extracting(row -> row.get("id")).containsExactly("2", "4");
            assertThat(bad()).extracting(Rejected::anchor).containsExactly(Optional.of("1"), Optional.of("3"));
        }
    }

    @Test
    void aRowWithoutAKeyIsRejected() throws IOException {
        file("id,name\n ,a\n2,b\n");
        assertThat(bad()).singleElement().satisfies(row -> assertThat(row.reason()).contains("key column 'id'"));
    }

    @Test
    void gzipIsRecognisedByItsFirstBytes() throws IOException {
        file(gzip("id,name\n1,a\n"));
        assertThat(good()).hasSize(1);
    }

    @Test
    void aTruncatedGzipGivesItsGoodRowsAndThenFails() throws IOException {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append(",name").append(i * 7919L % 10_007).append('\n');
        }
        byte[] whole = gzip(text.toString());
        file(Arrays.copyOf(whole, whole.length / 2));
        List<SourceItem> seen = new ArrayList<>();
        assertThatThrownBy(() -> csv.list(() -> false).forEachRemaining(seen::add)).isInstanceOf(OutcomeException.class)
                .hasMessageStartingWith("unavailable").hasMessageContaining("hr.csv").hasMessageContaining("beyond line");
        assertThat(seen).hasSizeGreaterThan(10_000).allMatch(Read.class::isInstance);
    }

    @Test
    void aFileCutOffInsideItsFirstBytesOfGzipFails() throws IOException {
        file(Arrays.copyOf(gzip("id\n1\n"), 6));
        assertFails(OutcomeKind.UNAVAILABLE, "put it there again in full");
    }

    @Test
    void whatIsWrongWithTheWholeFileFailsTheReading() throws IOException {
        assertFails(OutcomeKind.UNAVAILABLE, "there is no file");
        file("");
        assertFails(OutcomeKind.INVALID, "is empty");
        file("nr,name\n1,a\n");
        assertFails(OutcomeKind.INVALID, "no column 'id'", "[nr, name]");
        file("id,name,name\n1,a,b\n");
        assertFails(OutcomeKind.INVALID, "'name' twice", "'columns'");
        file("id,,name\n1,a,b\n");
        assertFails(OutcomeKind.INVALID, "without a name");
    }

    @Test
    void aHeaderWithoutRowsIsAnEmptyReadingForTheEngineToJudge() throws IOException {
        file("id,name\n");
        assertThat(items()).isEmpty();
    }

    @Test
    void theTrailerProvesThatTheFileIsComplete() throws IOException {
        csv.setTrailer("TRAILER,<count>");
        file("id,name\n1,a\n2\nTRAILER,0002\n");
        assertThat(items()).hasSize(2);
        file("id,name\n1,a\nTRAILER,2\n");
        assertFails(OutcomeKind.INVALID, "1 rows", "says 2");
        file("id,name\n1,a\n");
        assertFails(OutcomeKind.INVALID, "without its trailer");
        file("id,name\n1,a\nTRAILER,1\n2,b\n");
        assertFails(OutcomeKind.INVALID, "after its trailer");
    }

    @Test
    void aTrailerThatComesAgainAndAgainIsStillOne() throws IOException {
        csv.setTrailer("TRAILER");
        file("id,name\n1,Ada\n" + "TRAILER\n".repeat(100_000));
        assertThat(items()).hasSize(1);
    }

    @Test
    void aPatternTakesTheNewestFile() throws IOException {
        csv.setFile("hr-*.csv");
        Files.writeString(folder.resolve("hr-1.csv"), "id\n1\n");
        Files.writeString(folder.resolve("hr-2.csv"), "id\n2\n");
        assertThat(folder.resolve("hr-1.csv").toFile().setLastModified(1_000_000)).isTrue();
        assertThat(good()).containsExactly(Map.of("id", "2"));
    }

    @Test
    void wrongSettingsAreExplained() throws IOException {
        file("id\n1\n");
        csv.setCharset("UTF-88");
        assertThatThrownBy(csv::test).hasMessageContaining("'charset' is 'UTF-88'");
        csv.setCharset("UTF-8");
        csv.setDelimiter("ab");
        assertThatThrownBy(csv::test).hasMessageContaining("'delimiter' must be one character");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
