package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon, inside this process. */
class RunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private Thread daemon;
    private final AtomicInteger exitCode = new AtomicInteger(-1);

    @BeforeEach
    void aCompanyOfTwo() throws Exception {
        shell = new CompanyShell(folder);
        Files.writeString(folder.resolve("mappings/hr.yaml"), Files.readString(folder.resolve("mappings/hr.yaml")) + "schedule: {every: 1s}\n");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.interrupt();
        daemon.join(PATIENCE.toMillis());
        shell.close();
        assertThat(exitCode).hasValue(0);
        assertThat(shell.err()).endsWith("caravan: stopped" + System.lineSeparator());
    }

    @Test
    void aFileThatArrivesReachesTheTarget() throws Exception {
        start("run");
        untilItSays("ready after");
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,1,");
        until(() -> assertThat(names()).containsExactly("Ada", "Grace"));
    }

    @Test
    void aChangedMappingCountsAtOnceAndAWrongOneIsRefused() throws Exception {
        shell.company().hr("1,Ada,R1,,");
        start("run", "--dev");
        untilItSays("watching application.properties, mappings/");
        until(() -> assertThat(names()).containsExactly("Ada"));

        String mapping = Files.readString(folder.resolve("mappings/app.yaml"));
        shell.company().write("mappings/app.yaml", mapping.replace("name:  ", "name: ").replace("\"${body[name]}\"", "\"${bodi[name]}\""));
        untilItSays("still running with the files as they were");
        assertThat(shell.err()).contains("mappings/app.yaml:");

        shell.company().write("mappings/app.yaml", mapping.replace("name: \"${body[name]}\"", "name: \"Dr. ${body[name]}\""));
        untilItSays("began anew with the changed files");
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,1,");
        until(() -> assertThat(names()).containsExactly("Dr. Ada", "Dr. Grace"));
    }

    @Test
    void aSecondServiceOnTheSameFileIsRefusedAndSaysWhichIsTheFirst() throws Exception {
        shell.company().hr("1,Ada,R1,,");
        start("run");
        untilItSays("ready after");
        Shell other = new Shell();
        assertThat(other.run("run", "--project", folder.toString())).isEqualTo(1);
        assertThat(other.err()).contains("process " + ProcessHandle.current().pid() + " on ").contains("runs the jobs of this project already").contains("Stop that one first");
        assertThat(other.run("status", "--project", folder.toString())).as("whoever looks is not refused").isZero();
    }

    private java.util.List<String> names() {
        return shell.company().rows("select name from users order by name");
    }

    private void start(String... words) {
        daemon = new Thread(() -> exitCode.set(shell.run(words)), "daemon");
        daemon.start();
    }

    private void untilItSays(String words) throws Exception {
        until(() -> assertThat(shell.err()).contains(words));
    }

    private void until(Runnable holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                holds.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(notYet.getMessage() + "\nThe daemon said:\n" + shell.err(), notYet);
                }
                CompletableFuture.runAsync(() -> { }, CompletableFuture.delayedExecutor(50, java.util.concurrent.TimeUnit.MILLISECONDS)).get();
            }
        }
    }
}
