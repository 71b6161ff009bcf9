package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.runtime.CycleRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HR files with something wrong in them, after one that was right: the bad rows are named with file and line, the good
 * ones go through, and nobody loses an account for it.
 */
class MalformedCsvIT {

    private static final int PEOPLE = 40;
    private static final String HEADER = "workerId,name,dept\n";

    @TempDir
    private Path folder;
    private ProjectUnderTest project;
    private String database;

    @BeforeEach
    void everybodyHasAnAccount() throws Exception {
        database = "jdbc:sqlite:" + folder.resolve("app.db");
        OutsideView.change(database, "create table users (worker text primary key, name text, dept text, active integer not null)");
        project = new ProjectUnderTest(folder).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = jdbc
                caravan.systems.app.url = %s
                caravan.systems.app.table = users
                caravan.systems.app.key = worker
                caravan.systems.app.enabledColumn = active
                caravan.systems.app.enabledValue = 1
                caravan.systems.app.disabledValue = 0
                """.formatted(database)).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, dept]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}", dept: "${body[dept]}"}
                """).write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes: {worker: "${body[workerId]}", name: "${body[name]}", dept: "${body[dept]}"}
                """);
        file(HEADER + String.join("\n", rows("D1")) + "\n");
        project.syncAll();
        assertThat(enabled()).isEqualTo(PEOPLE);
    }

    @AfterEach
    void stop() {
        project.close();
    }

    @Test
    void aWrongNumberOfFields() throws Exception {
        rejectsRow(row("E7"), "hr.csv:9", "1 fields");
        rejectsRow(row("E7,Name7,D2,extra"), "hr.csv:9", "4 fields");
    }

    @Test
    void bytesThatAreNoText() throws Exception {
        rejectsRow(new byte[][] {row("E7,Na"), {(byte) 0xC3, (byte) 0x28, (byte) 0xFF}, row("me7,D2")}, "hr.csv:9", "UTF-8");
    }

    @Test
    void aQuoteThatNeverEnds() throws Exception {
        rejectsRow(row("E7,\"Name7,D2"), "hr.csv:9", "quote");
    }

    @Test
    void aFieldOfAMegabyte() throws Exception {
        rejectsRow(row("E7," + "x".repeat(1 << 20) + ",D2"), "hr.csv:9", "longer than");
        rejectsRow(row("E7,\"" + "x".repeat(1 << 17) + "\",D2"), "hr.csv:9", "longer than");
    }

    @Test
    void aKeyThatIsMissing() throws Exception {
        rejectsRow(row(",Name7,D2"), "hr.csv:9", "workerId");
    }

    @Test
    void aKeyThatStandsTwice() throws Exception {
        file(HEADER + String.join("\n", rows("D2")) + "\nE8,Somebody else,D9\n");
        Run run = sync();
        assertThat(run.read.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(run.letters).singleElement().satisfies(letter -> {
            assertThat(letter.anchor()).contains("E8");
            assertThat(letter.where()).isEqualTo("hr.csv:42");
            assertThat(letter.reason()).contains("more than once");
        });
        assertThat(OutsideView.rows(database, "select name, dept from users where worker = 'E8'")).as("neither of them is used").containsExactly("Name8|D1");
        goodRowsWentThroughAndNobodyWasDisabled("E8");
    }

    @Test
    void anEmptyFile() throws Exception {
        file("");
        readFails("hr.csv is empty");
        file(HEADER);
        readFails("no records");
    }

    @Test
    void aFileOfSomethingElse() throws Exception {
        file("<html><body>Service unavailable</body></html>\n");
        readFails("workerId");
    }

    @Test
    void anArchiveThatBrokeOff() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((HEADER + String.join("\n", rows("D2")) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("hr.csv"), Arrays.copyOf(packed.toByteArray(), packed.size() - 20));
        readFails("hr.csv");
        Files.write(folder.resolve("hr.csv"), packed.toByteArray());
        assertThat(sync().read.getCycle().status()).as("the whole archive").isEqualTo(CycleStatus.DONE);
        assertThat(departmentD2()).isEqualTo(PEOPLE);
    }

    /** The 8th row is bad; everybody else goes to another department. */
    private void rejectsRow(byte[] bad, String where, String why) throws Exception {
        rejectsRow(new byte[][] {bad}, where, why);
    }

    private void rejectsRow(byte[][] bad, String where, String why) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(HEADER.getBytes(StandardCharsets.UTF_8));
        String[] rows = rows("D2");
        for (int i = 0; i < rows.length; i++) {
            if (i == 7) {
                for (byte[] part : bad) {
                    file.write(part);
                }
            } else {
                file.write(row(rows[i]));
            }
            file.write('\n');
        }
        Files.write(folder.resolve("hr.csv"), file.toByteArray());
        Run run = sync();
        assertThat(run.read.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(run.letters).singleElement().satisfies(letter -> {
            assertThat(letter.where()).isEqualTo(where);
            assertThat(letter.reason()).contains(why).hasSizeLessThan(1000);
        });
        goodRowsWentThroughAndNobodyWasDisabled("E7");
    }

    private void readFails(String why) {
        Run run = sync();
        assertThat(run.read.getCycle().status()).isEqualTo(CycleStatus.FAILED);
        assertThat(run.read.getCycle().failure().orElseThrow()).contains(why);
        assertThat(enabled()).isEqualTo(PEOPLE);
    }

    private void goodRowsWentThroughAndNobodyWasDisabled(String... except) {
        assertThat(departmentD2()).isEqualTo(PEOPLE - except.length);
        assertThat(enabled()).isEqualTo(PEOPLE);
        List<String> log = project.log().stream().map(stored -> stored.entry())
                .filter(entry -> entry.action().equals("read") && entry.status() == LogEntry.Status.FAILURE).map(LogEntry::reason).toList();
        assertThat(log).isNotEmpty().allSatisfy(reason -> assertThat(reason).startsWith("hr.csv:"));
    }

    private record Run(CycleRun read, List<DeadLetter> letters) {
    }

    private Run sync() {
        CycleRun read = project.full("hr");
        project.full("app");
        return new Run(read, new ArrayList<>(project.caravan().store().changes().deadLetters(Optional.of("hr"), 100)));
    }

    private static String[] rows(String dept) {
        return IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",Name" + i + "," + dept).toArray(String[]::new);
    }

    private static byte[] row(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve("hr.csv"), text);
    }

    private long enabled() {
        return Long.parseLong(OutsideView.rows(database, "select count(*) from users where active = 1").get(0));
    }

    private long departmentD2() {
        return Long.parseLong(OutsideView.rows(database, "select count(*) from users where dept = 'D2'").get(0));
    }
}
