package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One reading of a source is one event, in however many targets it takes accounts away. Five tables, and two hundred people. */
class AcrossJobsTest {

    private static final int HELD = ExitCode.HELD.number();
    private static final int PEOPLE = 200;
    private static final String[] TARGETS = {"app", "app2", "app3", "app4", "app5"};

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void fiveTargets() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-26T12:00:00Z");
        StringBuilder settings = new StringBuilder(Files.readString(folder.resolve("application.properties")));
        for (int i = 2; i <= TARGETS.length; i++) {
            settings.append("""
                    caravan.systems.app%1$d.connector = jdbc
                    caravan.systems.app%1$d.url = jdbc:sqlite:%2$s
                    caravan.systems.app%1$d.table = users%1$d
                    caravan.systems.app%1$d.key = login
                    caravan.systems.app%1$d.findBy = login,worker
                    caravan.systems.app%1$d.enabledColumn = active
                    caravan.systems.app%1$d.enabledValue = yes
                    caravan.systems.app%1$d.disabledValue = no
                    """.formatted(i, folder.resolve("app.db")));
            shell.company().sql("create table users" + i + " (login text primary key, worker text unique, name text, dept text, manager text, active text)");
            job(i, "");
        }
        shell.company().write("application.properties", settings.toString());
    }

    private void job(int number, String guard) throws Exception {
        String suffix = number == 1 ? "" : String.valueOf(number);
        shell.company().write("mappings/app" + suffix + ".yaml", SmallCompany.mapping("${body[dept]}").replace("job: app", "job: app" + suffix).replace("system: app,", "system: app" + suffix + ",")
                .replace("'logins'", "'logins" + suffix + "'").replace("match:", guard + "match:"));
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void people(IntFunction<String> end) throws Exception {
        shell.company().hr(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",Person " + i + ",D,," + end.apply(i)).toArray(String[]::new));
    }

    private List<Integer> open() {
        List<Integer> counts = new ArrayList<>();
        for (String target : TARGETS) {
            counts.add(shell.company().rows("select worker from users" + target.substring(3) + " where active = 'yes'").size());
        }
        return counts;
    }

    @Test
    void thirtyPeopleInFiveTargetsAreOneEventThatIsHeldOnceToldOnceAndApprovedOnce() throws Exception {
        people(i -> "");
        assertThat(shell.run("sync")).isZero();
        people(i -> i < 30 ? "2026-11-25" : "");
        assertThat(shell.run("sync")).isEqualTo(HELD);
        assertThat(shell.out()).contains("30 of 200 people would lose access in 5 targets (app, app2, app3, app4, app5), by one reading of hr, cycle");
        assertThat(open()).containsOnly(PEOPLE);
        assertThat(shell.run("status")).isEqualTo(HELD);
        assertThat(shell.out().lines().filter(line -> line.contains("caravan approve"))).as(shell.out()).hasSize(1);
        assertThat(shell.out()).contains("Held: one reading of hr, cycle", "would take access from 30 people in 5 targets: app, app2, app3, app4, app5");
        Path plan = folder.resolve("all.plan");
        shell.run("plan", "--out", plan.toString());
        assertThat(shell.run("apply", plan.toString())).isEqualTo(HELD);
        assertThat(open()).containsOnly(PEOPLE);
        assertThat(shell.run("apply", plan.toString(), "--approve", "--as", "ada")).isZero();
        assertThat(open()).containsOnly(PEOPLE - 30);
        assertThat(shell.run("sync")).as("and that was that").isZero();
        assertThat(shell.run("status")).isZero();
        shell.run("log", "--action", "guard", "--status", "success");
        assertThat(shell.out()).contains("approved by ada");
    }

    @Test
    void oneApprovalOfOneJobIsForAllThatHoldTheSameReading() throws Exception {
        people(i -> "");
        assertThat(shell.run("sync")).isZero();
        people(i -> i < 30 ? "2026-11-25" : "");
        assertThat(shell.run("sync")).isEqualTo(HELD);
        assertThat(shell.run("approve", "app3")).isEqualTo(HELD);
        assertThat(shell.out()).contains("What is decided holds for 5 jobs, which hold changes of the same reading: app3, app, app2, app4, app5.");
        String seen = shell.out().replaceAll("(?s).*caravan approve app3 --why TEXT --seen (\\w+).*", "$1");
        assertThat(shell.run("approve", "app3", "--only", "E1", "E2")).isEqualTo(HELD);
        String two = shell.out().replaceAll("(?s).*--seen (\\w+)\n.*", "$1");
        assertThat(shell.run("approve", "app3", "--only", "E1", "E2", "--why", "they have gone", "--seen", two)).as(shell.out()).isZero();
        for (String target : TARGETS) {
            assertThat(shell.company().rows("select worker from users" + target.substring(3) + " where active = 'no' order by worker")).as(target).containsExactly("E1", "E2");
        }
        assertThat(shell.run("sync")).isEqualTo(HELD);
        assertThat(shell.run("approve", "app5", "--why", "all of it", "--seen", seen)).as("that was of thirty").isEqualTo(ExitCode.FAILED.number());
        shell.run("approve", "app5");
        String rest = shell.out().replaceAll("(?s).*--seen (\\w+)\n.*", "$1");
        assertThat(shell.run("reject", "app5", "--why", "a mistake of HR", "--seen", rest)).isZero();
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.run("status")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).doesNotContain("Held:").contains("Left behind in app: 28 (change-rejected)", "Left behind in app4: 28 (change-rejected)");
        assertThat(open()).containsOnly(PEOPLE - 2);
        people(i -> i < 30 ? "2027-11-25" : "");
        assertThat(shell.run("sync")).as("it was a mistake of the year").isZero();
        assertThat(shell.run("status")).isZero();
        assertThat(open()).containsOnly(PEOPLE - 2 + 2);
    }

    @Test
    void whatIsLittleInEachTargetIsHeldWhenItIsTooMuchInAllOfThem() throws Exception {
        for (int i = 1; i <= TARGETS.length; i++) {
            job(i, "scope: {include: \"${body[dept]} != '" + i + "'\"}\n");
        }
        people(i -> "");
        assertThat(shell.run("sync")).isZero();
        // fifteen of each target move out of its scope: 15 of 200 accounts each, 75 of 200 people
        shell.company().hr(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",Person " + i + "," + (i < 75 ? String.valueOf(i / 15 + 1) : "D") + ",,").toArray(String[]::new));
        assertThat(shell.run("sync")).isEqualTo(HELD);
        assertThat(shell.out()).contains("would lose access in 5 targets").doesNotContain("accounts would be disabled or deleted");
        assertThat(open()).as("not one of them, whichever job ran first").containsOnly(PEOPLE);
    }

    @Test
    void jobsThatRunOneAfterTheOtherComeToTheSameEvent() throws Exception {
        people(i -> "");
        assertThat(shell.run("sync")).isZero();
        shell.company().write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")).replace("match:", "guard: {maxDisable: 25}\nmatch:"));
        people(i -> i < 26 ? "2026-11-25" : "");
        assertThat(shell.run("sync", "hr")).isZero();
        for (String target : TARGETS) {
            assertThat(shell.run("sync", target)).as(target).isEqualTo(HELD);
            assertThat(shell.out()).contains("26 of 200 people would lose access in 5 targets");
        }
        people(i -> i < 26 ? "2026-11-25" : i == 100 ? "2026-11-25" : "");
        at("2026-11-26T13:00:00Z");
        shell.run("sync", "hr");
        assertThat(shell.run("sync", "app5")).isEqualTo(HELD);
        assertThat(shell.out()).as("the next reading is another event").contains("26 of 200 people");
    }

    @Test
    void theLimitForPeopleIsWhatIsSetElseWhatTheJobsAllow() throws Exception {
        people(i -> "");
        assertThat(shell.run("sync")).isZero();
        String settings = Files.readString(folder.resolve("application.properties"));
        shell.company().write("application.properties", settings + "caravan.guard.maxPeople = 3\n");
        people(i -> i < 4 ? "2026-11-25" : "");
        assertThat(shell.run("sync")).isEqualTo(HELD);
        assertThat(shell.out()).contains("4 of 200 people", "(limit 3)");
        shell.company().write("application.properties", settings + "caravan.guard.maxPeople = 2 %\n");
        assertThat(shell.run("sync")).isZero();
        assertThat(open()).containsOnly(PEOPLE - 4);

        shell.company().write("application.properties", settings);
        for (int i = 1; i <= TARGETS.length; i++) {
            job(i, "guard: {maxDisable: 50%}\n");
        }
        people(i -> i < 64 ? "2026-11-25" : "");
        assertThat(shell.run("sync")).as("somebody has said that much of these jobs").isZero();
        shell.company().write("application.properties", settings + "caravan.guard.maxPeople = many\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("\"many\" is not a limit", "write for example 500 or 10%");
    }

    @Test
    void oneTargetAloneIsLookedAtByItsOwnGuard() throws Exception {
        for (int i = 2; i <= TARGETS.length; i++) {
            Files.delete(folder.resolve("mappings/app" + i + ".yaml"));
        }
        people(i -> "");
        assertThat(shell.run("sync")).isZero();
        people(i -> i < 30 ? "2026-11-25" : "");
        assertThat(shell.run("sync")).isEqualTo(HELD);
        assertThat(shell.out()).contains("30 of 200 accounts would be disabled or deleted (limit 20)").doesNotContain("people would");
        shell.run("status");
        assertThat(shell.out()).contains("app holds 30 changes").doesNotContain("Held: one reading");
    }
}
