package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.operations.Caller;
import io.caravan.operations.OpenProject;
import io.caravan.operations.ProjectStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole main job through the real routes, connectors and store: a CSV file into a table. */
class CaravanTest {

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder);
    }

    @AfterEach
    void stop() {
        company.close();
    }

    @Test
    void joinersGetAccountsAndASecondCycleChangesNothing() throws IOException {
        company.hr("E1,Ada,D1,E3,", "E2,Ada,D1,E1,", "E3,Grace,D2,,");
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.rows("select login, worker, dept, manager, active from users order by worker"))
                .containsExactly("ada|E1|D1|grace|yes", "ada2|E2|D1|ada|yes", "grace|E3|D2|null|yes");
        CycleRun again = company.sync();
        assertThat(again.counts().changes()).isZero();
        assertThat(again.getCycle().counted("evaluated")).isZero();
        assertThat(company.caravan().store().log().verify().brokenAt()).isEmpty();
    }

    @Test
    void camelHasBeansForWhoeverWatchesItsRoutesOnlyWhenTheyAreAskedFor() throws Exception {
        ObjectName ours = new ObjectName("org.apache.camel:context=" + company.caravan().context().getName() + ",*");
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(ours, null)).isEmpty();
        company.close();
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + "camel.main.jmxEnabled = true\n");
        company.hr("E1,Ada,D1,,").sync();
        ObjectName routes = new ObjectName("org.apache.camel:context=" + company.caravan().context().getManagementName() + ",type=routes,*");
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(routes, null)).extracting(name -> name.getKeyProperty("name")).contains("\"deliver-app\"");
    }

    @Test
    void cyclesThatEndedLongAgoAndThatTheLogDoesNotSpeakOfAreForgotten() throws IOException {
        company.hr("E1,Ada,D1,,").sync();
        long first = company.caravan().store().cycles().recent("app", 1).get(0).id();
        company.sync();
        long idle = company.caravan().store().cycles().recent("app", 1).get(0).id();
        company.at("2027-02-10T12:00:00Z").sync();
        assertThat(company.caravan().store().cycles().recent("app", 10)).as("82 days").extracting(CycleRow::id).contains(first, idle);
        company.at("2027-02-20T12:00:00Z").sync();
        assertThat(company.caravan().store().cycles().recent("app", 10)).as("92 days").extracting(CycleRow::id).contains(first).doesNotContain(idle);
    }

    @Test
    void moversAreUpdatedOnlyInWhatMoved() throws IOException {
        company.hr("E1,Ada,D1,,", "E2,Grace,D1,,").sync();
        company.hr("E1,Ada,D1,,", "E2,Grace,D7,,").sync();
        assertThat(company.rows("select worker, dept from users order by worker")).containsExactly("E1|D1", "E2|D7");
        var log = company.caravan().store().log().read(LogStore.Filter.latest(1)).get(0).entry();
        assertThat(log.action()).isEqualTo("update");
        assertThat(log.changes()).singleElement().satisfies(change -> {
            assertThat(change.name()).isEqualTo("dept");
            assertThat(change.before()).isEqualTo("D1");
            assertThat(change.after()).isEqualTo("D7");
        });
    }

    @Test
    void leaversByDateAreDisabledWhenTheirDayIsOver() throws IOException {
        company.hr("E1,Ada,D1,,2026-11-20", "E2,Grace,D1,,").sync();
        assertThat(company.rows("select active from users where worker = 'E1'")).containsExactly("yes");
        company.at("2026-11-21T00:00:00Z").sync();
        assertThat(company.rows("select worker, active from users order by worker")).containsExactly("E1|no", "E2|yes");
    }

    @Test
    void leaversByAbsenceAreDisabledAfterACompleteRead() throws IOException {
        String[] people = IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new);
        company.hr(people).sync();
        String[] fewer = java.util.Arrays.copyOf(people, 29);
        company.hr(fewer).sync();
        assertThat(company.rows("select worker from users where active = 'no'")).containsExactly("E29");
        company.hr(people).sync();
        assertThat(company.rows("select count(*) from users where active = 'yes'")).containsExactly("30");
    }

    @Test
    void keysThatAllChangedMakeNobodyALeaverAndGiveNobodyASecondAccount() throws IOException {
        company.hr(IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new)).sync();
        company.hr(IntStream.range(0, 30).mapToObj(i -> "X" + i + ",P" + i + ",D1,,").toArray(String[]::new));
        CycleRun read = company.sync("hr", false);
        assertThat(read.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("30 of the 30 records", "Nobody is taken for gone"));
        company.sync("app", false);
        assertThat(company.rows("select count(*), sum(active = 'no') from users")).containsExactly("30|0");
        company.hr(IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + ",D2,,").toArray(String[]::new)).sync();
        assertThat(company.rows("select count(*), sum(active = 'no') from users")).containsExactly("30|0");
    }

    @Test
    void aSourceThatShrankTooMuchMakesNobodyALeaver() throws IOException {
        String[] people = IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new);
        company.hr(people).sync();
        company.hr("E1,P1,D1,,");
        CycleRun read = company.sync("hr", false);
        assertThat(read.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("maxShrink"));
        company.sync("app", false);
        assertThat(company.rows("select count(*) from users where active = 'no'")).containsExactly("0");
    }

    @Test
    void theGuardHoldsTooManyLeaversAndLetsTheRestThrough() throws IOException {
        String[] people = IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + ",D1,,").toArray(String[]::new);
        company.hr(people).sync();
        String[] gone = IntStream.range(0, 30).mapToObj(i -> "E" + i + ",P" + i + (i == 0 ? ",D2,," : ",D1,,") + (i < 10 ? "" : "2026-01-01")).toArray(String[]::new);
        CycleRun run = company.hr(gone).sync();
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.HELD);
        assertThat(run.getCycle().held()).hasValueSatisfying(why -> assertThat(why).contains("20 of 30"));
        assertThat(company.rows("select count(*) from users where active = 'no'")).containsExactly("0");
        assertThat(company.rows("select dept from users where worker = 'E0'")).containsExactly("D2");
        assertThat(company.sync().getCycle().status()).as("it stays held").isEqualTo(CycleStatus.HELD);
    }

    @Test
    void aDeletedStoreFindsEveryAccountAgainAndCreatesNone() throws IOException {
        company.hr("E1,Ada,D1,,", "E2,Ada,D1,,").sync();
        company.close();
        org.apache.camel.util.FileUtil.removeDir(folder.resolve("state").toFile());
        CycleRun again = company.sync();
        assertThat(company.rows("select count(*) from users")).containsExactly("2");
        assertThat(again.getCycle().counted("applied-link")).isEqualTo(2);
        assertThat(again.getCycle().counted("applied-create")).isZero();
    }

    @Test
    void anAccountThatIsGoneFromTheTargetIsMadeAgain() throws IOException {
        company.hr("E1,Ada,D1,,", "E2,Grace,D1,,").sync();
        company.sql("delete from users where worker = 'E1'");
        company.sync("app", true);
        assertThat(company.rows("select worker, login from users order by worker")).containsExactly("E1|ada", "E2|grace");
    }

    @Test
    void whatWasChangedInTheTargetBehindOurBackIsPutRightByAFullCycle() throws IOException {
        company.hr("E1,Ada,D1,,").sync();
        company.sql("update users set dept = 'X', active = 'no'");
        company.sync("app", true);
        assertThat(company.rows("select dept, active from users")).containsExactly("D1|yes");
    }

    @Test
    void aChangedMappingIsEvaluatedFromTheHubWithoutReadingTheSource() throws IOException {
        company.hr("E1,Ada,D1,,", "E2,Grace,D2,,").sync();
        company.close();
        company.write("mappings/app.yaml", SmallCompany.mapping("dept ${body[dept]}")).write("hr.csv", "broken");
        company.sync("app", false);
        assertThat(company.rows("select dept from users order by worker")).containsExactly("dept D1", "dept D2");
    }

    @Test
    void aPlanShowsTheChangesAndWritesNothing() throws IOException {
        company.hr("E1,Ada,D1,,");
        try (Caravan preview = company.open(true)) {
            preview.plan("hr", false, preview.thisMoment());
            CycleRun plan = preview.plan("app", false, preview.thisMoment()).orElseThrow();
            assertThat(plan.changes()).singleElement().satisfies(change -> assertThat(change.identityKey()).isEqualTo("E1"));
        }
        assertThat(company.rows("select count(*) from users")).containsExactly("0");
        assertThat(company.caravan().store().hub().identityCount()).isZero();
    }

    @Test
    void runningByItselfReadsTheFileWhenItArrivesAndBringsTheTargetUpToDateAtOnce() throws IOException {
        company.caravan().startSchedules();
        company.hr("E1,Ada,D1,,");
        await().atMost(ofSeconds(20)).until(() -> company.rows("select worker from users"), List.of("E1")::equals);
        company.hr("E1,Ada,D7,,", "E2,Grace,D1,,");
        await().atMost(ofSeconds(20)).until(() -> company.rows("select worker, dept from users order by worker"), List.of("E1|D7", "E2|D1")::equals);
    }

    @Test
    void runningByItselfBeginsWithWhatACrashLeftUndone() throws IOException {
        company.hr("E1,Ada,D1,,").sync("hr", false);
        company.at("2026-11-20T12:05:00Z").caravan().startSchedules();
        await().atMost(ofSeconds(20)).until(() -> company.rows("select worker from users"), List.of("E1")::equals);
    }

    @Test
    void aTargetWithoutAppointedTimesIsLookedAtAllTheSame() throws IOException {
        company.hr("E1,Ada,D1,,").caravan().startSchedules();
        CamelContext camel = company.caravan().context();
        assertThat(camel.getRoute("schedule-app").getEndpoint().getEndpointUri()).contains("trigger.repeatInterval=900000");
        assertThat(camel.getRoute("schedule-hr")).as("its file is watched").isNull();
    }

    @Test
    void runningByItselfKeepsTheAppointedTimes() throws IOException {
        String[] times = {"schedule: {every: 1s}", "schedule: {cron: \"* * * * * ?\", zone: Asia/Tokyo}"};
        for (String schedule : times) {
            company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + schedule + "\n");
            company.hr("E1,Ada,D1,,").sync("hr", false);
            company.sql("delete from users");
            company.caravan().startSchedules();
            await().atMost(ofSeconds(20)).until(() -> company.caravan().store().cycles().recent("app", 5).size() > 1);
            assertThat(company.caravan().store().cycles().recent("app", 1).get(0).kind()).isEqualTo(CycleKind.DELTA);
            company.close();
        }
    }

    @Test
    void atAppointedTimesItLooksForDriftAndOnlyTells() throws IOException {
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "schedule: {every: 1d, drift: \"* * * * * ?\"}\n");
        company.hr("E1,Ada,D1,,").sync();
        company.sql("update users set dept = 'D9'");
        company.sql("insert into users (login, active) values ('svc', 'yes')");
        company.caravan().startSchedules();
        await().atMost(ofSeconds(20)).until(() -> looks().contains("attribute: 1, unowned: 1"));
        assertThat(company.rows("select dept from users where worker = 'E1'")).containsExactly("D9");
        try (OpenProject open = OpenProject.around(company.caravan(), Caller.of(Optional.empty(), Clock.systemUTC()))) {
            assertThat(ProjectStatus.of(open).nextSteps()).anySatisfy(step -> assertThat(step).contains("app was looked at for drift at ", "attribute: 1, unowned: 1; each: caravan drift app"));
        }
    }

    private List<String> looks() {
        return company.caravan().store().log().read(LogStore.Filter.latest(100)).stream().map(LogStore.StoredEntry::entry).filter(entry -> entry.action().equals(LogAction.DRIFT))
                .map(LogEntry::reason).toList();
    }

    @Test
    void whatAMappingHidesIsInTheTargetAndNowhereElse() throws IOException {
        company.write("mappings/hr.yaml", """
                job: hr
                description: Who works here.
                from: {system: hr, object: record, attributes: [workerId, name, dept, manager, end]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[name]}"
                  dept: "${redact(${body[dept]})}"
                  managerId: "${body[manager]}"
                """);
        company.hr("E1,Ada,hush-1,,").sync();
        company.hr("E1,Ada,hush-2,,").sync();
        assertThat(company.rows("select dept from users")).containsExactly("hush-2");
        assertThat(company.caravan().store().log().read(LogStore.Filter.latest(100)).toString()).contains("(sensitive)").doesNotContain("hush");
    }

    @Test
    void aSettingThatCannotBeResolvedStopsTheCycleAndBuriesNobody() throws IOException {
        company.hr("E1,Ada,D1,,").sync();
        company.close();
        String good = java.nio.file.Files.readString(folder.resolve("application.properties"));
        company.write("application.properties", good.replace("caravan.systems.app.key = login", "caravan.systems.app.key = login\ncaravan.systems.app.password = {{env:CARAVAN_TEST_NOT_SET}}"));
        CycleRun run = company.hr("E1,Ada,D2,,", "E2,Grace,D1,,").sync();
        assertThat(run.getCycle().failure()).hasValueSatisfying(why -> assertThat(why).contains("caravan.systems.app.password").contains("CARAVAN_TEST_NOT_SET"));
        assertThat(company.caravan().store().changes().deadLetterCount("app")).isZero();
        company.close();
        company.write("application.properties", good).sync();
        assertThat(company.rows("select worker, dept from users order by worker")).containsExactly("E1|D2", "E2|D1");
    }

    @Test
    void aTargetThatIsToldNoWayToDisableIsRefusedBeforeAnybodyStaysIn() throws IOException {
        String settings = java.nio.file.Files.readString(folder.resolve("application.properties"));
        company.write("application.properties", settings.replaceAll("caravan.systems.app.(enabled|disabled)[^\\n]*\\n", ""));
        var reading = io.caravan.config.ProjectReader.read(folder, SmallCompany.INSTALLATION.resolve("connectors"));
        assertThat(reading.problems().inOrder()).isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("the target cannot disable \"record\""));
    }

    @Test
    void oneBadRecordDoesNotStopTheGoodOnes() throws IOException {
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,soon", "E3,\"x,D1,,", "E4,Grace,D1,,");
        CycleRun run = company.sync();
        assertThat(company.rows("select worker from users order by worker")).containsExactly("E1", "E4");
        assertThat(run.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
    }

    @Test
    void aValueThatIsRefusedBecomesADeadLetterAndIsNotTriedAgainUntilItChanges() throws IOException {
        company.sql("create trigger no_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        CycleRun run = company.hr("E1,Ada,D1,,", "E2,Bob,D1,,").sync();
        assertThat(run.getCycle().counted("failed")).isEqualTo(1);
        assertThat(company.caravan().store().changes().deadLetters(java.util.Optional.of("app"), 10)).singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("no Bob"));
        CycleRun full = company.sync("app", true);
        assertThat(full.getCycle().counted("dead-lettered")).isEqualTo(1);
        company.hr("E1,Ada,D1,,", "E2,Rob,D1,,").sync();
        assertThat(company.rows("select name from users order by worker")).containsExactly("Ada", "Rob");
        assertThat(company.caravan().store().changes().deadLetterCount("app")).isZero();
    }

    @Test
    void whatACycleHasToTellIsToldBeforeTheProcessEnds() throws Exception {
        company.sql("create trigger no_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        String steps = "- delay: {constant: \"1000\"}\n        - setBody: {simple: \"${body[identity]}\"}\n        - to: file:" + folder.resolve("told") + "\n        - log:\n";
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,").route("dead-letters.camel.yaml", "- log:\n", steps);
        company.sync("hr", false);
        CompletableFuture<CycleRun> cycle = CompletableFuture.supplyAsync(() -> company.sync("app", false));
        await().until(() -> company.caravan().store().cycles().recent("app", 1).stream().anyMatch(row -> row.endedAt().isPresent()));

        assertThat(company.caravan().stop()).isTrue();
        assertThat(folder.resolve("told")).isNotEmptyDirectory();
        cycle.get(10, TimeUnit.SECONDS);
    }
}
