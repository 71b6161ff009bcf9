package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target says in a word that nobody knows whether an account is open: it is neither. */
class UnclearStateTest {

    private static final int PARTLY = ExitCode.SOME_FAILED.number();

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void threeWithAccounts() {
        company = new AfflictedCompany(folder).withTable("").hr(rows(""));
        sync(0);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private static String[] rows(String end, String... leavers) {
        return IntStream.rangeClosed(1, 3).mapToObj(i -> "E" + i + ",Name" + i + ",D1,,," + (List.of(leavers).contains("E" + i) ? end : "") + ",").toArray(String[]::new);
    }

    private void sync(int exitCode, String... more) {
        String[] words = IntStream.rangeClosed(0, more.length).mapToObj(i -> i == 0 ? "sync" : more[i - 1]).toArray(String[]::new);
        assertThat(company.run(words)).as(company.said()).isEqualTo(exitCode);
    }

    private void shows(String worker, String word) {
        company.sql("update users set active = " + (word == null ? "null" : "'" + word + "'") + " where worker = '" + worker + "'");
    }

    private List<String> states() {
        return company.rows("select worker || ' ' || coalesce(active, '-') from users order by worker");
    }

    @Test
    void whoLeavesIsClosedWhateverWordStandsThere() {
        shows("E1", "YES");
        shows("E2", null);
        company.hr(rows("2026-11-01", "E1", "E2"));
        sync(0, "--full");
        assertThat(states()).containsExactly("E1 no", "E2 no", "E3 yes");
    }

    @Test
    void whoIsHereIsNeitherOpenedNorClosedAndTheWordIsTold() {
        shows("E1", "locked");
        for (int twice = 0; twice < 2; twice++) {
            sync(PARTLY, "--full");
            assertThat(company.said()).contains("Left behind in crm: 1 (state-unclear)", "E1: the target says neither that the account is open nor that it is closed: active is \"locked\"; it counts as open, as it was known");
            assertThat(states()).containsExactly("E1 locked", "E2 yes", "E3 yes");
        }
        assertThat(company.run("dead-letters", "retry", "--job", "crm", "--cause", "state-unclear")).as(company.said()).isZero();
        sync(0);
        assertThat(states()).containsExactly("E1 yes", "E2 yes", "E3 yes");
        sync(0, "--full");
        shows("E1", "locked");
        sync(PARTLY, "--full");
        shows("E1", "yes");
        sync(0, "--full");
    }

    @Test
    void whatWasClosedAndSaysAnotherWordIsToldUntilTheWordIsKnown() {
        company.hr(rows("2026-11-01", "E1"));
        sync(0);
        shows("E1", "archived");
        company.at("2026-11-22T12:00:00Z");
        sync(PARTLY);
        assertThat(company.said()).as("by the daily look, too").contains("active is \"archived\"; it counts as closed, as it was known");
        assertThat(states()).containsExactly("E1 archived", "E2 yes", "E3 yes");
        company.write("application.properties", AfflictedCompany.text(folder, "application.properties").replace("disabledValue = no", "disabledValue = no, archived, NULL"));
        sync(0, "--full");
        assertThat(states()).containsExactly("E1 archived", "E2 yes", "E3 yes");
        shows("E1", null);
        sync(0, "--full");
        assertThat(states()).containsExactly("E1 -", "E2 yes", "E3 yes");
        company.hr(rows("2026-11-01"));
        sync(0);
        assertThat(states()).containsExactly("E1 yes", "E2 yes", "E3 yes");
        company.hr(rows("2026-11-01", "E2"));
        sync(0);
        assertThat(states()).as("the first word is written").containsExactly("E1 yes", "E2 no", "E3 yes");
    }

    @Test
    void whatWasClosedAndSaysAnotherWordIsClosedAgainWhereSomebodySaysSo() {
        company.hr(rows("2026-11-01", "E1"));
        sync(0);
        shows("E1", "YES");
        sync(PARTLY, "--full");
        assertThat(company.run("dead-letters", "retry", "--job", "crm", "--cause", "state-unclear")).as(company.said()).isZero();
        sync(0);
        assertThat(states()).containsExactly("E1 no", "E2 yes", "E3 yes");
    }

    /** What HR calls a status that nobody has mapped, and a start that lies ahead: her next contract, a transfer, or that she has left. */
    @Test
    void whoIsHereIsNotTakenForOneWhoComesByAStatusThatNobodyKnows() {
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone:", "status:"));
        company.write("groups/d1.yaml", "group: d1\ninclude: \"${body[dept]} == 'D1'\"\nattributes: {name: d1}\n");
        company.hr("E1,Name1,D1,,,,active", "E2,Name2,D1,,,,active", "E3,Name3,D1,,,,active");
        sync(0);
        company.hr("E1,Name1,D1,,2026-12-01,,transfer", "E2,Name2,D1,,2026-12-01,,active", "E3,Name3,D1,,,,active", "E4,Name4,D1,,2026-12-01,,to be hired");
        sync(PARTLY);
        assertThat(company.said()).contains("E1: status is \"transfer\"; it must be active, leave or terminated").doesNotContain("E4: status");
        assertThat(states()).containsExactly("E1 yes", "E2 no", "E3 yes", "E4 no");
        assertThat(company.run("explain", "--kind", "group", "d1")).as(company.said()).isZero();
        assertThat(company.said()).contains("2 members now");
        company.hr("E1,Name1,D1,,2026-12-01,,terminated", "E2,Name2,D1,,,,active", "E3,Name3,D1,,,,active", "E4,Name4,D1,,2026-12-01,,to be hired");
        sync(0);
        assertThat(states()).containsExactly("E1 no", "E2 yes", "E3 yes", "E4 no");
    }

    /** A table says who is here: a word that nobody knows lets nobody in, and sends nobody away. */
    @Test
    void ofASourceTheRecordIsRejectedAndWhatItSaidBeforeStands() {
        company.sql("create table staff (worker text primary key, name text, here text)");
        company.sql("insert into staff values ('X1', 'One', 'y'), ('X2', 'Two', 'y'), ('X3', 'Three', 'perhaps')");
        company.settings("caravan.systems.staff.connector = jdbc", "caravan.systems.staff.url = jdbc:sqlite:" + folder.resolve("crm.db"), "caravan.systems.staff.table = staff",
                "caravan.systems.staff.key = worker", "caravan.systems.staff.enabledColumn = here", "caravan.systems.staff.enabledValue = y", "caravan.systems.staff.disabledValue = n");
        company.write("mappings/states.csv", "true,active\nfalse,terminated\n");
        company.write("mappings/staff.yaml", """
                job: staff
                from: {system: staff, object: record}
                to: hub
                match: [{hub: workerId, value: "${body[worker]}"}]
                tables: {states: states.csv}
                attributes:
                  workerId: "${body[worker]}"
                  name: "${body[name]}"
                  status: "${lookup('states', ${body[here]})}"
                """);
        sync(PARTLY);
        assertThat(company.said()).contains("X3: here is \"perhaps\", which says neither that it is open nor that it is closed. If it means one of the two: the settings of ");
        assertThat(states()).containsExactly("E1 yes", "E2 yes", "E3 yes", "X1 yes", "X2 yes");
        company.sql("update staff set here = 'no longer' where worker = 'X1'");
        company.sql("update staff set here = 'n' where worker = 'X2'");
        sync(PARTLY);
        assertThat(company.said()).contains("X1: here is \"no longer\"");
        assertThat(states()).containsExactly("E1 yes", "E2 yes", "E3 yes", "X1 yes", "X2 no");
    }

    @Test
    void anAccountThatIsRecognisedIsOpenAfterwardsAndALeaversIsTold() {
        company.sql("insert into users values ('E8', 'eight', 'Name8', 'locked')");
        company.sql("insert into users values ('E9', 'nine', 'Name9', 'locked')");
        String[] more = {"E1,Name1,D1,,,,", "E8,Name8,D1,,,,", "E9,Name9,D1,,,2026-11-01,"};
        company.hr(more);
        sync(PARTLY);
        assertThat(company.said()).contains("account nine, to which nobody is linked");
        assertThat(states()).contains("E8 yes", "E9 locked");
    }

    @Test
    void whatIsNeitherIsShownAsNeither() {
        company.sql("insert into users values ('Z9', 'nine', 'Name9', 'locked')");
        assertThat(company.run("accounts", "crm", "--unowned", "--json")).as(company.said()).isZero();
        assertThat(company.said()).contains("nine", "\"unknown\"").doesNotContain("\"disabled\"", "\"enabled\"");
    }
}
