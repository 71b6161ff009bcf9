package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As long as somebody is left behind no command says that all is well, and each says who, why, and what to do. */
class LeftBehindTest {

    private static final int LEFT = ExitCode.SOME_FAILED.number();

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyOfThree() throws Exception {
        shell = new CompanyShell(folder);
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R1,,");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aChangeThatTheTargetRefusesIsToldInEveryCycleUntilItIsTriedAgainAndGoesThrough() {
        nobodyIsCalledBob();
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        for (String[] command : List.of(new String[] {"sync"}, new String[] {"plan"}, new String[] {"plan", "--exit-code"}, new String[] {"status"})) {
            assertThat(shell.run(command)).as(String.join(" ", command)).isEqualTo(LEFT);
            assertThat(shell.out()).contains("Left behind in app: 1 (invalid)", "E2: ", "no Bob", "caravan dead-letters retry --job app --cause invalid");
        }

        shell.company().sql("drop trigger nobody_called_bob");
        assertThat(shell.run("sync")).as("nobody has said that it may be tried again").isEqualTo(LEFT);
        assertThat(workers()).containsExactly("E1", "E3");
        assertThat(shell.run("dead-letters", "retry", "--job", "app", "--cause", "invalid", "--as", "ada")).isZero();
        assertThat(shell.out()).contains("The next cycle of app tries 1 again: caravan sync app");
        assertThat(workers()).as("nothing is sent yet").containsExactly("E1", "E3");
        assertThat(shell.run("status")).as("nor is anybody helped").isEqualTo(LEFT);
        assertThat(shell.run("sync")).isZero();
        assertThat(workers()).containsExactly("E1", "E2", "E3");
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).doesNotContain("Left behind");
        shell.run("log", "--action", "retry");
        assertThat(shell.out()).contains("E2", "(dead-letters retry by ada)");
    }

    @Test
    void whatFailsAgainIsADeadLetterAgain() {
        nobodyIsCalledBob();
        shell.run("sync");
        shell.run("dead-letters", "retry", "--all");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        shell.run("log", "--identity", "E2", "--action", "create");
        assertThat(shell.out().lines().filter(line -> line.contains("failure"))).as("tried twice, not three times").hasSize(2);
    }

    @Test
    void deadLettersAreChosenByPersonCauseAndJob() {
        shell.company().sql("create trigger nobody before insert on users when new.name <> 'Ada' begin select raise(abort, 'no such place'); end");
        shell.run("sync");
        assertThat(shell.run("dead-letters", "list", "--identity", "E2")).isZero();
        assertThat(shell.out()).contains("E2").doesNotContain("E3");
        assertThat(shell.run("dead-letters", "list", "--cause", "No Such Place", "--job", "app")).isZero();
        assertThat(shell.out()).contains("E2", "E3");
        shell.run("dead-letters", "show", "E3");
        assertThat(shell.out()).contains("app: E3 create, invalid", "no such place", "dept \"R1\"");

        shell.company().sql("drop trigger nobody");
        assertThat(shell.run("dead-letters", "retry", "--identity", "E3")).isZero();
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(workers()).containsExactly("E1", "E3");

        assertThat(shell.run("dead-letters", "retry")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("dead-letters", "retry", "--all", "--job", "app")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("dead-letters", "retry", "--cause", "forbidden")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("there is no dead letter like that", "The causes there are: ", " (invalid)");
    }

    @Test
    void whoeverIsTriedAgainIsGuardedLikeAnybody() throws Exception {
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "guard: {maxCreate: 0}\n");
        nobodyIsCalledBob();
        shell.run("plan", "--out", folder.resolve("p").toString());
        shell.run("apply", folder.resolve("p").toString(), "--approve");
        shell.company().sql("drop trigger nobody_called_bob");
        shell.run("dead-letters", "retry", "--all");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(workers()).containsExactly("E1", "E3");
    }

    @Test
    void aRecordOfWhichAnAttributeFailsIsLeftBehindUntilItIsPutRight() throws Exception {
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", mapping.replace("\"${body[dept]}\"", "\"${dateFormat(${body[dept]}, 'yyyy')}\""));
        shell.company().hr("E1,Ada,2026-01-01,,", "E2,Bob,nonsense,,");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.run("sync")).as("nothing has changed").isEqualTo(LEFT);
        assertThat(shell.out()).contains("Left behind in hr: 1 (invalid)", "E2: ", "hr.csv:3");
        shell.run("dead-letters", "list");
        assertThat(shell.out()).contains("resolve", "E2");
        assertThat(workers()).as("all else goes on").containsExactly("E1", "E2");

        shell.company().hr("E1,Ada,2026-01-01,,", "E2,Bob,2026-01-01,,");
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("status")).isZero();
    }

    @Test
    void aRecordThatCannotBeUsedAtAllIsLeftBehindUntilItIsPutRight() throws Exception {
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", mapping.replaceFirst("(?m)^  endDate: .*", "  endDate: \"\\${dateAdd(\\${body[end]}, 0, 'days')}\""));
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,nonsense");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.run("sync")).as("nothing has changed").isEqualTo(LEFT);
        assertThat(shell.out()).contains("Left behind in hr: 1 (invalid)", "E2: ", "hr.csv:3");
        assertThat(workers()).containsExactly("E1");

        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,");
        assertThat(shell.run("sync")).isZero();
        assertThat(workers()).containsExactly("E1", "E2");
    }

    @Test
    void aRecordThatCouldNotBeUsedAndIsNotThereAnyMoreLeavesNobodyBehind() throws Exception {
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", mapping.replaceFirst("(?m)^  endDate: .*", "  endDate: \"\\${dateAdd(\\${body[end]}, 0, 'days')}\"")
                + "completeness: {maxShrink: 100%}\n");
        shell.company().hr("E1,Ada,R1,,", "x,E2,Bob,R1,active");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,");
        assertThat(shell.run("sync", "--full")).as(shell.out()).isZero();
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(shell.run("status")).isZero();
    }

    @Test
    void whoeverIsAmbiguousIsToldInEveryCycle() {
        shell.company().sql("drop table users");
        shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
        shell.company().sql("insert into users values ('one', 'E2', 'Bob', 'R1', null, 'yes'), ('two', 'E2', 'Bob', 'R1', null, 'yes')");
        int ended = shell.run("sync");
        assertThat(ended).as(shell.out() + shell.err()).isEqualTo(LEFT);
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.out()).contains("Left behind in app: 1 (several-match)", "E2: 2 accounts match worker", "caravan explain E2 app");
        assertThat(shell.run("status", "--json")).isEqualTo(LEFT);

        shell.company().sql("delete from users where login = 'two'");
        assertThat(shell.run("sync")).as("looked at again, though nobody tells us that the target was put right").isZero();
        assertThat(shell.company().rows("select login from users where worker = 'E2'")).containsExactly("one");
    }

    @Test
    void anOpenAccountOfSomebodyWhoHasLeftIsToldInEveryCycleUntilItIsClosed() throws Exception {
        shell.run("sync");
        shell.company().sql("insert into users values ('old', 'E4', 'Eve', 'R1', null, 'yes')");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R1,,", "E4,Eve,R1,,2020-01-31");
        for (String[] command : List.of(new String[] {"sync"}, new String[] {"sync", "--full"}, new String[] {"sync"}, new String[] {"status"})) {
            assertThat(shell.run(command)).as(String.join(" ", command) + shell.out() + shell.err()).isEqualTo(LEFT);
            assertThat(shell.out()).contains("Left behind in app: 1 (open-account-of-leaver)", "E4: ", "account old", "disable it in the target");
        }
        assertThat(states("E4")).as("a match alone disables nobody").containsExactly("yes");

        shell.company().sql("update users set active = 'no' where login = 'old'");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.run("status")).isZero();
    }

    @Test
    void anOpenAccountOfSomebodyWhoHasLeftIsClosedOnceAnOperatorSaysThatItIsHers() throws Exception {
        shell.run("sync");
        shell.company().sql("insert into users values ('old', 'E4', 'Eve', 'R1', null, 'yes')");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Grace,R1,,", "E4,Eve,R1,,2020-01-31");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.out()).contains("caravan settle E4 app --account ID");
        assertThat(shell.run("settle", "E4", "app", "--account", "old")).as(shell.err()).isZero();
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(states("E4")).containsExactly("no");
    }

    @Test
    void aLeaversFirstAccountThatWasTakenForGoneAndShowsAgainIsToldUntilItIsClosed() throws Exception {
        shell.company().sql("drop table users");
        shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
        shell.run("sync");
        shell.company().sql("create table away as select * from users where worker = 'E2'");
        shell.company().sql("delete from users where worker = 'E2'");
        shell.run("sync", "--full");
        shell.company().sql("insert into users select 'first', worker, name, dept, manager, active from away");
        assertThat(states("E2")).as("a second one was made").containsExactly("yes", "yes");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,2020-01-31", "E3,Grace,R1,,");
        shell.run("sync");
        for (String[] command : List.of(new String[] {"sync", "--full"}, new String[] {"sync"}, new String[] {"status"})) {
            assertThat(shell.run(command)).as(String.join(" ", command) + shell.out() + shell.err()).isEqualTo(LEFT);
            assertThat(shell.out()).contains("Left behind in app: 1 (open-account-of-leaver)", "E2: ", "account first, to which nobody is linked");
        }
        shell.company().sql("update users set active = 'no' where login = 'first'");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.run("sync", "--full")).isZero();
    }

    @Test
    void ofSeveralAccountsThatMatchAnOperatorSaysWhichIsHers() throws Exception {
        shell.company().sql("drop table users");
        shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
        shell.company().sql("insert into users values ('one', 'E2', 'Bob', 'R1', null, 'yes'), ('other', 'E2', 'Bob', 'R1', null, 'no')");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.out()).contains("caravan settle E2 app --account ID");
        assertThat(shell.run("settle", "E2", "app")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("settle", "E2", "app", "--account", "one", "--no-account")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("settle", "E2", "app", "--account", " ")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("settle", "E2", "hr", "--account", "one")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("settle", "E2", "app", "--no-account")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("is not in doubt");
        assertThat(shell.run("settle", "E2", "app", "--account", "nobody")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("app does not show an account nobody");
        assertThat(shell.run("settle", "E2", "app", "--account", "other", "--as", "grace")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("E2 has the account other in app", "caravan sync app");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(states("E2")).as("the one is open, and the other now, too").containsExactly("yes", "yes");
        assertThat(shell.run("log", "--identity", "E2", "--action", "settle")).isZero();
        assertThat(shell.out()).contains("the account other is this person's", "by grace");
    }

    @Test
    void aDeletedAccountThatIsThereAndOpenAllTheSameIsTold() throws Exception {
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "lifecycle: {onLeaver: delete}\n");
        shell.run("sync");
        shell.company().sql("create table away as select * from users where worker = 'E2'");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,2020-01-31", "E3,Grace,R1,,");
        assertThat(shell.run("sync")).isZero();
        assertThat(states("E2")).isEmpty();
        shell.company().sql("insert into users select * from away");
        for (String[] command : List.of(new String[] {"sync", "--full"}, new String[] {"sync"})) {
            assertThat(shell.run(command)).as(String.join(" ", command) + shell.out() + shell.err()).isEqualTo(LEFT);
            assertThat(shell.out()).contains("Left behind in app: 1 (open-account-of-leaver)", "E2: ");
        }
        shell.company().sql("delete from users where worker = 'E2'");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
    }

    @Test
    void aCreateThatWasRefusedAndHappenedAllTheSameIsToldAsTheOpenAccountThatItIsOnceItsOwnerHasLeft() throws Exception {
        nobodyIsCalledBob();
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        shell.company().sql("drop trigger nobody_called_bob");
        shell.company().sql("insert into users values ('made', 'E2', 'Bob', 'R1', null, 'yes')");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,2020-01-31", "E3,Grace,R1,,");
        assertThat(shell.run("sync")).isEqualTo(LEFT);
        assertThat(shell.out()).contains("(open-account-of-leaver)", "account made").doesNotContain("dead-letters retry");
    }

    @Test
    void anAccountThatStaysOpenWhateverIsWrittenIsToldInEveryCycleAndClosedOnceTheApplicationIsPutRight() throws Exception {
        shell.run("sync");
        shell.company().sql("create trigger stays_open after update of active on users when new.active = 'no'"
                + " begin update users set active = 'yes' where login = new.login; end");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,2020-01-31", "E3,Grace,R1,,");
        shell.run("sync");
        shell.run("sync", "--full");
        for (String[] command : List.of(new String[] {"sync", "--full"}, new String[] {"sync"}, new String[] {"status"})) {
            assertThat(shell.run(command)).as(String.join(" ", command)).isEqualTo(LEFT);
            assertThat(shell.out()).contains("Left behind in app: 1 (not-stored)", "E2: not stored as sent: active",
                    "caravan dead-letters retry --job app --cause not-stored");
        }
        shell.company().sql("drop trigger stays_open");
        assertThat(shell.run("dead-letters", "retry", "--identity", "E1")).as("that one is well").isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.run("dead-letters", "retry", "--cause", "not-stored", "--as", "ada")).isZero();
        assertThat(shell.out()).contains("The next cycle of app tries 1 again");
        assertThat(shell.run("status")).as("nothing is sent yet").isEqualTo(LEFT);
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        assertThat(states("E2")).containsExactly("no");
        assertThat(shell.run("sync", "--full")).isZero();
        shell.run("log", "--identity", "E2", "--action", "retry");
        assertThat(shell.out()).contains("(dead-letters retry by ada)");
    }

    @Test
    void theDocumentHasTheSame() throws Exception {
        nobodyIsCalledBob();
        shell.run("sync", "--json");
        JsonNode sync = new ObjectMapper().readTree(shell.out());
        assertThat(sync.at("/jobs/1/leftBehind/0/some/0/who").asText()).isEqualTo("E2");
        assertThat(sync.at("/exitCode").asInt()).isEqualTo(LEFT);
        shell.run("plan", "--json");
        assertThat(new ObjectMapper().readTree(shell.out()).at("/leftBehind/0/cause").asText()).isEqualTo("invalid");
        shell.run("status", "--json");
        assertThat(new ObjectMapper().readTree(shell.out()).at("/leftBehind/0/count").asInt()).isEqualTo(1);
        shell.run("dead-letters", "retry", "--all", "--json");
        assertThat(new ObjectMapper().readTree(shell.out()).at("/jobs/app").asInt()).isEqualTo(1);
    }

    @Test
    void statusSaysWhatASyncWouldSay() throws Exception {
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}") + "guard: {maxCreate: 0}\n");
        shell.run("sync");
        assertThat(shell.run("status")).isEqualTo(ExitCode.HELD.number());
        Files.delete(folder.resolve("hr.csv"));
        shell.run("sync");
        assertThat(shell.run("status")).isEqualTo(ExitCode.FAILED.number());
    }

    private void nobodyIsCalledBob() {
        shell.company().sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
    }

    private List<String> states(String worker) {
        return shell.company().rows("select active from users where worker = '" + worker + "'");
    }

    private List<String> workers() {
        return shell.company().rows("select worker from users order by worker");
    }
}
