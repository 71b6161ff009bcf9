package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.StateStore;
import io.caravan.runtime.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks: how it stands, what was done, whether the log can be believed, where the next read starts. */
class OperateTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfTwo() throws Exception {
        shell = new CompanyShell(folder);
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,1,");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aProjectThatNeverRanSaysWhatToDo() {
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("never", "0 identities in the hub", "Next: app has never run: caravan plan shows what would happen");
    }

    @Test
    void statusTellsHowEveryJobStands() {
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("hr → hub", "2 records", "2 enabled, 0 disabled", "done, now", "No service runs", "2 identities in the hub").doesNotContain("Next:");
    }

    @Test
    void rejectedRecordsAreDeadLettersWithTheirPlace() throws Exception {
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,1,", "2,Grace,R2,1,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("Left behind in hr: 1 (rejected)", "workerId \"2\" stands more than once", "Next: put the source right");
        assertThat(shell.run("status")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("Left behind in hr: 1 (rejected)", "caravan dead-letters list --job hr");
        assertThat(shell.run("dead-letters", "hr")).isZero();
        assertThat(shell.out()).contains("hr.csv:", "workerId \"2\" stands more than once");
    }

    @Test
    void aReadingInWhichAnAttributeVanishesIsHeldUntilSomebodyLetsItThroughByName() throws Exception {
        shell.company().hr("1,Ada,R1,,2020-01-31", "2,Grace,R1,,2020-01-31", "3,Alan,R1,,2020-01-31", "4,Edsger,R1,,");
        assertThat(shell.run("sync")).isZero();
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,,", "3,Alan,R1,,", "4,Edsger,R1,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.out()).contains("\"end\" from 3 of 4 people", "caravan sync hr --let-vanish end=3");
        assertThat(shell.company().rows("select worker from users")).as("nobody who left long ago gets an account").hasSize(1);
        shell.run("status");
        assertThat(shell.out()).contains("hr holds what it read");
        assertThat(shell.run("log", "--job", "hr", "--action", "guard", "--status", "held")).isZero();
        assertThat(shell.out()).contains("vanished");
        assertThat(shell.run("plan")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.run("plan", "--let-vanish", "end")).isZero();
        assertThat(shell.out()).contains("3 create");
        assertThat(shell.run("sync", "--let-vanish", "end=2")).as("it has become worse since somebody looked").isEqualTo(ExitCode.HELD.number());
        assertThat(shell.run("sync", "--let-vanish", "end=0")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.company().rows("select worker from users")).hasSize(1);
        assertThat(shell.run("sync", "--let-vanish", "end=3")).isZero();
        assertThat(shell.company().rows("select worker from users")).hasSize(4);
    }

    @Test
    void aReadingThatShrankGoesThroughOnceWhenSomebodyWhoHasLookedSaysHowManyAreMissing() throws Exception {
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,,", "3,Alan,R1,,", "4,Edsger,R1,,");
        assertThat(shell.run("sync")).isZero();
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,,", "3,Alan,R1,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("3 records where the last full read had 4", "If it is right: caravan sync hr --let-shrink hr=1");
        assertThat(shell.run("plan", "--let-shrink", "hr=1")).isZero();
        assertThat(shell.out()).contains("1 disable");
        assertThat(shell.run("sync", "hr", "--let-shrink", "hr=1", "--as", "grace")).isZero();
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.company().rows("select worker from users where active = 'yes'")).hasSize(3);
        assertThat(shell.run("log", "--job", "hr", "--action", "guard", "--status", "success")).isZero();
        assertThat(shell.out()).contains("let through by grace");
        shell.company().hr("1,Ada,R1,,", "2,Grace,R1,,");
        assertThat(shell.run("sync")).as("the next one is judged by itself").isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void toLetASourceShrinkItHasToBeReadAndACountToBeGiven() {
        assertThat(shell.run("sync", "app", "--let-shrink", "hr=1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("this run does not read hr");
        assertThat(shell.run("sync", "--let-shrink", "app=1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("sync", "--let-shrink", "hr=0")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("lets nobody be missing");
        assertThat(shell.run("sync", "--let-shrink", "hr")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("plan", "--let-shrink", "rh=1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("did you mean 'hr'");
    }

    @Test
    void theLogIsNarrowedByEveryOption() {
        shell.run("sync");
        assertThat(shell.run("log", "--identity", "2", "--action", "create", "--status", "success", "--job", "app", "--since", "1h")).isZero();
        assertThat(shell.out().lines().filter(line -> line.contains("create"))).hasSize(1);
        assertThat(shell.run("log", "--since", "2999-01-01")).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("No entry.\n");
        assertThat(shell.run("log", "--since", "soon")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("'soon' is not a point in time", "90m");
        assertThat(shell.run("plan", "--limit", "-3")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("dead-letters", "--limit", "-3")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("log", "--limit", "-3")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("log", "--job", "ap")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("did you mean 'app'?");
    }

    @Test
    void everyEntrySaysWhoDidItAndWhatTheGuardSaid() {
        shell.run("sync", "--as", "ada");
        shell.run("watermark", "reset", "hr", "--as", "grace");
        shell.run("log");
        assertThat(shell.out().lines()).isNotEmpty().filteredOn(line -> line.startsWith("2")).allMatch(line -> line.endsWith("by ada)") || line.endsWith("by grace)"))
                .anyMatch(line -> line.endsWith("(watermark reset by grace)"));
        shell.run("log", "--action", "create", "--json");
        assertThat(shell.out()).contains("guard: passed: 2 of 0 accounts would be created (no limit)", "\"initiatedBy\" : \"sync by ada\"");
        assertThat(shell.run("log", "verify")).isZero();

        shell.run("sync", "hr", "--full");
        assertThat(shell.run("sync", "--as", " ")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("--as ' ' is no name");
    }

    @Test
    void aTamperedLogIsFoundOut() throws Exception {
        shell.run("sync");
        assertThat(shell.run("log", "verify")).isZero();
        assertThat(shell.out()).startsWith("The log is whole: ");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/caravan.db"));
             Statement statement = connection.createStatement()) {
            for (String trigger : triggers(statement)) {
                statement.execute("DROP TRIGGER " + trigger);
            }
            assertThat(statement.executeUpdate("UPDATE log_entry SET reason = 'nothing happened' WHERE sequence = 3")).isOne();
        }
        assertThat(shell.run("log", "verify")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).isEqualToNormalizingNewlines("The log is broken: entry 3 is not what was written\n");
    }

    @Test
    void aResetWatermarkMakesTheNextReadAFullOneAndKeepsLinks() {
        shell.run("sync");
        inStore(store -> {
            JobState state = store.cycles().state("hr");
            store.cycles().state("hr", state.read(Optional.of("2026-01-01"), state.lastFullCount(),
                    state.lastFullAt()));
        });
        assertThat(shell.run("watermark", "show")).isZero();
        assertThat(shell.out()).contains("2026-01-01");
        assertThat(shell.run("watermark", "reset", "hr")).isZero();
        assertThat(shell.out()).contains("(reads everything)");
        inStore(store -> assertThat(store.links().enabledAccounts("app")).isEqualTo(2));
    }

    @Test
    void statusWarnsOfAWatermarkThatLiesAheadAndOfNoOther() {
        shell.run("sync");
        inStore(store -> {
            JobState state = store.cycles().state("hr");
            store.cycles().state("hr", state.read(Optional.of("2999-01-01T00:00:00Z"), state.lastFullCount(), state.lastFullAt()));
        });
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("hr is to read what changed since 2999-01-01T00:00:00Z, which lies ahead: its next cycle reads everything");
        inStore(store -> {
            JobState state = store.cycles().state("hr");
            store.cycles().state("hr", state.read(Optional.of("2020-01-01T00:00:00Z"), state.lastFullCount(), state.lastFullAt()));
        });
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("hr reads what changed since 2020-01-01T00:00:00Z").doesNotContain("lies ahead");
    }

    @Test
    void aJobThatIsRunningKeepsItsWatermark() {
        shell.run("sync");
        inStore(store -> store.cycles().take("hr", "somebody else", Instant.now(), Duration.ofMinutes(3)));
        assertThat(shell.run("watermark", "reset", "hr")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("job 'hr' is running");
        assertThat(shell.run("watermark", "reset", "app")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void theStoresSettingsMayStandInFiles() throws Exception {
        shell.company().write("store.url", "jdbc:sqlite:elsewhere/caravan.db\n");
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("jdbc:sqlite:state/caravan.db", "{{file:store.url}}"));
        assertThat(shell.run("sync")).isZero();
        assertThat(folder.resolve("elsewhere/caravan.db")).exists();
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).contains("2 enabled");

        Files.delete(folder.resolve("store.url"));
        assertThat(shell.run("status")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("caravan.store.url", "store.url cannot be read", "make the file");
    }

    /** Without them the store itself refuses. */
    private static List<String> triggers(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_entry'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void inStore(Consumer<StateStore> use) {
        Project project = ProjectReader.read(folder, Path.of("connectors")).project().orElseThrow();
        try (StateStore store = Stores.open(project)) {
            use.accept(store);
        }
    }
}
