package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a day is over depends on the project's zone: what was worked out by another is worked out again. */
class ZoneChangedTest {

    @TempDir
    private Path folder;

    @Test
    void whoseLastDayIsOverByTheNewZoneIsClosedWithTheNextCycle() throws IOException {
        try (CompanyShell shell = new CompanyShell(folder)) {
            shell.at(Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC));
            shell.company().hr("E1,Ada,D1,,2026-11-26", "E2,Bob,D1,,");
            assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
            assertThat(shell.company().rows("select worker from users where active = 'yes' order by worker")).containsExactly("E1", "E2");

            Path settings = folder.resolve("application.properties");
            Files.writeString(settings, Files.readString(settings) + "\ncaravan.zone = Pacific/Auckland\n");
            assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
            assertThat(shell.company().rows("select worker from users where active = 'yes' order by worker")).containsExactly("E2");
        }
    }
}
