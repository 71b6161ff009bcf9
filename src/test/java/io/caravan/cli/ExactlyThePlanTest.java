package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.runtime.SmallCompany;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was not in the plan when somebody looked at it is not made when it is applied, whatever has happened since. */
class ExactlyThePlanTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MONDAY = "2026-11-16T09:00:00Z";

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private Path file;
    private String now = MONDAY;

    @BeforeEach
    void aCompanyOfTwenty() throws Exception {
        shell = new CompanyShell(folder);
        file = folder.resolve("monday.plan");
        people("", "");
        assertThat(run("sync")).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void whoeverRefersToANewAccountWaitsForTheNextCycleAndSoDoesEverybodyWhoLeftSince() throws Exception {
        people("E50", "", "E50,New,R1,,");
        plan();
        assertThat(planned()).isEqualTo(1);
        people("E50", "2020-01-01", "E50,New,R1,,");

        assertThat(run("apply", file.toString(), "--approve")).isZero();
        assertThat(open()).as("all twenty, and the new one").isEqualTo("21");
        assertThat(shell.out()).contains("other changes are due in app and not in this plan; the next cycle looks at them: caravan plan app");

        assertThat(run("sync")).as("the guard looks at them").isEqualTo(ExitCode.HELD.number());
        assertThat(open()).isEqualTo("21");
    }

    @Test
    void anExistingAccountThatACreateRunsIntoIsAdoptedByTheNextCycleOnly() throws Exception {
        people("", "", "E50,New,R1,,");
        plan();
        shell.company().sql("create trigger taken before insert on users when new.worker = 'E50' begin select raise(abort, 'UNIQUE constraint failed: users.login'); end");

        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("Not made: 1 planned change of 1.", "app: E50 create");
    }

    @Test
    void whatIsCutEditedReorderedOrAddedIsRefused() throws Exception {
        people("", "2020-01-01");
        plan();
        edited(plan -> ((ArrayNode) plan.at("/jobs/0/changes")).remove(0));
        edited(plan -> ((ArrayNode) plan.at("/jobs/0/changes")).add(plan.at("/jobs/0/changes/1")));
        edited(plan -> ((ArrayNode) plan.at("/jobs/0/changes")).insert(0, ((ArrayNode) plan.at("/jobs/0/changes")).remove(3)));
        edited(plan -> ((ObjectNode) plan.at("/jobs/0/changes/0")).put("identity", "E1"));
        edited(plan -> ((ObjectNode) plan.at("/jobs/0/changes/0")).put("reason", "it is all right"));
        edited(plan -> ((ArrayNode) plan.at("/jobs")).add(plan.at("/jobs/0")));
        edited(plan -> plan.put("now", "2026-11-16T09:00:01Z"));
        edited(plan -> plan.put("seed", 1));
        edited(plan -> plan.put("more", true));
        edited(plan -> plan.remove("hash"));

        String saved = Files.readString(file);
        Files.writeString(file, saved.replaceFirst("\"identity\"", "\"identity\": \"E1\", \"identity\""));
        assertThat(run("apply", file.toString(), "--approve")).as("a name twice").isEqualTo(ExitCode.USAGE.number());
        Files.writeString(file, saved + "{}");
        assertThat(run("apply", file.toString(), "--approve")).as("something behind it").isEqualTo(ExitCode.USAGE.number());
        assertThat(open()).isEqualTo("20");

        Files.writeString(file, JSON.readTree(saved).toString());
        assertThat(run("apply", file.toString(), "--approve")).as("the same, laid out differently").isZero();
        assertThat(open()).isEqualTo("6");
    }

    @Test
    void aPartIsAppliedByNamingPeople() throws Exception {
        people("", "2020-01-01");
        plan();
        assertThat(run("apply", file.toString(), "--only", "E7", "E9")).isZero();
        assertThat(shell.company().rows("select worker from users where active = 'no' order by worker")).containsExactly("E7", "E9");
        assertThat(shell.out()).contains("12 other changes are due in app");

        assertThat(run("apply", file.toString(), "--only", "E77")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("the plan has no change of 'E77'");
        assertThat(run("apply", file.toString(), "--approve")).as("two of them are done").isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("E7 disable", "there is nothing to do any more");
        assertThat(open()).isEqualTo("18");
    }

    @Test
    void whatIsHeldStaysHeldWhileAPartIsApplied() throws Exception {
        people("", "2020-01-01");
        plan();
        assertThat(run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(run("apply", file.toString(), "--only", "E7")).isZero();
        run("status");
        assertThat(shell.out()).contains("app holds 13 changes");
    }

    @Test
    void aPlanThatIsTooOldIsRefused() throws Exception {
        people("", "", "E50,New,R1,,");
        plan();
        now = "2026-11-17T09:00:01Z";
        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("is of " + MONDAY, "older than caravan.plan.maxAge (PT24H)", "caravan plan --out");
        assertThat(open()).isEqualTo("20");

        setting("caravan.plan.maxAge = 3d");
        assertThat(run("apply", file.toString())).isZero();
    }

    @Test
    void aClockThatWasSetBackMakesNoPlanYoung() throws Exception {
        people("", "", "E50,New,R1,,");
        plan();
        now = "2026-12-07T09:00:00Z";
        assertThat(run("sync", "hr")).isZero();
        now = MONDAY;
        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("cycles have run at 2026-12-07T09:00:00Z since");

        plan();
        assertThat(run("apply", file.toString())).as("a new plan is young, whatever the store has seen").isZero();
    }

    @Test
    void aPlanFromTheFutureIsRefused() throws Exception {
        people("", "", "E50,New,R1,,");
        now = "2026-12-07T09:00:00Z";
        plan();
        now = MONDAY;
        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("which is still to come");
    }

    @Test
    void whoeverHasLeftSinceIsNotOpenedThoughNothingChangedButTheTime() throws Exception {
        setting("caravan.plan.maxAge = 60d");
        people("", "", "E50,New,R1,,2026-11-30", "E51,Newer,R1,,");
        plan();
        assertThat(planned()).isEqualTo(2);
        now = "2026-12-07T09:00:00Z";

        assertThat(run("apply", file.toString(), "--approve")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("app: E50 create", "it is not due any more: there is no account to disable: has left: end date was 2026-11-30",
                "nothing was written").doesNotContain("E51");
        assertThat(open()).isEqualTo("20");
        assertThat(run("apply", file.toString(), "--only", "E51")).isZero();
        assertThat(open()).isEqualTo("21");
    }

    @Test
    void aTimeStampIsNoMoveButARightThatIsOverIs() throws Exception {
        setting("caravan.plan.maxAge = 60d");
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${now()}").replace("dept: \"${now()}\"", "dept: {value: \"${now()}\", apply: on-create}"));
        people("", "", "E50,New,R1,,");
        assertThat(run("sync", "hr")).isZero();
        plan();
        now = "2026-11-16T11:30:00Z";
        assertThat(run("apply", file.toString())).isZero();
        assertThat(shell.company().rows("select dept from users where worker = 'E50'")).containsExactly("2026-11-16T11:30:00Z");

        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${iif(${now()} < '2026-11-20T00:00:00Z', 'admin', 'none')}"));
        plan();
        now = "2026-11-25T09:00:00Z";
        assertThat(run("apply", file.toString(), "--approve")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.company().rows("select count(*) from users where dept = 'admin'")).containsExactly("0");
    }

    @Test
    void anotherMappingOtherSettingsOrAnotherStoreMakeItAnotherPlan() throws Exception {
        people("", "", "E50,New,R1,,");
        plan();
        String settings = Files.readString(folder.resolve("application.properties"));
        setting("caravan.systems.app.readColumns = dept");
        Files.writeString(folder.resolve("application.properties"), settings.replace("enabledValue = yes", "enabledValue = no").replace("disabledValue = no", "disabledValue = yes"));
        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("the settings of app have changed");

        Files.writeString(folder.resolve("application.properties"), settings.replace("state/caravan.db", "state/other.db"));
        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("was made on another store");
        assertThat(open()).isEqualTo("20");
    }

    @Test
    void ofSeveralJobsNoneIsBegunWhenTheChangeOfOneHasMoved() throws Exception {
        shell.company().sql("create table badges (id text primary key, dept text)");
        setting("""
                caravan.systems.badges.connector = jdbc
                caravan.systems.badges.url = jdbc:sqlite:%s
                caravan.systems.badges.table = badges
                caravan.systems.badges.key = id
                caravan.systems.badges.findBy = id""".formatted(folder.resolve("app.db")));
        shell.company().write("mappings/badges.yaml", """
                job: badges
                from: hub
                to: {system: badges, object: record}
                match: [{target: id, value: "${body[workerId]}"}]
                scope: {onExit: keep}
                lifecycle: {onLeaver: keep}
                attributes: {id: {value: "${body[workerId]}", apply: on-create}, dept: "${body[dept]}"}
                """);
        people("", "", "E50,New,R1,,");
        plan();
        shell.company().sql("insert into badges values ('E3', 'R7')");

        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("badges: E3 create", "now it would be link").doesNotContain("app: E50");
        assertThat(open()).isEqualTo("20");
        assertThat(shell.company().rows("select count(*) from badges")).containsExactly("1");
    }

    @Test
    void aSourceThatCannotBeReadIsNoGroundForAPlan() throws Exception {
        people("", "", "E50,New,R1,,");
        plan();
        Files.delete(folder.resolve("hr.csv"));
        assertThat(run("apply", file.toString())).isEqualTo(ExitCode.FAILED.number());
        assertThat(open()).isEqualTo("20");
    }

    @Test
    void aPlanWithoutChangesIsNothingToDo() throws Exception {
        plan();
        people("", "2020-01-01");
        assertThat(run("apply", file.toString(), "--approve")).isZero();
        assertThat(shell.out()).contains("The plan has no changes: nothing to do.");
        assertThat(open()).isEqualTo("20");
    }

    /** @param manager of E20 @param end last day of E6 to E19 */
    private void people(String manager, String end, String... more) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            rows.add("E%d,Name%d,R1,%s,%s".formatted(i, i, i == 20 ? manager : "", i > 5 && i < 20 ? end : ""));
        }
        rows.addAll(List.of(more));
        shell.company().hr(rows.toArray(String[]::new));
    }

    private int run(String... words) {
        return shell.at(Clock.fixed(Instant.parse(now), ZoneOffset.UTC)).run(words);
    }

    private void plan() {
        assertThat(run("plan", "--out", file.toString())).as(shell.out() + shell.err()).isZero();
    }

    private int planned() throws IOException {
        return JSON.readTree(file.toFile()).at("/jobs/0/changes").size();
    }

    private void edited(Consumer<ObjectNode> edit) throws IOException {
        String saved = Files.readString(file);
        JsonNode plan = JSON.readTree(saved);
        edit.accept((ObjectNode) plan);
        Files.writeString(file, plan.toPrettyString());
        assertThat(run("apply", file.toString(), "--approve")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("is not as it was saved: it was edited, cut or added to", "--only WHO");
        assertThat(open()).isEqualTo("20");
        Files.writeString(file, saved);
    }

    private void setting(String line) throws IOException {
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + line + "\n");
    }

    private String open() {
        return shell.company().rows("select count(*) from users where active = 'yes'").get(0);
    }
}
