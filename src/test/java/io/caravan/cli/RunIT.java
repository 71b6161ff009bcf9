package io.caravan.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.runtime.SmallCompany;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RunIT {

    @TempDir
    private Path folder;

    @Test
    void sigtermEndsItCleanlyAndWhatItDidIsRecorded() throws Exception {
        try (SmallCompany company = new SmallCompany(folder)) {
            company.hr("1,Ada,R1,,", "2,Grace,R1,1,");
            Files.writeString(folder.resolve("mappings/hr.yaml"), Files.readString(folder.resolve("mappings/hr.yaml")) + "schedule: {every: 1s}\n");
            Process process = new ProcessBuilder(Path.of("target/caravan/bin/caravan").toAbsolutePath().toString(), "run", "--project", folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
                readUntil(err, "caravan: ready after");
                await().atMost(ofSeconds(60)).until(() -> company.rows("select name from users order by name"), List.of("Ada", "Grace")::equals);
                process.toHandle().destroy(); // SIGTERM; destroying the process itself would close its stderr here, too
                readUntil(err, "caravan: stopped");
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
            assertThat(company.rows("select name from users order by name")).containsExactly("Ada", "Grace");
        }
    }

    private static void readUntil(BufferedReader err, String words) throws Exception {
        StringBuilder said = new StringBuilder();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            if (line.contains(words)) {
                return;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("it never said \"" + words + "\" but:\n" + said);
    }
}
