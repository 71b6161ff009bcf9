package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of quarantine, and does about it. */
class QuarantineCommandsTest {

    private static final int FAILED = ExitCode.FAILED.number();

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aTargetThatRefusesEverybody() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-26T12:00:00Z");
        people("");
        assertThat(shell.run("sync")).isZero();
        shell.company().sql("create trigger no_licence before update on users begin select raise(abort, 'no licence left'); end");
        shell.company().hr(IntStream.rangeClosed(1, 30).mapToObj(i -> "E" + i + ",P" + i + ",R2,,").toArray(String[]::new));
        assertThat(shell.run("sync")).isEqualTo(FAILED);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    private void people(String end) throws Exception {
        shell.company().hr(IntStream.rangeClosed(1, 30).mapToObj(i -> "E" + i + ",P" + i + ",R1,," + (i == 1 ? end : "")).toArray(String[]::new));
    }

    @Test
    void aJobInQuarantineIsShownWithWhyUntilWhenAndWhoIsToLoseAccess() throws Exception {
        assertThat(shell.run("quarantine", "list")).isEqualTo(FAILED);
        assertThat(shell.out()).contains("app: changes, since 2026-11-26T12:00:00Z, 1 try, probed again at 2026-11-26T12:15:00Z", "no licence left", "Next: mend the cause; then caravan quarantine release app");
        people("2026-11-25");
        assertThat(shell.run("sync")).isEqualTo(FAILED);
        assertThat(shell.out()).contains("app quarantined: since 2026-11-26T12:00:00Z", "Next: mend what its message says; then caravan quarantine release app", "to lose access", "E1: has left");
        assertThat(shell.run("status")).isEqualTo(FAILED);
        assertThat(shell.out()).contains("In quarantine: app, since 2026-11-26T12:00:00Z", "probed again at 2026-11-26T12:15:00Z", "Left behind in app: 1 (quarantined)", "E1: has left");
        assertThat(shell.run("status", "--json")).isEqualTo(FAILED);
        assertThat(shell.out()).contains("\"why\" : \"quarantined\"");
        assertThat(shell.run("quarantine", "--json")).isEqualTo(FAILED);
        assertThat(shell.out()).contains("\"cause\" : \"changes\"", "\"again\" : \"2026-11-26T12:15:00Z\"");
        assertThat(shell.run("explain", "E1", "app")).isZero();
        assertThat(shell.out()).contains("quarantined");
    }

    @Test
    void releasingItLetsTheNextCycleRunAsAlwaysAndTheLogHasOneEntryEach() throws Exception {
        assertThat(shell.run("quarantine", "release", "hr")).isEqualTo(FAILED);
        assertThat(shell.err()).contains("job 'hr' is not in quarantine", "caravan quarantine list");
        shell.company().sql("drop trigger no_licence");
        assertThat(shell.run("quarantine", "release", "app", "--reason", "licences were bought", "--as", "ada")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("app runs as always again, with its next cycle\n");
        assertThat(shell.run("quarantine")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("None.\n");
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.company().rows("select count(*) from users where dept = 'R2'")).containsExactly("30");
        shell.run("log", "--action", "quarantine");
        assertThat(shell.out()).containsOnlyOnce("changes: ");
        shell.run("log", "--action", "leave-quarantine");
        assertThat(shell.out()).containsOnlyOnce("licences were bought").contains("quarantine release by ada");
        assertThat(shell.run("status")).isZero();
    }

    @Test
    void aSourceInQuarantineWaitsAsATargetDoes() throws Exception {
        Files.delete(folder.resolve("hr.csv"));
        for (int times = 0; times < 3; times++) {
            assertThat(shell.run("sync", "hr")).isEqualTo(FAILED);
            assertThat(shell.out()).doesNotContain("hr quarantined: since");
        }
        assertThat(shell.run("sync", "hr")).isEqualTo(FAILED);
        assertThat(shell.out()).contains("hr quarantined: since");
        assertThat(shell.run("sync", "hr", "--now")).isEqualTo(FAILED);
        assertThat(shell.out()).doesNotContain("quarantined: since").contains("there is no file hr.csv");
    }

    @Test
    void syncNowIsTheSameAtOnce() {
        shell.company().sql("drop trigger no_licence");
        assertThat(shell.run("sync", "app", "--now")).isZero();
        assertThat(shell.company().rows("select count(*) from users where dept = 'R2'")).containsExactly("30");
        shell.run("log", "--action", "leave-quarantine");
        assertThat(shell.out()).contains("sync --now by");
    }

    @Test
    void aJobThatIsSwitchedOffDoesNotRunUntilSomebodyResumesItAndThatEndsItsQuarantine() throws Exception {
        assertThat(shell.run("job", "disable", "app", "--reason", "the contract has ended", "--as", "ada")).isZero();
        assertThat(shell.out()).contains("app: switched off by ada since 2026-11-26T12:00:00Z (the contract has ended)");
        assertThat(shell.run("status")).as("its last cycle failed").isEqualTo(FAILED);
        assertThat(shell.out()).contains("Switched off: app, by ada", "Next: caravan job resume app");
        people("2026-11-25");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.run("quarantine", "release", "app")).isEqualTo(FAILED);
        assertThat(shell.err()).contains("job 'app' is switched off", "caravan job resume app");
        shell.company().sql("drop trigger no_licence");
        assertThat(shell.run("job", "resume", "app")).isZero();
        assertThat(shell.run("quarantine")).isZero();
        assertThat(shell.run("sync")).isZero();
        shell.run("log", "--action", "disable-job");
        assertThat(shell.out()).contains("the contract has ended", "job disable by ada");
    }
}
