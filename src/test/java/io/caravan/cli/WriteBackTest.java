package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HR is a database, which says who works here, and learns the e-mail and telephone that a file of the mail system says. */
class WriteBackTest {

    private static final Clock TODAY = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
    private static final String BACK = """
            job: hr-back
            from: hub
            to: {system: hr, object: record}
            writeBack: true
            attributes:
              email: "${body[email]}"
              phone: {value: "${body[phone]}", clear: when-absent}
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void databaseAndMail() throws IOException {
        shell = new CompanyShell(folder).at(TODAY);
        Files.delete(folder.resolve("mappings/app.yaml"));
        shell.company().write("application.properties", """
                caravan.systems.hr.connector = jdbc
                caravan.systems.hr.url = jdbc:sqlite:hr.db
                caravan.systems.hr.table = person
                caravan.systems.hr.key = worker_id
                caravan.systems.mail.connector = csv-source
                caravan.systems.mail.file = mail.csv
                caravan.systems.mail.key = id
                caravan.systems.mail.quietSeconds = 0
                """).write("mappings/hr.yaml", inbound("")).write("mappings/mail.yaml", """
                job: mail
                from: {system: mail, object: record, attributes: [id, address, phone]}
                to: hub
                creates: false
                authority: 10
                match: [{hub: workerId, value: "${body[id]}"}]
                attributes: {email: "${body[address]}", phone: "${body[phone]}"}
                """).write("mappings/hr-back.yaml", BACK);
        sql("create table person (worker_id text primary key, person text, name text, first_day text, last_day text, email text, phone text)");
        sql("insert into person values ('E1', 'P1', 'Ada', null, null, null, null), ('E2', 'P2', 'Grace', null, null, 'grace@x.test', '+2'), "
                + "('E3', 'P3', 'Left', null, '2026-01-31', null, null), ('E4', 'P4', 'Nomail', null, null, null, null)");
        mail("E1,ada@x.test,+1", "E2,grace@x.test,+2", "E3,left@x.test,+3");
    }

    private static String inbound(String more) {
        return """
                job: hr
                from: {system: hr, object: record, attributes: [worker_id, person, name, first_day, last_day, email]}
                to: hub
                match: [{hub: workerId, value: "${body[worker_id]}"}]
                %sattributes:
                  workerId: "${body[worker_id]}"
                  name: "${body[name]}"
                  startDate: "${body[first_day]}"
                  endDate: "${body[last_day]}"
                  email: "${body[email]}"
                """.formatted(more);
    }

    private void mail(String... rows) throws IOException {
        shell.company().write("mail.csv", "id,address,phone\n" + String.join("\n", rows) + "\n");
    }

    private void sql(String statement) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hr.db")); Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException failed) {
            throw new AssertionError(statement, failed);
        }
    }

    private List<String> people() {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hr.db")); Statement run = connection.createStatement();
             ResultSet result = run.executeQuery("select worker_id || ' ' || coalesce(email, '-') || ' ' || coalesce(phone, '-') || ' ' || coalesce(last_day, '-') from person order by worker_id")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private String log(String... filter) {
        List<String> words = new ArrayList<>(List.of("log"));
        words.addAll(List.of(filter));
        shell.run(words.toArray(String[]::new));
        return shell.out();
    }

    @Test
    void whatIsMissingIsWrittenOnceAndIsNoNewsWhenItComesRound() {
        assertThat(shell.run("check")).isZero();
        assertThat(shell.run("plan", "--exit-code")).isEqualTo(ExitCode.CHANGES_PENDING.number());
        assertThat(shell.out()).contains("~ E1       update    E1                       email \"ada@x.test\", phone \"+1\"", "1 update");
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).containsExactly("E1 ada@x.test +1 -", "E2 grace@x.test +2 -", "E3 - - 2026-01-31", "E4 - - -");
        String before = log();
        assertThat(before).contains("hr-back  update  E1  E1").doesNotContain("hr-back  link", "hr-back  create");
        assertThat(shell.run("plan", "--exit-code")).isZero();
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(log()).as("the value that HR shows now is not news").isEqualTo(before);
    }

    @Test
    void aLeaversRecordIsLeftAloneAndTheMappingMaySayOtherwise() throws IOException {
        shell.run("sync");
        assertThat(shell.run("explain", "E3", "hr-back")).isZero();
        assertThat(shell.out()).contains("No record of E3 in hr is written back to: a leaver's record is left alone: end date was 2026-01-31.");
        sql("update person set last_day = '2026-11-19' where worker_id = 'E1'");
        mail("E1,other@x.test,+11", "E2,grace@x.test,+2", "E3,left@x.test,+3");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(people()).as("nothing is disabled, emptied or changed").contains("E1 ada@x.test +1 2026-11-19");
        assertThat(log("--job", "hr-back")).contains("skip  E1  a leaver's record is left alone").doesNotContain("release", "disable");
        assertThat(shell.run("report", "leavers")).isZero();
        assertThat(shell.out()).doesNotContain("hr-back");

        shell.company().write("mappings/hr-back.yaml", BACK.replace("writeBack: true", "writeBack: {leavers: update}"));
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).contains("E1 other@x.test +11 2026-11-19", "E3 left@x.test +3 2026-01-31");
    }

    @Test
    void whatSomebodyChangesByHandIsPutRightAndWhoeverDoesItAgainAndAgainIsToldOnce() {
        shell.run("sync");
        sql("update person set email = 'hand@x.test' where worker_id = 'E1'");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(people()).contains("E1 ada@x.test +1 -");
        sql("update person set email = 'second@x.test' where worker_id = 'E1'");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(people()).as("two systems write the same: one stops").contains("E1 second@x.test +1 -");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(log("--job", "hr-back")).containsOnlyOnce("not stored as sent: email was written twice as \"ada@x.test\" and reads as \"second@x.test\"");
        assertThat(people()).contains("E1 second@x.test +1 -");
    }

    @Test
    void somethingElseThatIsWantedIsWrittenAgain() throws IOException {
        whatSomebodyChangesByHandIsPutRightAndWhoeverDoesItAgainAndAgainIsToldOnce();
        mail("E1,married@x.test,+1", "E2,grace@x.test,+2", "E3,left@x.test,+3");
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).contains("E1 married@x.test +1 -");
    }

    @Test
    void whatHrSaysWithMoreAuthorityIsTakenOver() throws IOException {
        shell.company().write("mappings/hr.yaml", inbound("").replace("email: \"${body[email]}\"", "email: {value: \"${body[email]}\", authority: 20}"));
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out()).contains("MAP031", "\"email\" is read again as \"email\" by mappings/hr.yaml, with no less authority than mappings/mail.yaml");
        shell.run("sync");
        String before = log();
        sql("update person set email = 'hand@x.test' where worker_id = 'E1'");
        assertThat(shell.run("sync", "--full")).isZero();
        assertThat(people()).contains("E1 hand@x.test +1 -");
        assertThat(log().substring(before.length())).contains("identity-update  E1").doesNotContain("hr-back");
    }

    @Test
    void whoHasNoRecordThereIsSkippedWithAReason() throws IOException {
        shell.company().write("mappings/mail.yaml", Files.readString(folder.resolve("mappings/mail.yaml")).replace("creates: false\n", "")
                .replace("attributes: {", "attributes: {workerId: \"${body[id]}\", "));
        mail("E1,ada@x.test,+1", "X9,guest@x.test,+9");
        shell.run("sync");
        assertThat(people()).hasSize(4);
        assertThat(log("--job", "hr-back")).contains("skip  X9  there is no record to write back to: none that hr reads is this person's");
        assertThat(shell.run("sync")).isZero();
    }

    @Test
    void ofSeveralRecordsOfOnePersonTheOneThatCountsIsWrittenTo() throws IOException {
        shell.company().write("mappings/hr.yaml", inbound("").replace("workerId: \"${body[worker_id]}\"", "workerId: \"${body[person]}\"")
                .replace("\"${body[worker_id]}\"}]", "\"${body[person]}\"}]"));
        mail("P1,ada@x.test,+1");
        sql("update person set person = 'P1', first_day = '2020-01-01', last_day = '2025-12-31' where worker_id = 'E1'");
        sql("update person set person = 'P1', email = null, phone = null, first_day = '2026-01-01' where worker_id = 'E2'");
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).contains("E1 - - 2025-12-31", "E2 ada@x.test +1 -");
        sql("insert into person values ('E5', 'P1', 'Ada', '2026-06-01', null, null, null)");
        shell.run("sync", "--full", "--let-vanish", "x");
        shell.run("sync", "--full");
        assertThat(people()).as("a later contract counts from now on").contains("E5 ada@x.test +1 -");
    }

    @Test
    void aRecordThatIsGoneMeanwhileIsNotMadeAgain() {
        shell.run("sync");
        sql("delete from person where worker_id = 'E1'");
        sql("update person set email = null where worker_id = 'E2'");
        shell.run("sync", "hr-back", "--full");
        assertThat(people()).containsExactly("E2 grace@x.test +2 -", "E3 - - 2026-01-31", "E4 - - -");
        assertThat(log("--job", "hr-back")).contains("the target does not show the record E1");
    }

    @Test
    void manyBlanksAtOnceAreHeld() throws IOException {
        for (int i = 10; i < 30; i++) {
            sql("insert into person values ('E" + i + "', 'P" + i + "', 'N', null, null, null, '+" + i + "')");
        }
        shell.run("sync");
        shell.company().write("mappings/hr-back.yaml", BACK);
        assertThat(shell.run("status")).isEqualTo(ExitCode.HELD.number());
        assertThat(people().stream().filter(row -> row.contains(" +"))).as("HR knew numbers that nobody else does").hasSizeGreaterThan(20);
        assertThat(log("--job", "hr-back")).contains("would lose an attribute's value");
    }

    @Test
    void statusCountsTheRecordsThatAreWrittenTo() {
        shell.run("sync");
        assertThat(shell.run("status")).isZero();
        assertThat(shell.out()).containsPattern("hr-back +hub → hr +3 records");
        assertThat(shell.run("accounts", "--disabled")).isZero();
        assertThat(shell.out()).doesNotContain("hr-back");
        assertThat(shell.run("report", "access", "--on", "2026-11-20")).isZero();
        assertThat(shell.out()).doesNotContain("hr-back");
    }

    @Test
    void aUserNameIsPassedOnAndNeverGivenByAWriteBack() throws IOException {
        sql("alter table person add column user_name text");
        sql("update person set user_name = 'left' where worker_id = 'E3'");
        String name = "\"${uniqueName('logins', ${lowercase(${body[name]})}, ${concat(${lowercase(${body[name]})}, ${counter(2)})})}\"";
        shell.company().write("mappings/hr-back.yaml", BACK + "  user_name: " + name + "\n");
        assertThat(shell.run("sync")).isZero();
        assertThat(shell.run("sync")).isZero();
        assertThat(names()).as("nobody has an account anywhere").isEqualTo("E1 - E2 - E3 left E4 -");

        Files.writeString(folder.resolve("application.properties"), Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.app.connector = jdbc
                caravan.systems.app.url = jdbc:sqlite:app.db
                caravan.systems.app.table = users
                caravan.systems.app.key = login
                caravan.systems.app.findBy = login,worker
                caravan.systems.app.enabledColumn = active
                """);
        shell.company().sql("insert into users (login, worker, active) values ('ada', 'somebody else', 'yes')");
        shell.company().write("mappings/app.yaml", """
                job: zz-app
                from: hub
                to: {system: app, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  login: {value: %s, apply: on-create}
                  worker: {value: "${body[workerId]}", apply: on-create}
                """.formatted(name));
        Files.move(folder.resolve("mappings/app.yaml"), folder.resolve("mappings/zz-app.yaml"));
        assertThat(shell.run("sync")).isZero();
        assertThat(names()).as("in the same run, since it comes last").isEqualTo("E1 ada2 E2 grace E3 left E4 nomail");
        assertThat(shell.run("plan", "--exit-code")).isZero();
        shell.company().write("mappings/hr-back.yaml", BACK + "  user_name: {value: " + name + ", clear: when-absent}\n");
        shell.run("check");
        assertThat(shell.out()).contains("MAP030", "\"user_name\" would be emptied until somebody is given a name");
    }

    private String names() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hr.db")); Statement run = connection.createStatement();
             ResultSet result = run.executeQuery("select group_concat(worker_id || ' ' || coalesce(user_name, '-'), ' ') from (select * from person order by worker_id)")) {
            return result.getString(1);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void killedBeforeItWasRecordedItHasNothingToDo() throws IOException {
        shell.run("sync", "hr");
        shell.run("sync", "mail");
        Path state = folder.resolve("state/caravan.db");
        Files.copy(state, folder.resolve("before.db"));
        assertThat(shell.run("sync", "hr-back")).isZero();
        List<String> written = people();
        Files.copy(folder.resolve("before.db"), state, StandardCopyOption.REPLACE_EXISTING);
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).isEqualTo(written);
        assertThat(log("--job", "hr-back")).as("what stands there is seen").doesNotContain("update");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lifecycle: {onLeaver: disable}          | "lifecycle" says when accounts come and go, and a write-back only ever updates records that are there
            creates: true                           | a write-back only ever updates records that are there, and makes none
            onMatch: report                         | "onMatch" says what becomes of accounts that match
            onMissing: report                       | "onMissing" says what becomes of accounts that are gone
            scope: {onExit: disable}                | "onExit" says what becomes of accounts
            guard: {maxDelete: 0}                   | "maxDelete" limits what a write-back never does
            guard: {maxCreate: 5}                   | "maxCreate" limits what a write-back never does
            """)
    void whatMakesNoSenseIsRefused(String line, String problem) throws IOException {
        shell.company().write("mappings/hr-back.yaml", BACK + line + "\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("MAP030", "mappings/hr-back.yaml:8:", problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            last_day  | decides whether somebody is still here, as mappings/hr.yaml reads it
            LAST_DAY  | decides whether somebody is still here
            first_day | decides whether somebody is still here
            status    | decides whether somebody is still here
            worker_id | , and is never written back
            """)
    void whatDecidesAboutThePersonIsNeverWrittenBack(String attribute, String problem) throws IOException {
        shell.company().write("mappings/hr-back.yaml", BACK + "  " + attribute + ": \"${body[name]}\"\n");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("MAP030", "\"" + attribute + "\"", problem);
    }

    @Test
    void whoseRecordsTheyAreHasToBeKnown() throws IOException {
        shell.company().write("mappings/hr-back.yaml", BACK.replace("writeBack: true", "writeBack: {records: hrr}"));
        shell.run("check");
        assertThat(shell.out()).contains("MAP030", "there is no job \"hrr\" that reads records", "hr");
        Files.writeString(folder.resolve("application.properties"), Files.readString(folder.resolve("application.properties"))
                + "caravan.systems.other.connector = jdbc\ncaravan.systems.other.url = jdbc:sqlite:hr.db\ncaravan.systems.other.table = person\ncaravan.systems.other.key = worker_id\n"
                + "caravan.systems.other.findBy = email,worker_id\n");
        shell.company().write("mappings/hr-back.yaml", BACK.replace("system: hr,", "system: other,"));
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("no job reads \"record\" of \"other\", so whose its records are is not known", "writeBack: {records: JOB}");

        shell.company().write("mappings/hr-back.yaml", BACK.replace("system: hr,", "system: other,").replace("writeBack: true", "writeBack: {records: hr}"));
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).contains("E1 ada@x.test +1 -");
    }

    @Test
    void recordsMayBeFoundByAValueToo() throws IOException {
        shell.company().write("mappings/hr-back.yaml", BACK + "match: [{target: worker_id, value: \"${body[workerId]}\"}]\n");
        assertThat(shell.run("sync")).isZero();
        assertThat(people()).containsExactly("E1 ada@x.test +1 -", "E2 grace@x.test +2 -", "E3 - - 2026-01-31", "E4 - - -");
        assertThat(log("--job", "hr-back")).contains("update  E1").doesNotContain("link");
        assertThat(shell.run("sync", "--full")).isZero();
    }
}
