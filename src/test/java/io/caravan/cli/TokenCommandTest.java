package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan token}. */
class TokenCommandTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void begin() throws IOException {
        shell = new CompanyShell(folder);
        shell.at(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        Path file = folder.resolve("application.properties");
        Files.writeString(file, Files.readString(file) + "caravan.systems.payroll.connector = push-source\ncaravan.systems.payroll.inbox = inbox/payroll\ncaravan.systems.payroll.key = id\n");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aTokenIsShownOnceAndOnlyItsHashIsKept() throws IOException {
        assertThat(shell.run("token", "create", "hr-platform", "--for", "payroll", "--until", "2026-12-31")).as(shell.err()).isZero();
        String token = shell.out().lines().findFirst().orElseThrow();
        assertThat(token).matches("cvn_[A-Za-z0-9_-]{43}");
        assertThat(shell.out()).contains("http://127.0.0.1:8585/push/payroll", "2027-01-01 00:00:00Z");
        assertThat(new String(Files.readAllBytes(folder.resolve("state/caravan.db")), StandardCharsets.ISO_8859_1)).doesNotContain(token.substring(4));
        assertThat(shell.run("token", "list")).isZero();
        assertThat(shell.out()).contains("hr-platform: for records of payroll").doesNotContain(token);
        assertThat(shell.run("log", "--action", "token-create")).isZero();
        assertThat(shell.out()).contains("hr-platform").doesNotContain(token);
    }

    @Test
    void itIsListedAndRevoked() {
        shell.run("token", "create", "one", "--for", "payroll");
        assertThat(shell.run("token", "create", "one", "--for", "payroll")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("there is a token one already");
        assertThat(shell.run("token", "revoke", "onne")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("did you mean one?");
        assertThat(shell.run("token", "revoke", "one")).isZero();
        assertThat(shell.run("token")).isZero();
        assertThat(shell.out()).contains("None.");
    }

    @Test
    void itIsForASystemThatTakesRecordsAndForADayThatComes() {
        assertThat(shell.run("token", "create", "one", "--for", "hr")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("no system 'hr' takes records that are sent", "There is payroll");
        assertThat(shell.run("token", "create", "one", "--for", "payroll", "--until", "2026-11-01")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("token", "create", "One two", "--for", "payroll")).isEqualTo(ExitCode.USAGE.number());
    }
}
