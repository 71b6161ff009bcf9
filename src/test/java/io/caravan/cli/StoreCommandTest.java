package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.store.SqlStateStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan store …}: backed up while it is used, looked over, restored, made smaller. */
class StoreCommandTest {

    @TempDir
    private Path folder;

    private CompanyShell shell;

    @BeforeEach
    void openCompany() throws IOException {
        shell = new CompanyShell(folder);
        shell.company().hr("E1,Ada,Sales,,", "E2,Bob,Legal,E1,", "E3,Cy,IT,E1,");
        on("2018-03-01");
        sync();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void on(String day) {
        shell.at(Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC));
    }

    private void sync() {
        assertThat(shell.run("sync")).as(() -> shell.out() + shell.err()).isZero();
    }

    private Path store() {
        return folder.resolve("state/caravan.db");
    }

    private Path backedUp(String name) {
        Path file = folder.resolve(name);
        assertThat(shell.run("store", "backup", file.toString())).as(shell::err).isZero();
        return file;
    }

    @Test
    void aBackupIsMadeWhileOthersWriteAndIsWhole() throws IOException {
        try (SqlStateStore writing = SqlStateStore.open("jdbc:sqlite:" + store(), "", "")) {
            writing.inTransaction(() -> {
                writing.cycles().systemMemory("hr", "not committed");
                Path file = backedUp("backup.db");
                assertThat(shell.out()).contains("Backed up into").contains("which this program works with").contains("The file is whole").contains("The log is whole");
                assertThat(file.resolveSibling("backup.db.part")).doesNotExist();
            });
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("backup.db")))).isEqualTo("rw-------");
        assertThat(shell.run("store", "verify", folder.resolve("backup.db").toString())).isZero();
        assertThat(shell.run("store", "verify")).isZero();
    }

    @Test
    void aBackupIsNeverWrittenOverAnotherNorIntoAFolderThatIsNotThere() {
        Path file = backedUp("backup.db");
        assertThat(shell.run("store", "backup", file.toString())).isEqualTo(1);
        assertThat(shell.err()).contains("is there already").contains("Name another file");
        assertThat(shell.run("store", "backup", folder.resolve("nowhere/backup.db").toString())).isEqualTo(1);
        assertThat(shell.err()).contains("there is no folder");
    }

    @Test
    void aBackupWhoseLastPagesAreCutOffIsSaidToBeDamaged() throws IOException {
        Path file = backedUp("backup.db");
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() - 3 * 4096);
        }
        assertThat(shell.run("store", "verify", file.toString())).isEqualTo(1);
        assertThat(shell.out() + shell.err()).contains("damaged").doesNotContain("The log is whole");
    }

    @Test
    void whatIsNoBackupIsSaidToBeNone() throws IOException {
        assertThat(shell.run("store", "verify", folder.resolve("none.db").toString())).isEqualTo(1);
        assertThat(shell.err()).contains("there is no store in");
        assertThat(shell.run("store", "verify", Files.writeString(folder.resolve("text.db"), "not a database, but long enough to look like one".repeat(9)).toString())).isEqualTo(1);
        assertThat(shell.err()).contains("is not a Caravan store, or is damaged");
        assertThat(folder.resolve("none.db")).doesNotExist();
    }

    @Test
    void whatWasDoneSinceARestoredBackupWasMadeIsFoundAndNotRepeated() throws IOException {
        Path file = backedUp("backup.db");
        shell.company().hr("E1,Ada,Sales,,", "E2,Bob,IT,E1,", "E3,Cy,IT,E1,2018-02-01", "E4,Dee,IT,E1,");
        sync();
        String before = String.join("\n", shell.company().rows("select * from users order by worker"));
        for (String beside : new String[] {"-wal", "-shm"}) {
            Files.deleteIfExists(Path.of(store() + beside));
        }
        Files.copy(file, store(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(shell.run("log", "verify")).isZero();
        assertThat(shell.run("sync", "--full")).as(() -> shell.out() + shell.err()).isZero();

        assertThat(String.join("\n", shell.company().rows("select * from users order by worker"))).isEqualTo(before);
        assertThat(shell.run("log", "--action", "create", "--who", "E4")).isZero();
        assertThat(shell.out()).as("linked, not created").doesNotContain("create");
        assertThat(shell.run("accounts", "--unowned")).isZero();
    }

    @Test
    void aLogWhoseBeginningIsCutOffIsWholeAndReportsSayFromWhenOnTheyCanTell() throws IOException {
        on("2026-11-20");
        shell.company().hr("E1,Ada,Sales,,", "E2,Bob,IT,E1,", "E3,Cy,IT,E1,2026-11-01");
        sync();

        assertThat(shell.run("store", "compact", "--log-before", "2019-01-01")).as(shell::err).isZero();

        assertThat(shell.out()).contains("The log begins at 2019-01-01 00:00:00Z now").contains("bytes now");
        assertThat(shell.run("log", "verify")).isZero();
        assertThat(shell.out()).contains("It begins at 2019-01-01").contains("was cut off");
        assertThat(shell.run("report", "access", "--on", "2020-06-30")).as(shell::err).isZero();
        assertThat(shell.out()).as("who had access then, by entries that are older than the log").contains("E1").contains("E2").contains("E3").contains("2018-03-01").contains("2019-01-01");
        assertThat(shell.run("report", "access", "--on", "2026-11-20")).isZero();
        assertThat(shell.out()).contains("E1").doesNotContain("E3");
        assertThat(shell.run("report", "access", "--on", "2018-06-30")).isEqualTo(1);
        assertThat(shell.err()).contains("the log begins at 2019-01-01").contains("it knows nothing");
        assertThat(shell.run("explain", "E2", "--as-of", "2018-06-30")).isEqualTo(1);
        assertThat(shell.run("history", "E2")).isZero();
        assertThat(shell.out()).contains("begins at 2019-01-01");
    }

    @Test
    void theLogIsKeptAsLongAsTheSettingSaysAndNotMoreThanAMonthOfItIsCutOffAtOnce() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "caravan.log.keep = P7Y\n", StandardOpenOption.APPEND);
        on("2025-02-01");
        sync();
        on("2025-03-20");
        sync();
        assertThat(shell.run("log")).isZero();
        assertThat(shell.out()).contains("log-cut");
        on("2040-01-01");
        sync();
        assertThat(shell.run("log", "verify")).isZero();
        assertThat(shell.out()).as("a clock that is wrong takes nothing away").doesNotContain("2033");
    }

    @Test
    void whatLiesAheadIsNotCutOff() {
        assertThat(shell.run("store", "compact", "--log-before", "2018-04-01")).isEqualTo(2);
        assertThat(shell.err()).contains("lies ahead");
    }
}
