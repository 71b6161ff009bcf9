package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.engine.SystemPort.HandOver;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the outbox when, what a torn file comes to, and what is not written because it cannot be told as it is. */
class CsvOutboxTest {

    private static final List<String> ATTRIBUTES = List.of("email", "phone");
    private static final String FIRST = "back-20261120T120000Z-00000007.csv";

    @TempDir
    private Path outbox;
    private ConnectorUnderTest connector;

    private SystemPort port(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("folder", outbox.toString(), "key", "id"));
        settings.putAll(more);
        connector = new ConnectorUnderTest("csv-outbox", settings);
        return connector.port();
    }

    @AfterEach
    void close() {
        if (connector != null) {
            connector.close();
        }
    }

    private static HandOver cycle(long number) {
        return new HandOver("back", number, Instant.parse("2026-11-20T12:00:00.123Z"), ATTRIBUTES);
    }

    private static AccountRequest update(String anchor, Map<String, ?> values) {
        return ConnectorUnderTest.change(Operation.UPDATE, "record", anchor, Attributes.empty(), values);
    }

    private static Map<String, Object> emptied(String name) {
        Map<String, Object> values = new HashMap<>();
        values.put(name, null);
        return values;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(outbox)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String text(String file) throws IOException {
        return Files.readString(outbox.resolve(file));
    }

    private void part(String file, String text) throws IOException {
        Files.writeString(outbox.resolve(".back." + file + ".part"), text);
    }

    @Test
    void aCycleMakesOneFileThatHasItsNameWhenItIsWhole() throws IOException {
        SystemPort port = port(Map.of());
        assertThat(port.test().isOk()).isTrue();
        assertThat(port.begin("record", cycle(7)).isOk()).isTrue();
        assertThat(files()).as("nothing to say").isEmpty();
        assertThat(port.execute(update("007", Map.of("email", "ada@x.test", "phone", "+49 (0)89 1-2"))).isOk()).isTrue();
        assertThat(files()).containsExactly(".back." + FIRST + ".part");
        assertThat(port.execute(List.of(update("008", Map.of("phone", "1; \"2\", 3")), update("009", Map.of("email", "Zoë@x.test")))))
                .allMatch(Outcome::isOk);
        Outcome ended = port.end("record", cycle(7));
        assertThat(ended.attributes().get("files").toString()).contains(FIRST + ": 3 rows");
        assertThat(files()).containsExactly(FIRST);
        assertThat(text(FIRST)).isEqualTo("id,email,phone\r\n007,ada@x.test,+49 (0)89 1-2\r\n008,,\"1; \"\"2\"\", 3\"\r\n009,Zoë@x.test,\r\nTRAILER,3\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2500})
    void theTrailerCountsTheRows(int rows) throws IOException {
        SystemPort port = port(Map.of("delimiter", "semicolon", "trailer", "ENDE;<count>"));
        port.begin("record", cycle(7));
        List<Outcome> outcomes = port.execute(IntStream.range(0, rows).mapToObj(i -> update("E" + i, Map.of("email", i + "@x.test"))).toList());
        assertThat(outcomes).hasSize(rows).allMatch(Outcome::isOk);
        assertThat(port.end("record", cycle(7)).isOk()).isTrue();
        if (rows == 0) {
            assertThat(files()).isEmpty();
        } else {
            List<String> lines = text(FIRST).lines().toList();
            assertThat(lines).hasSize(rows + 2).endsWith("ENDE;" + rows).contains("E" + (rows - 1) + ";" + (rows - 1) + "@x.test;");
        }
    }

    @Test
    void whatAnEarlierProcessLeftIsHandedOverWhenTheNextCycleBegins() throws IOException {
        part(FIRST, "id,email,phone\r\nE1,a@x.test,\r\nE2,b@x.test,\r\n");
        Outcome begun = port(Map.of()).begin("record", cycle(8));
        assertThat(begun.attributes().get("files").toString()).contains(FIRST + ": 2 rows");
        assertThat(files()).containsExactly(FIRST);
        assertThat(text(FIRST)).endsWith("E2,b@x.test,\r\nTRAILER,2\r\n");
        assertThat(connector.port().end("record", cycle(8)).attributes().isEmpty()).isTrue();
    }

    /** At each byte at which it may have been torn: whole rows count, what comes behind them was answered to nobody. */
    @Test
    void aTornFileIsCutOffBehindItsLastWholeRow() throws IOException {
        String whole = "id,email,phone\r\nE1,\"a, \"\"b\"\"\",\r\nE2,b@x.test,+1\r\nTRAILER,2\r\n";
        SystemPort port = port(Map.of());
        for (int length = 0; length <= whole.length(); length++) {
            part(FIRST, whole.substring(0, length));
            assertThat(port.begin("record", cycle(8)).isOk()).isTrue();
            long rows = whole.substring(0, length).lines().count();
            boolean one = length >= whole.indexOf("E2");
            boolean two = length >= whole.indexOf("TRAILER");
            if (!one) {
                assertThat(files()).as("torn at %s of %s", length, rows).isEmpty();
            } else {
                assertThat(files()).containsExactly(FIRST);
                assertThat(text(FIRST)).as("torn at %s", length).isEqualTo(two ? whole : whole.substring(0, whole.indexOf("E2")) + "TRAILER,1\r\n");
                Files.delete(outbox.resolve(FIRST));
            }
        }
    }

    @Test
    void whatNobodyWroteEndsAFile() throws IOException {
        part(FIRST, "id,email,phone\r\nE1,a@x.test,\r\n\0\0\0\0\0\r\nE2,b@x.test,\r\n");
        port(Map.of()).begin("record", cycle(8));
        assertThat(text(FIRST)).isEqualTo("id,email,phone\r\nE1,a@x.test,\r\nTRAILER,1\r\n");
    }

    @Test
    void nothingIsEverOverwritten() throws IOException {
        Files.writeString(outbox.resolve(FIRST), "from another time");
        SystemPort port = port(Map.of());
        port.begin("record", cycle(7));
        port.execute(update("E1", Map.of("email", "a@x.test")));
        port.end("record", cycle(7));
        assertThat(text(FIRST)).isEqualTo("from another time");
        assertThat(files()).containsExactly(FIRST.replace(".csv", "-2.csv"), FIRST);
    }

    @Test
    void aFileThatAnotherProcessIsAtIsLeftToIt() throws IOException {
        part(FIRST, "id,email,phone\r\nE1,a@x.test,\r\n");
        SystemPort port = port(Map.of());
        try (FileChannel others = FileChannel.open(outbox.resolve(".back." + FIRST + ".part"), StandardOpenOption.WRITE); var lock = others.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(port.begin("record", cycle(8)).isOk()).isTrue();
            assertThat(files()).containsExactly(".back." + FIRST + ".part");
        }
        port.begin("record", cycle(9));
        assertThat(files()).containsExactly(FIRST);
    }

    @Test
    void theFileOfAnotherJobIsNoneOfItsBusiness() throws IOException {
        Files.writeString(outbox.resolve(".other." + FIRST + ".part"), "id,email,phone\r\nE1,a@x.test,\r\n");
        port(Map.of()).begin("record", cycle(8));
        assertThat(files()).containsExactly(".other." + FIRST + ".part");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            =1+1                 | begins as a formula does
            @SUM(A1)             | begins as a formula does
            +1+cmd               | begins as a formula does
            -x@x.test            | begins as a formula does
            'a\\nTRAILER,1'      | has a line break or another control character in it
            'a\\u0000'           | has a line break or another control character in it
            Łódź                 | has characters that ISO-8859-1 does not have
            """)
    void whatCannotBeToldAsItIsIsRefusedAndTheOthersGo(String value, String why) throws IOException {
        SystemPort port = port(Map.of("charset", "ISO-8859-1"));
        port.begin("record", cycle(7));
        String meant = value.replace("\\n", "\n").replace("\\u0000", "\0");
        List<Outcome> outcomes = port.execute(List.of(update("E1", Map.of("email", meant)), update("E2", Map.of("email", "zoë@x.test"))));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.INVALID, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).contains("'email'", why);
        port.end("record", cycle(7));
        assertThat(Files.readString(outbox.resolve(FIRST), Charset.forName("ISO-8859-1"))).isEqualTo("id,email,phone\r\nE2,zoë@x.test,\r\nTRAILER,1\r\n");
    }

    @Test
    void emptyingNeedsAWordAndFormulasLeave() throws IOException {
        SystemPort silent = port(Map.of());
        silent.begin("record", cycle(7));
        assertThat(silent.execute(update("E1", emptied("phone")))).extracting(Outcome::kind, outcome -> outcome.message().contains("set 'cleared'"))
                .containsExactly(OutcomeKind.INVALID, true);
        assertThat(silent.execute(update("E1", Map.of("email", List.of("a", "b")))).message()).contains("several values");
        connector.close();

        SystemPort port = port(Map.of("cleared", "#NULL", "formulas", "allow", "trailer", "none"));
        port.begin("record", cycle(7));
        assertThat(port.execute(update("E1", emptied("phone"))).isOk()).isTrue();
        assertThat(port.execute(update("E2", Map.of("phone", "=1"))).isOk()).isTrue();
        assertThat(port.execute(update("E3", Map.of("phone", "#NULL"))).message()).contains("stands for a value that is emptied");
        port.end("record", cycle(7));
        assertThat(text(FIRST)).isEqualTo("id,email,phone\r\nE1,,#NULL\r\nE2,,=1\r\n");
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() throws IOException {
        Files.delete(outbox);
        SystemPort port = port(Map.of());
        assertThat(port.test().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        Outcome begun = port.begin("record", cycle(7));
        assertThat(begun.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(begun.message()).contains("there is no folder " + outbox, "make it, or correct the setting 'folder'");
        assertThat(Files.exists(outbox)).isFalse();
        Files.createDirectory(outbox);
    }

    @Test
    void aFolderThatGoesAwayMeanwhileLosesNothing() throws IOException {
        SystemPort port = port(Map.of());
        port.begin("record", cycle(7));
        Path elsewhere = outbox.resolveSibling(outbox.getFileName() + "-away");
        port.execute(update("E1", Map.of("email", "a@x.test")));
        Files.move(outbox, elsewhere);
        try {
            Outcome ended = port.end("record", cycle(7));
            assertThat(ended.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(ended.message()).contains("the file with 1 rows could not be handed over; it is kept");
        } finally {
            Files.move(elsewhere, outbox);
        }
        port.begin("record", cycle(8));
        assertThat(text(FIRST)).contains("E1,a@x.test,");
    }

    @ParameterizedTest
    @CsvSource({"charset, UTF-16", "charset, no-such", "delimiter, ab", "trailer, END"})
    void settingsThatCannotWorkAreNamed(String setting, String value) {
        Outcome tested = port(Map.of(setting, value)).test();
        assertThat(tested.kind()).isEqualTo(OutcomeKind.MISCONFIGURED);
        assertThat(tested.message()).contains("'" + setting + "'", value);
    }

    @Test
    void whatItWritesCaravanReads() throws IOException {
        SystemPort port = port(Map.of("delimiter", "semicolon", "trailer", "ENDE;<count>"));
        port.begin("record", cycle(7));
        port.execute(update("007", Map.of("email", "a;\"b\"@x.test")));
        port.end("record", cycle(7));
        try (ConnectorUnderTest reader = new ConnectorUnderTest("csv-source", Map.of("file", outbox.resolve(FIRST).toString(), "key", "id", "delimiter", ";",
                "trailer", "ENDE;<count>", "quietSeconds", "0"))) {
            assertThat(reader.all("record")).extracting(Attributes::asMap).containsExactly(Map.of("id", "007", "email", "a;\"b\"@x.test"));
        }
        assertThat(Arrays.equals(Files.readAllBytes(outbox.resolve(FIRST)), text(FIRST).getBytes(StandardCharsets.UTF_8))).isTrue();
    }
}
