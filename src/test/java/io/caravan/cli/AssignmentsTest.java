package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is assigned to an application has an account there, with the roles that somebody gave, as long as somebody says so. */
class AssignmentsTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void anApplicationForThoseWhoAreAssigned() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-20T12:00:00Z");
        shell.assignedApplication("");
        shell.company().hr("E1,Ada,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        assertThat(shell.run("sync")).as(shell.err()).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    private List<String> users() {
        return shell.company().rows("select worker, active, roles from users order by worker");
    }

    private void run(String... words) {
        assertThat(shell.run(words)).as(shell.out() + shell.err()).isZero();
    }

    @Test
    void onlyWhoIsAssignedHasAnAccountAndLosesItWithTheLastWhoSaysSo() {
        assertThat(users()).isEmpty();
        run("assign", "E1", "app", "--why", "ticket 7");
        run("sync", "app");
        assertThat(users()).containsExactly("E1|yes|null");
        run("explain", "E1");
        assertThat(shell.out()).contains("assigned by operator");
        run("explain", "E2");
        assertThat(shell.out()).contains("not assigned to app");
        run("unassign", "E1", "app", "--why", "ticket 8");
        run("sync", "app");
        assertThat(users()).containsExactly("E1|no|null");
        run("log", "--action", "assign");
        assertThat(shell.out()).contains("E1").contains("ticket 7");
    }

    @Test
    void rolesAreGivenAndTakenOneByOne() {
        run("assign", "E1", "app", "--role", "admin", "--why", "x");
        run("assign", "E1", "app", "--role", "clerk", "--why", "x");
        run("sync", "app");
        assertThat(users()).containsExactly("E1|yes|admin;clerk");
        run("unassign", "E1", "app", "--role", "admin", "--why", "x");
        run("sync", "app");
        assertThat(users()).containsExactly("E1|yes|clerk");
        run("assignments");
        assertThat(shell.out()).contains("clerk").doesNotContain("admin").contains("1 assignment.");
        run("assignments", "--csv");
        assertThat(shell.out()).contains("identity,kind,application,role,origin,from,until,holds");
    }

    @Test
    void anAssignmentBeginsAndEndsByItself() {
        run("assign", "E2", "app", "--from", "2026-11-25", "--until", "2026-11-27", "--why", "a project of three days");
        run("sync", "app");
        assertThat(users()).isEmpty();
        at("2026-11-25T00:00:00Z");
        run("sync", "app");
        assertThat(users()).containsExactly("E2|yes|null");
        at("2026-11-27T23:59:59Z");
        run("sync", "app");
        assertThat(users()).containsExactly("E2|yes|null");
        at("2026-11-28T00:00:00Z");
        run("sync", "app");
        assertThat(users()).containsExactly("E2|no|null");
    }

    /** From here on there are groups, and pairs that say who is in them. */
    private void teams() throws Exception {
        Files.writeString(folder.resolve("application.properties"), Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.teams.connector = csv-source
                caravan.systems.teams.file = teams.csv
                caravan.systems.teams.quietSeconds = 0
                caravan.systems.teams.key = name
                caravan.systems.pairs.connector = csv-source
                caravan.systems.pairs.file = pairs.csv
                caravan.systems.pairs.quietSeconds = 0
                caravan.systems.pairs.key = team, person
                """);
        shell.company().write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [name]}
                to: {hub: group}
                attributes: {name: "${body[name]}"}
                """);
        shell.company().write("mappings/pairs.yaml", """
                job: pairs
                from: {system: pairs, object: record, attributes: [team, person]}
                to: {hub: membership}
                completeness: {maxShrink: 100%}
                attributes:
                  group: {reference: "${body[team]}"}
                  member: {reference: {by: workerId, value: "${body[person]}"}}
                """);
    }

    @Test
    void aGroupAssignsWhoeverIsInIt() throws Exception {
        teams();
        shell.company().write("teams.csv", "name\nsales\n");
        shell.company().write("pairs.csv", "team,person\nsales,E1\nsales,E3\n");
        run("sync");
        run("assign", "sales", "app", "--group", "--role", "seller", "--why", "all of sales sells");
        run("sync");
        assertThat(users()).containsExactly("E1|yes|seller", "E3|yes|seller");
        shell.company().write("pairs.csv", "team,person\nsales,E2\nsales,E3\n");
        run("sync");
        assertThat(users()).containsExactly("E1|no|seller", "E2|yes|seller", "E3|yes|seller");
        run("assignments", "E3");
        assertThat(shell.out()).contains("group sales");
        run("unassign", "sales", "app", "--group", "--role", "seller", "--why", "no more");
        run("sync");
        assertThat(users()).containsExactly("E1|no|seller", "E2|no|seller", "E3|no|seller");
    }

    @Test
    void whatEndedWhileSheWasAwayIsNotHersWhenSheComesBackAndWhatHasNoEndIs() throws Exception {
        run("assign", "E1", "app", "--role", "admin", "--until", "2026-12-31", "--why", "a project");
        run("assign", "E1", "app", "--role", "clerk", "--why", "her work");
        run("sync");
        assertThat(users()).containsExactly("E1|yes|admin;clerk");
        shell.company().hr("E1,Ada,D1,,2026-11-25", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        at("2026-11-26T12:00:00Z");
        run("sync");
        assertThat(users()).containsExactly("E1|no|admin;clerk");

        at("2028-03-01T12:00:00Z");
        shell.company().hr("E1,Ada,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        run("sync");
        assertThat(users()).containsExactly("E1|yes|clerk");
    }

    @Test
    void whatEndsWhileSheIsAwayLetsNobodyInAtAll() throws Exception {
        run("assign", "E1", "app", "--until", "2026-12-31", "--why", "a project");
        run("sync");
        shell.company().hr("E1,Ada,D1,,2026-11-25", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        at("2026-11-26T12:00:00Z");
        run("sync");
        at("2028-03-01T12:00:00Z");
        shell.company().hr("E1,Ada,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        run("sync");
        assertThat(users()).containsExactly("E1|no|null");
    }

    @Test
    void aGroupThatIsGoneIsToldAsLongAsSomebodyIsSaidToBeInItAndAssignsNobodyElse() throws Exception {
        teams();
        shell.company().write("teams.csv", "name\nsales\nops\nhr\n");
        shell.company().write("pairs.csv", "team,person\nsales,E1\nsales,E3\n");
        run("sync");
        run("assign", "sales", "app", "--group", "--role", "seller", "--why", "all of sales sells");
        run("sync");
        assertThat(users()).containsExactly("E1|yes|seller", "E3|yes|seller");

        shell.company().write("teams.csv", "name\nops\nhr\n");
        assertThat(shell.run("sync")).as("a list that is short takes nothing").isEqualTo(ExitCode.FAILED.number());
        assertThat(users()).containsExactly("E1|yes|seller", "E3|yes|seller");
        run("sync", "teams", "--let-shrink", "teams=1");
        run("sync");
        assertThat(users()).as("two say so still").containsExactly("E1|yes|seller", "E3|yes|seller");
        assertThat(shell.run("status")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.out()).contains("Left behind in app: 1 (group-gone)").contains("sales: assigned to app/seller by operator").contains("caravan unassign sales app --group");

        shell.company().write("pairs.csv", "team,person\nops,E1\n");
        run("sync");
        assertThat(users()).containsExactly("E1|no|seller", "E3|no|seller");
        run("status");
    }

    @Test
    void whatMeansNothingIsRefused() {
        assertThat(shell.run("assign", "E1", "hr", "--why", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("no mapping asks who is assigned to 'hr'", "app");
        assertThat(shell.run("assign", "E9", "app", "--why", "x")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.run("assign", "E1", "app", "--until", "2026-11-01", "--why", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("assign", "E1", "app", "--until", "soon", "--why", "x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("assign", "E1", "app", "--why", "  ")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("unassign", "E1", "app", "--why", "x")).isEqualTo(ExitCode.FAILED.number());
        assertThat(users()).isEmpty();
    }
}
