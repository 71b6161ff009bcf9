package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.camel.OddScim;
import io.caravan.engine.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process that is stopped for so long that another takes its job over, and then goes on: as after SIGSTOP, a laptop's
 * sleep, or a virtual machine that was moved. The application would take everybody twice.
 */
@DisabledOnOs(OS.WINDOWS)
class LostJobIT {

    private static final int PEOPLE = 600;
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final int SENDERS = 4;

    @TempDir
    private Path folder;
    private OddScim app;
    private ProjectUnderTest project;

    @BeforeEach
    void start() {
        app = new OddScim();
        project = new ProjectUnderTest(folder).fileIntoScim(app.url(), PEOPLE, "caravan.lease = 2s");
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void whoWasStoppedWhileAnotherTookTheJobSendsNothingMoreAndSaysSo() throws Exception {
        app.be(exchange -> {
            sleep(5);
            return false;
        });
        Process first = caravan("first.txt");
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(() -> app.users().size() >= 100 || !first.isAlive());
            stopBetweenTransactions(first);
            long sent = app.users().size();
            assertThat(sent).as("in the midst of it").isBetween(100L, PEOPLE - 50L);
            await().pollDelay(LEASE.plusSeconds(1)).until(() -> true);

            Process second = caravan("second.txt");
            assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).as(project.said("second.txt")).isZero();

            app.asked().clear();
            signal(first, "CONT");
            assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(first.exitValue()).as(project.said("first.txt")).isEqualTo(1);
            assertThat(project.said("first.txt")).contains("another process has taken job app").doesNotContain("\tat ");
            assertThat(app.asked()).as("between its last look and its socket each sender can be stopped, with one request").hasSizeLessThanOrEqualTo(SENDERS);
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertThat(app.users()).hasSize(PEOPLE + app.asked().size());
        eachIsLoggedOnce();
    }

    @Test
    void whoWasStoppedWhileItReadASourceStagesAndResolvesNothingMore() throws Exception {
        Process first = caravan("first.txt");
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1)).until(() -> Files.exists(folder.resolve("state/caravan.db")));
            stopBetweenTransactions(first);
            await().pollDelay(LEASE.plusSeconds(1)).until(() -> true);
            Process second = caravan("second.txt");
            assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
            signal(first, "CONT");
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertThat(run("last.txt")).isZero();
        assertThat(app.users()).extracting(user -> user.path("externalId").asText()).doesNotHaveDuplicates().hasSize(PEOPLE);
        eachIsLoggedOnce();
    }

    private void eachIsLoggedOnce() {
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
        assertThat(project.log().stream().map(stored -> stored.entry())
                .filter(entry -> entry.job().equals("app") && entry.status() == LogEntry.Status.SUCCESS).collect(Collectors.toList()))
                .extracting(LogEntry::identityKey).doesNotHaveDuplicates().hasSize(PEOPLE);
        project.close();
    }

    private int run(String out) throws Exception {
        Process process = caravan(out);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process caravan(String out) throws IOException {
        return project.process(out, "sync");
    }

    /** Who is stopped while it writes to a SQLite file keeps everybody else from writing, and nobody can take anything over. */
    private void stopBetweenTransactions(Process process) throws Exception {
        boolean writing = true;
        while (writing) {
            signal(process, "STOP");
            try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement statement = store.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 0");
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("ROLLBACK");
                writing = false;
            } catch (SQLException locked) {
                signal(process, "CONT");
            }
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
