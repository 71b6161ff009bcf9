package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cycle that came to its end, and whose answers the store did not take: what was sent may have been carried out, as after a process that was killed. */
class OutcomesNotRecordedTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void start() throws Exception {
        shell = new CompanyShell(folder);
        shell.at(Clock.fixed(Instant.parse("2026-11-20T09:00:00Z"), ZoneOffset.UTC));
        hr("", "");
        assertThat(shell.run("sync")).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void hr(String lastDay, String more) throws Exception {
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,E1," + lastDay, "E3,Cid,R1,E1," + more);
    }

    private void store(String statement) throws Exception {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement sql = store.createStatement()) {
            sql.execute(statement);
        }
    }

    private String active() {
        return shell.company().rows("select active from users where worker = 'E2'").toString();
    }

    @Test
    void whoWasOpenedWithoutThatBeingRecordedIsClosedWhenSheLeaves() throws Exception {
        String open = active();
        hr("2026-11-18", "");
        assertThat(shell.run("sync")).isZero();
        String closed = active();
        assertThat(closed).isNotEqualTo(open);
        store("CREATE TRIGGER disk_is_full BEFORE INSERT ON log_entry WHEN NEW.action = 'enable' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        hr("", "");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(active()).isEqualTo(open);
        store("DROP TRIGGER disk_is_full");

        hr("2026-11-19", "");
        assertThat(shell.run("sync")).isZero();

        assertThat(active()).isEqualTo(closed);
    }
}
