package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.config.ProjectReader;
import io.caravan.engine.CycleKind;
import io.caravan.engine.Quarantine;
import io.caravan.engine.ServiceStore.ServiceProcess;
import io.caravan.engine.StateStore;
import io.caravan.runtime.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the service runs, when each job does, since when it fails, and what monitoring hears of it. */
class StatusTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final int DOWN = ExitCode.FAILED.number();

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfOne() throws Exception {
        shell = new CompanyShell(folder).at(Clock.fixed(NOW, ZoneOffset.UTC));
        shell.company().hr("E1,Ada,R1,,");
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")) + "schedule: {every: 10m, full: \"0 0 3 * * ?\"}\n");
        assertThat(shell.run("sync")).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aServiceThatIsHeardOfRunsAndItsJobsHaveTheirNextTimes() {
        service("7@elsewhere/a", "2026-11-20T11:54:30Z", "2026-11-20T11:59:56Z");
        assertThat(shell.run("status", "--exit-code")).isZero();
        assertThat(shell.out()).contains("The service runs on elsewhere (process 7, begun by ada 2026-11-20T11:54:30Z), last heard of 4 s ago")
                .containsPattern("hr +hr → hub +1 record +done, now +in 5 min").containsPattern("app .* in 10 min");
    }

    @Test
    void aServiceThatIsNotHeardOfForLongerThanALeaseIsSilentWhateverHasItsNumber() throws Exception {
        service(ProcessHandle.current().pid() + "@elsewhere/a", "2026-11-20T11:00:00Z", "2026-11-20T11:56:00Z");
        assertThat(shell.run("status")).as("the jobs themselves stand well").isZero();
        assertThat(shell.run("status", "--exit-code")).isEqualTo(DOWN);
        assertThat(shell.out()).contains("The service is silent", "last heard of 4 min ago", "did not stop in order").containsPattern("app .* -\n");
        shell.run("status", "--json");
        assertThat(new ObjectMapper().readTree(shell.out()).at("/services/0/state").asText()).isEqualTo("silent");
    }

    @Test
    void aSignFromFarAheadIsOfAClockThatWasSet() {
        service("7@elsewhere/a", "2026-11-20T11:00:00Z", "2027-01-01T00:00:00Z");
        assertThat(shell.run("status", "--exit-code")).isEqualTo(DOWN);
        assertThat(shell.out()).contains("The service is silent", "last heard of in 42 days");
    }

    @Test
    void withoutAServiceOnlyMonitoringMinds() {
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("No service runs: jobs run when somebody types caravan sync");
        assertThat(shell.run("status", "--exit-code")).isEqualTo(DOWN);
    }

    @Test
    void aPausedJobHasNoNextTime() {
        service("7@elsewhere/a", "2026-11-20T11:54:30Z", "2026-11-20T11:59:56Z");
        assertThat(shell.run("job", "pause", "app")).isZero();
        shell.run("status");
        assertThat(shell.out()).containsPattern("app .* -\n").containsPattern("hr .* in 5 min\n");
    }

    @Test
    void aJobThatTheServiceDoesNotBeginIsOverdueAndMonitoringHearsOfIt() throws Exception {
        service("7@elsewhere/a", "2026-11-20T11:54:30Z", "2026-11-20T12:14:20Z");
        shell.at(Clock.fixed(Instant.parse("2026-11-20T12:14:28Z"), ZoneOffset.UTC));
        assertThat(shell.run("status", "--exit-code")).as("ten minutes after its time").isZero();
        shell.at(Clock.fixed(Instant.parse("2026-11-20T12:14:32Z"), ZoneOffset.UTC));
        assertThat(shell.run("status")).isEqualTo(DOWN);
        assertThat(shell.out()).contains("Overdue: hr, should have run at 2026-11-20T12:04:30Z, and the service has not begun it; who waits is not known", "caravan sync hr")
                .doesNotContain("Overdue: app");
        shell.run("status", "--json");
        assertThat(new ObjectMapper().readTree(shell.out()).at("/halted/0/why").asText()).isEqualTo("overdue");
        store(store -> store.cycles().take("hr", "7@elsewhere/a", Instant.now(), Duration.ofMinutes(3)));
        assertThat(shell.run("status")).as("under way by now").isZero();
    }

    @Test
    void aJobThatFailsEachTimeSaysSinceWhen() throws Exception {
        Files.delete(folder.resolve("hr.csv"));
        shell.run("sync", "hr");
        shell.at(Clock.fixed(NOW.plusSeconds(7200), ZoneOffset.UTC));
        shell.run("sync", "hr");
        assertThat(shell.run("status")).isEqualTo(DOWN);
        assertThat(shell.out()).contains("hr has been failing since 2026-11-20T12:00:00Z, 2 runs: ", "hr.csv");
        shell.company().hr("E1,Ada,R1,,");
        shell.run("sync", "hr");
        shell.run("status");
        assertThat(shell.out()).doesNotContain("failing");
    }

    @Test
    void aCycleWhoseProcessIsGoneIsNotUnderWay() {
        store(store -> store.cycles().open("app", CycleKind.DELTA, NOW));
        shell.run("status");
        assertThat(shell.out()).contains("interrupted, now", "app interrupted: the process that ran it is gone");
        store(store -> store.cycles().take("app", "7@elsewhere/a", Instant.now(), java.time.Duration.ofMinutes(3)));
        shell.run("status");
        assertThat(shell.out()).contains("running, now");
    }

    @Test
    void refusedCredentialsAreNamedByTheirSetting() {
        store(store -> store.services().quarantine(new Quarantine("app", "app", new Quarantine.Why(Quarantine.Cause.CREDENTIALS, "HTTP 401",
                "caravan.systems.app.password = {{file:app.password}}"), new Quarantine.Probes(NOW.minusSeconds(60), NOW, 2, NOW.plusSeconds(600), Duration.ZERO), "")));
        assertThat(shell.run("status")).isEqualTo(DOWN);
        assertThat(shell.out()).contains("In quarantine: app, since 2026-11-20T11:59:00Z: HTTP 401 (caravan.systems.app.password = {{file:app.password}});"
                + " probed again at 2026-11-20T12:10:00Z");
    }

    /** Written by a newer Caravan, or by nobody: it is told, and no program breaks. */
    @Test
    void aWordInTheStoreThatNobodyKnowsIsToldAndNothingBreaks() throws Exception {
        for (String damage : List.of("UPDATE cycle SET status = 'resting' WHERE job = 'app'", "UPDATE cycle SET status = 'done'; UPDATE link SET state = 'asleep'")) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db")); Statement statement = connection.createStatement()) {
                statement.executeUpdate(damage);
            }
            String word = damage.contains("asleep") ? "\"asleep\" as the state of an account" : "\"resting\" as the status of a cycle";
            for (String[] command : List.of(new String[] {"status"}, new String[] {"sync", "app", "--full"})) {
                assertThat(shell.run(command)).as(word).isEqualTo(ExitCode.FAILED.number());
                assertThat(shell.out() + shell.err()).contains("the store has " + word + ", which this Caravan does not know").doesNotContain("something broke", "\tat ");
            }
        }
    }

    @Test
    void watchingNeedsATerminal() {
        assertThat(shell.run("status", "--watch")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--watch shows it on a terminal");
    }

    private void service(String owner, String started, String seen) {
        store(store -> {
            store.services().seen(new ServiceProcess(owner, "ada", Instant.parse(started), Instant.parse(seen)));
        });
    }

    private void store(Consumer<StateStore> use) {
        try (StateStore store = Stores.open(ProjectReader.read(folder, Path.of("connectors")).project().orElseThrow())) {
            use.accept(store);
        }
    }
}
