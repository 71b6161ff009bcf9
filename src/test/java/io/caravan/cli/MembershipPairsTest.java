package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is in which group comes from a file of pairs. Each name is a row of the decision table. */
class MembershipPairsTest {

    @TempDir
    private Path folder;
    private GroupShell shell;

    @BeforeEach
    void aCompanyWithTeams() throws IOException {
        shell = new GroupShell(folder);
        shell.pairs();
        shell.write("hr.csv", "workerId,name,zone", IntStream.rangeClosed(1, 30).mapToObj(i -> "E" + i + ",Name" + i + ",Europe/Berlin").toArray(String[]::new));
        shell.write("groups.csv", "name,title", "sales,Sales", "dev,Development", "all,Everybody");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void members(String... rows) throws IOException {
        shell.write("members.csv", "team,person,since,until", rows);
    }

    private List<String> rows() {
        return shell.memberships();
    }

    @Test
    void eachPairIsAMembershipWithItsSourceAsOrigin() throws IOException {
        members("sales,E1,,", "sales,E2,,", "dev,E1,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("dev E1 source members", "sales E1 source members", "sales E2 source members");
        assertThat(shell.said()).contains("3 joined groups");
        shell.run("log", "--identity", "E1", "--action", "join");
        assertThat(shell.said()).contains("join").contains("members.csv:2").contains("mappings/members.yaml:");
        members("sales,E1,,", "dev,E1,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("dev E1 source members", "sales E1 source members");
        shell.run("log", "--identity", "E2", "--action", "leave");
        assertThat(shell.said()).contains("leave").contains("members.csv:3");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(shell.said()).doesNotContain("joined groups").doesNotContain("left groups");
    }

    @Test
    void whatIsSaidOfAPersonIsNotAboutTheAccountsOfGroups() throws IOException {
        members("sales,E1,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        shell.settings("caravan.systems.app.connector = jdbc", "caravan.systems.app.url = jdbc:sqlite:app.db", "caravan.systems.app.table = roles", "caravan.systems.app.key = name");
        shell.text("mappings/roles.yaml", """
                job: roles
                from: {hub: group}
                to: {system: app, object: record}
                match: [{target: name, value: "${body[title]}"}]
                attributes: {name: "${body[title]}"}
                """);
        assertThat(shell.run("explain", "E1")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("sales").doesNotContain("roles");
    }

    @Test
    void anEmptyFileEmptiesNoGroup() throws IOException {
        members("sales,E1,,", "sales,E2,,");
        shell.sync();
        members();
        assertThat(shell.sync()).isEqualTo(1);
        assertThat(rows()).hasSize(2);
        shell.write("members.csv", "team,person,since,until");
        assertThat(shell.sync()).isEqualTo(1);
        assertThat(rows()).hasSize(2);
    }

    @Test
    void halfAFileEndsNothing() throws IOException {
        members(IntStream.rangeClosed(1, 30).mapToObj(i -> "all,E" + i + ",,").toArray(String[]::new));
        shell.sync();
        String whole = Files.readString(folder.resolve("members.csv"));
        Files.writeString(folder.resolve("members.csv"), whole.substring(0, whole.length() / 2));
        assertThat(shell.sync()).isEqualTo(1);
        assertThat(rows()).hasSize(30);
    }

    @Test
    void aGroupThatVanishesIsHeldUntilSomebodyHasLooked() throws IOException {
        List<String> all = IntStream.rangeClosed(1, 27).mapToObj(i -> "all,E" + i + ",,").toList();
        members(join(all, "dev,E1,,", "dev,E2,,", "dev,E3,,"));
        assertThat(shell.sync()).as(shell.said()).isZero();
        members(join(all, "sales,E9,,"));
        assertThat(shell.sync()).as(shell.said()).isEqualTo(5);
        assertThat(shell.said()).contains("all 3 members of \"dev\" would leave it").contains("--let-vanish dev");
        assertThat(rows()).hasSize(31).contains("sales E9 source members", "dev E3 source members");
        assertThat(shell.sync()).as("held still").isEqualTo(5);
        assertThat(rows()).hasSize(31);
        assertThat(shell.run("approve", "members")).as(shell.said()).isEqualTo(5);
        String seen = shell.said().replaceAll("(?s).*--seen (\\w+).*", "$1");
        assertThat(shell.run("approve", "members", "--why", "the team was closed", "--seen", seen)).as(shell.said()).isZero();
        assertThat(rows()).hasSize(28).noneMatch(row -> row.startsWith("dev"));
    }

    private static String[] join(List<String> all, String... more) {
        return java.util.stream.Stream.concat(all.stream(), java.util.Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void whatIsHeldComesBackWithTheSource() throws IOException {
        List<String> all = IntStream.rangeClosed(1, 27).mapToObj(i -> "all,E" + i + ",,").toList();
        members(join(all, "dev,E1,,", "dev,E2,,", "dev,E3,,"));
        shell.sync();
        members(join(all));
        assertThat(shell.sync()).isEqualTo(5);
        members(join(all, "dev,E1,,", "dev,E2,,", "dev,E3,,"));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).hasSize(30);
        shell.run("log", "--action", "leave");
        assertThat(shell.said()).doesNotContain("E1");
    }

    @Test
    void aMemberTwiceIsRejectedAndStaysAMember() throws IOException {
        members("sales,E1,,", "sales,E2,,");
        shell.sync();
        members("sales,E1,,", "sales,E1,,2027-01-01", "sales,E2,,");
        assertThat(shell.sync()).isEqualTo(4);
        assertThat(rows()).containsExactly("sales E1 source members", "sales E2 source members");
    }

    @Test
    void aMemberNobodyKnowsWaitsAndComesByItself() throws IOException {
        members("sales,E1,,", "sales,E77,,", "hr,E1,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("sales E1 source members");
        assertThat(shell.said()).contains("1 joined groups; 2 name nobody whom the hub knows");
        shell.run("records", "members", "--unassigned");
        assertThat(shell.said()).contains("members.csv:3").contains("no person has workerId \"E77\"").contains("no group has the key \"hr\"");
        shell.run("status");
        assertThat(shell.said()).contains("caravan records members --unassigned");
        Files.writeString(folder.resolve("hr.csv"), Files.readString(folder.resolve("hr.csv")) + "E77,Late,\n");
        shell.write("groups.csv", "name,title", "sales,Sales", "dev,Development", "all,Everybody", "hr,People");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("hr E1 source members", "sales E1 source members", "sales E77 source members");
    }

    @Test
    void ofTwoWhoHaveTheNameNobodyIsTaken() throws IOException {
        shell.replace("mappings/members.yaml", "by: workerId", "by: name");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Ada,", "E3,Bob,");
        members("sales,Ada,,", "sales,Bob,,");
        assertThat(shell.sync()).as(shell.said()).isEqualTo(4);
        assertThat(rows()).containsExactly("sales E3 source members");
        shell.run("dead-letters");
        assertThat(shell.said()).contains("2 have name \"Ada\": E1, E2; none of them is taken");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Beate,", "E3,Bob,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("sales E1 source members", "sales E3 source members");
    }

    @Test
    void whoeverIsCalledOtherwiseStaysInTheGroupUntilTheSourceSaysOtherwise() throws IOException {
        shell.replace("mappings/members.yaml", "by: workerId", "by: name");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E3,Bob,");
        members("sales,Ada,,", "sales,Bob,,");
        shell.sync();
        shell.write("hr.csv", "workerId,name,zone", "E1,Augusta,", "E3,Bob,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).contains("sales E1 source members");
        members("sales,Augusta,,", "sales,Bob,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("sales E1 source members", "sales E3 source members");
        shell.run("log", "--action", "leave");
        assertThat(shell.said()).doesNotContain("E1");
    }

    @Test
    void daysCountInTheMembersZone() throws IOException {
        members("sales,E1,2027-01-01,2027-06-30", "sales,E2,,9999-12-31", "dev,E1,20270101,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(shell.spans()).containsExactly("dev E1 2026-12-31T23:00 -", "sales E1 2026-12-31T23:00 2027-06-30T22:00", "sales E2 - -");
        members("sales,E1,2027-01-01,2027-07-31", "sales,E2,,9999-12-31", "dev,E1,20270101,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(shell.spans()).contains("sales E1 2026-12-31T23:00 2027-07-31T22:00");
    }

    @Test
    void aDateThatCannotBeReadLeavesTheMembershipAsItWas() throws IOException {
        members("sales,E1,,2027-06-30", "sales,E2,,");
        shell.sync();
        members("sales,E1,,31/12/2027", "sales,E2,,", "sales,E3,,soon");
        assertThat(shell.sync()).isEqualTo(4);
        assertThat(shell.spans()).containsExactly("sales E1 - 2027-06-30T22:00", "sales E2 - -");
        shell.run("records", "members", "--rejected");
        assertThat(shell.said()).contains("until (mappings/members.yaml:").contains("31/12/2027");
    }

    @Test
    void anotherSourceKeepsItsOwnWord() throws IOException {
        shell.secondPairs();
        members("sales,E1,,", "sales,E2,,");
        shell.write("more.csv", "team,person,since,until", "sales,E1,,", "dev,E9,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("dev E9 source more", "sales E1 source members", "sales E1 source more", "sales E2 source members");
        members("sales,E2,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("dev E9 source more", "sales E1 source more", "sales E2 source members");
    }

    @Test
    void groupsMayBeInGroupsAndCirclesDoNoHarm() throws IOException {
        shell.replace("mappings/members.yaml", "{by: workerId,", "{kind: [person, group], by: workerId,");
        shell.replace("mappings/groups.yaml", "  title:", "  workerId: \"${body[name]}\"\n  title:");
        members("all,sales,,", "sales,dev,,", "dev,all,,", "sales,sales,,", "dev,E1,,");
        assertThat(shell.sync()).as(shell.said()).isEqualTo(4);
        assertThat(rows()).containsExactly("all sales source members", "dev E1 source members", "dev all source members", "sales dev source members");
        shell.run("records", "members", "--rejected");
        assertThat(shell.said()).contains("a group is not a member of itself");
        shell.run("log", "--status", "failure");
        assertThat(shell.said()).contains("in one another in a circle").contains("dev is in sales");
    }

    @Test
    void aScopeThatNoLongerAsksEndsMemberships() throws IOException {
        members("sales,E1,,", "sales,E2,,2020-01-01");
        shell.sync();
        shell.replace("mappings/members.yaml", "\nattributes:", "\nscope: {include: \"${body[person]} != 'E2'\"}\nattributes:");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).containsExactly("sales E1 source members");
    }

    @Test
    void aMappingThatUnderstandsNamesOtherwiseGoesThroughTheGuard() throws IOException {
        members(IntStream.rangeClosed(1, 30).mapToObj(i -> "all,E" + i + ",,").toArray(String[]::new));
        shell.sync();
        shell.replace("mappings/members.yaml", "by: workerId", "by: name");
        assertThat(shell.sync()).as(shell.said()).isEqualTo(5);
        assertThat(rows()).hasSize(30);
        shell.replace("mappings/members.yaml", "by: name", "by: workerId");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(rows()).hasSize(30);
        shell.run("log", "--action", "leave");
        assertThat(shell.said()).doesNotContain("E1");
    }

    @Test
    void explainListsMembershipsWithOriginAndSpan() throws IOException {
        members("sales,E1,2026-01-01,2027-06-30", "dev,E1,,");
        shell.sync();
        assertThat(shell.run("explain", "E1")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("Groups").contains("sales").contains("source members").contains("members.csv:2").contains("mappings/members.yaml:");
    }

    @Test
    void planTellsWhoWouldJoinAndWhoWouldLeave() throws IOException {
        members("sales,E1,,", "sales,E2,,");
        shell.sync();
        members("sales,E2,,", "sales,E3,,", "dev,E4,,");
        assertThat(shell.run("plan")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("Groups: 2 would join, 1 would leave.");
        assertThat(rows()).containsExactly("sales E1 source members", "sales E2 source members");
    }

    @Test
    void aTableOfPairsWithAKeyOfTwoColumns() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("app.db");
        try (Connection connection = DriverManager.getConnection(url); Statement sql = connection.createStatement()) {
            sql.execute("create table team_member (team text, person text, until text)");
            sql.execute("insert into team_member values ('sales', 'E1', null), ('sales', 'E2', '2099-12-31'), ('dev', null, null)");
            shell.settings("caravan.systems.db.connector = jdbc", "caravan.systems.db.url = " + url, "caravan.systems.db.table = team_member", "caravan.systems.db.key = team,person");
            shell.replace("mappings/members.yaml", "system: members", "system: db");
            shell.replace("mappings/members.yaml", "[team, person, since, until]", "[team, person, until]");
            shell.replace("mappings/members.yaml", "  from: \"${body[since]}\"\n", "");
            assertThat(shell.sync()).as(shell.said()).isEqualTo(4);
            assertThat(rows()).containsExactly("sales E1 source members", "sales E2 source members");
            sql.execute("delete from team_member where person is null");
            sql.execute("delete from team_member where person = 'E1'");
            sql.execute("insert into team_member values ('dev', 'E3', null)");
            assertThat(shell.sync()).as(shell.said()).isZero();
            assertThat(rows()).containsExactly("dev E3 source members", "sales E2 source members");
            assertThat(shell.run("check")).as(shell.said()).isZero();
        }
    }

    @Test
    void mistakesAreToldWithLineAndColumn() throws Exception {
        shell.text("mappings/members.yaml", """
                job: members
                from: {system: members, object: record, attributes: [team, person]}
                to: {hub: membership}
                match: [{hub: workerId, value: "${body[person]}"}]
                members: {value: "${body[team]}"}
                attributes:
                  group: "${body[team]}"
                  member: {reference: {by: wrkerId, kind: [person, grup], value: "${body[person]}"}}
                  title: "${body[team]}"
                """);
        shell.text("mappings/groups.yaml", """
                job: groups
                from: {system: groups, object: record, attributes: [name, title]}
                to: {hub: group}
                members: {value: "${body[name]}-${body[title]}", by: name}
                attributes: {title: "${body[title]}"}
                """);
        shell.text("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, zone]}
                to: hub
                members: {value: "${body[name]}", by: name}
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}"}
                """);
        shell.text("mappings/out.yaml", """
                job: out
                from: {hub: membership}
                to: {system: hr, object: record}
                match: [{target: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}"}
                """);
        assertThat(shell.run("check")).as(shell.said()).isEqualTo(3);
        assertThat(shell.said()).contains("mappings/members.yaml:4:1 error MAP").contains("mappings/members.yaml:5:1 error MAP").contains("mappings/members.yaml:7:10 error MAP003: \"group\"")
                .contains("mappings/members.yaml:9:3 error MAP001").contains("mappings/members.yaml:8:52 error MAP026: no job brings a grup").contains("mappings/groups.yaml:4:19 error MAP003: \"members\" reads one attribute of the record")
                .contains("mappings/hr.yaml:4:1 error").contains("only a group has members").contains("mappings/out.yaml:2:13 error MAP026: a membership is no subject");
    }

    @Test
    void examplesOfPairsAndListsAreTested() throws Exception {
        shell.text("mappings/members.yaml", Files.readString(folder.resolve("mappings/members.yaml")) + """
                examples:
                  - name: until a day
                    given: {team: sales, person: E1, until: "2027-06-30T00:00:00"}
                    expect: {group: sales, member: E1, until: "2027-06-30", from: null}
                """);
        shell.replace("mappings/groups.yaml", "attributes:\n", "members: {value: \"${lowercase(${body[name]})}\", split: \";\"}\nattributes:\n");
        shell.text("mappings/groups.yaml", Files.readString(folder.resolve("mappings/groups.yaml")) + """
                examples:
                  - name: names are lower case
                    given: {name: "Ada; BOB", title: T}
                    expect: {title: T, members: [ada, bob]}
                """);
        assertThat(shell.run("test")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("2");
    }
}
