package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HR gives an export and takes changes as files; what it has taken in shows in a later export. */
class WriteBackToFilesTest {

    private static final String[] NOTHING_KNOWN = {"E1,Ada,,,", "E2,Grace,,grace@example.com,", "E3,Left,2026-01-31,,"};

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void exportAndOutbox() throws IOException {
        shell = new CompanyShell(folder).at(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        Files.delete(folder.resolve("mappings/app.yaml"));
        Files.createDirectory(folder.resolve("to-hr"));
        shell.company().write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = id
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr-import.connector = csv-outbox
                caravan.systems.hr-import.folder = to-hr
                caravan.systems.hr-import.key = id
                """).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [id, name, last_day, email, user]}
                to: hub
                match: [{hub: workerId, value: "${body[id]}"}]
                attributes:
                  workerId: "${body[id]}"
                  name: "${body[name]}"
                  endDate: "${body[last_day]}"
                """).write("mappings/hr-back.yaml", """
                job: hr-back
                from: hub
                to: {system: hr-import, object: record}
                writeBack: {records: hr}
                attributes:
                  email: "${lowercase(${body[name]})}@example.com"
                """);
        export(NOTHING_KNOWN);
    }

    private void export(String... rows) throws IOException {
        shell.company().write("hr.csv", "id,name,last_day,email,user\n" + String.join("\n", rows) + "\n");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private List<Path> outbox() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("to-hr"))) {
            return files.sorted().toList();
        }
    }

    private String onlyFile() throws IOException {
        assertThat(outbox()).hasSize(1);
        return Files.readString(outbox().get(0));
    }

    private String log() {
        shell.run("log", "--limit", "100000");
        return shell.out();
    }

    @Test
    void aJoinersAddressIsHandedOverOnceAndTheLogSaysInWhichFile() throws IOException {
        assertThat(shell.run("check")).isZero();
        shell.run("plan");
        assertThat(shell.out()).contains("~ E1       update    E1                       email \"ada@example.com\"", "1 update");
        assertThat(outbox()).as("a plan hands nothing over").isEmpty();
        assertThat(shell.run("sync")).isZero();
        assertThat(onlyFile()).isEqualTo("id,email\r\nE1,ada@example.com\r\nTRAILER,1\r\n");
        assertThat(outbox().get(0).getFileName().toString()).matches("hr-back-20261120T120000Z-\\d{8}\\.csv");
        assertThat(log()).contains("hr-back  hand-over", "to-hr/" + outbox().get(0).getFileName() + ": 1 row");
        String before = log();

        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(shell.run("sync", "--full")).as("HR may take its time").isZero();
        assertThat(onlyFile()).contains("TRAILER,1");
        export("E1,Ada,,ada@example.com,", "E2,Grace,,grace@example.com,", "E3,Left,2026-01-31,,");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(outbox()).as("it has come round, and is no news").hasSize(1);
        assertThat(log()).isEqualTo(before);
    }

    @Test
    void whatIsChangedByHandIsHandedOverOnceMoreAndThenToldOnce() throws IOException {
        shell.run("sync");
        export("E1,Ada,,ada@example.com,", "E2,Grace,,grace@example.com,", "E3,Left,2026-01-31,,");
        shell.run("sync", "--full");
        export("E1,Ada,,hand@example.com,", "E2,Grace,,grace@example.com,", "E3,Left,2026-01-31,,");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(outbox()).hasSize(2);
        assertThat(Files.readString(outbox().get(1))).contains("E1,ada@example.com");
        assertThat(shell.run("sync", "--full")).as("on its way").isZero();
        assertThat(outbox()).hasSize(2);
        export("E1,Ada,,ada@example.com,", "E2,Grace,,grace@example.com,", "E3,Left,2026-01-31,,");
        shell.run("sync", "--full");
        export("E1,Ada,,hand@example.com,", "E2,Grace,,grace@example.com,", "E3,Left,2026-01-31,,");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(outbox()).as("HR keeps putting its own over it").hasSize(2);
        assertThat(log()).containsOnlyOnce("not stored as sent: email was written twice as \"ada@example.com\" and reads as \"hand@example.com\"");
    }

    @Test
    void aLeaverIsNotInTheFile() throws IOException {
        shell.run("sync");
        assertThat(onlyFile()).doesNotContain("E3");
        export("E1,Ada,2026-11-19,,", "E2,Grace-Ann,,grace@example.com,", "E3,Left,2026-01-31,,");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(Files.readString(outbox().get(1))).contains("E2,grace-ann@example.com").doesNotContain("E1");
    }

    @Test
    void killedBeforeItWasRecordedItIsHandedOverAndSentOnceMoreWhichDoesNoHarm() throws IOException {
        shell.run("sync", "hr");
        Path state = folder.resolve("state/caravan.db");
        Files.copy(state, folder.resolve("before.db"));
        shell.run("sync", "hr-back");
        Path file = outbox().get(0);
        String handedOver = Files.readString(file);
        Files.move(file, file.resolveSibling(".hr-back." + file.getFileName() + ".part"));
        Files.writeString(outbox().get(0), handedOver.substring(0, handedOver.indexOf("TRAILER")) + "E2,gr");
        Files.copy(folder.resolve("before.db"), state, StandardCopyOption.REPLACE_EXISTING);

        assertThat(shell.run("sync", "hr-back")).isZero();
        assertThat(outbox()).hasSize(2).noneMatch(one -> one.toString().endsWith(".part"));
        assertThat(Files.readString(file)).isEqualTo(handedOver);
        assertThat(Files.readString(outbox().stream().filter(one -> !one.equals(file)).findFirst().orElseThrow())).isEqualTo(handedOver);
        assertThat(shell.run("sync")).isZero();
        assertThat(outbox()).hasSize(2);
    }

    @Test
    void whatWasRecordedAndNotHandedOverGoesWithTheNextCycleThoughThatHasNothingToSay() throws IOException {
        shell.run("sync");
        Path file = outbox().get(0);
        String handedOver = Files.readString(file);
        Files.move(file, file.resolveSibling(".hr-back." + file.getFileName() + ".part"));
        assertThat(shell.run("sync")).isZero();
        assertThat(onlyFile()).isEqualTo(handedOver);
        assertThat(outbox().get(0)).isEqualTo(file);
    }

    @Test
    void aFolderThatIsNotThereFailsTheCycleAndNothingIsLost() throws IOException {
        Files.delete(folder.resolve("to-hr"));
        assertThat(shell.run("sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("hr-back failed: hr-import takes nothing: there is no folder " + folder.toRealPath().resolve("to-hr"), "make it, or correct the setting 'folder'",
                "Nothing was sent; the next cycle plans it again");
        Files.writeString(folder.resolve("to-hr"), "a file in its place");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.FAILED.number());
        Files.delete(folder.resolve("to-hr"));
        Files.createDirectory(folder.resolve("to-hr"));
        assertThat(shell.run("sync")).isZero();
        assertThat(onlyFile()).contains("E1,ada@example.com");
    }

    @Test
    void aSavedPlanIsHandedOverToo() throws IOException {
        shell.run("sync", "hr");
        Path plan = folder.resolve("plan.json");
        assertThat(shell.run("plan", "--out", plan.toString())).isZero();
        assertThat(shell.run("apply", plan.toString())).isZero();
        assertThat(onlyFile()).isEqualTo("id,email\r\nE1,ada@example.com\r\nTRAILER,1\r\n");
    }

    @Test
    void whatCannotBeWrittenIsTheirsAloneAndTold() throws IOException {
        export("E1,Ada,,,", "E2,=cmd(),,,", "E4,Alan,,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(onlyFile()).contains("E1,ada@example.com", "E4,alan@example.com", "TRAILER,2");
        assertThat(shell.out()).contains("'email' begins as a formula does");
    }

    @Test
    void asManyAsThereAreAreInOneFile() throws IOException {
        export(IntStream.range(0, 2500).mapToObj(i -> "E" + i + ",name" + i + ",,,").toArray(String[]::new));
        assertThat(shell.run("sync")).isZero();
        assertThat(onlyFile().lines().toList()).hasSize(2502).endsWith("TRAILER,2500");
        assertThat(shell.run("sync")).isZero();
        assertThat(outbox()).hasSize(1);
    }

    @Test
    void whatIsInTheFolderIsNoAccountThatAnybodyLooksFor() {
        shell.run("sync");
        assertThat(shell.run("accounts", "--unowned")).isZero();
        assertThat(shell.run("drift")).isZero();
        assertThat(shell.run("explain", "E1", "hr-back")).isZero();
        assertThat(shell.out()).contains("E1's record in hr-import (E1) is written back to");
    }
}
