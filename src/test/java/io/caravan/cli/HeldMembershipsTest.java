package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.embedded.EmbeddedDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memberships that the guard holds are approved or rejected: just those that somebody looked at, and what is not decided of stays held. */
class HeldMembershipsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedDirectory directory;
    private LDAPConnection ldap;
    private final TreeSet<String> pairs = new TreeSet<>();

    @BeforeEach
    void twoGroupsOfADirectoryAreToLoseSixOfTenEach() throws Exception {
        directory = EmbeddedDirectory.start();
        ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password());
        shell = new GroupShell(folder);
        shell.at("2026-11-20T12:00:00Z");
        shell.pairs();
        shell.replace("mappings/members.yaml", "maxShrink: 60%", "maxShrink: 100%, maxVanish: 100%, allowEmpty: true");
        shell.directory(directory);
        shell.write("hr.csv", "workerId,name,zone", IntStream.rangeClosed(1, 20).mapToObj(i -> person(i) + ",Name" + i + ",").toArray(String[]::new));
        shell.write("groups.csv", "name,title", "crew,The crew", "staff,The staff");
        IntStream.rangeClosed(1, 10).forEach(i -> pairs.addAll(List.of("crew," + person(i), "staff," + person(i + 10))));
        write();
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members("crew")).hasSize(10);
        drop("crew", 1, 6);
        drop("staff", 11, 16);
        assertThat(shell.sync()).as(shell.said()).isEqualTo(ExitCode.HELD.number());
    }

    @AfterEach
    void close() {
        shell.close();
        ldap.close();
        directory.close();
    }

    private static String person(int number) {
        return "E%02d".formatted(number);
    }

    private void drop(String group, int from, int to) throws Exception {
        IntStream.rangeClosed(from, to).forEach(i -> pairs.remove(group + "," + person(i)));
        write();
    }

    private void write() throws Exception {
        shell.write("members.csv", "team,person,since,until", pairs.stream().map(pair -> pair + ",,").toArray(String[]::new));
    }

    private List<String> members(String group) throws Exception {
        return Arrays.stream(ldap.getEntry("cn=" + group + "," + EmbeddedDirectory.GROUPS, "member").getAttributeValues("member")).filter(dn -> dn.startsWith("uid="))
                .map(dn -> dn.substring(4, 7).toUpperCase()).sorted().toList();
    }

    private static List<String> people(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(HeldMembershipsTest::person).toList();
    }

    private JsonNode json(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        shell.run(line.toArray(String[]::new));
        return JSON.readTree(shell.said());
    }

    private String seen(String... chosen) throws Exception {
        List<String> line = new ArrayList<>(List.of("approve", "teams"));
        line.addAll(List.of(chosen));
        return json(line.toArray(String[]::new)).at("/held/seen").asText();
    }

    private int decide(String word, String... chosen) throws Exception {
        List<String> line = new ArrayList<>(List.of(word, "teams"));
        line.addAll(List.of(chosen));
        line.addAll(List.of("--why", "the club closes", "--seen", seen(chosen), "--as", "ada"));
        return shell.run(line.toArray(String[]::new));
    }

    private String held() {
        return shell.rows("select coalesce(sum(counts), 0) from planned_change where held").get(0);
    }

    @Test
    void whatIsHeldIsShownByGroupAndMember() throws Exception {
        assertThat(shell.run("approve", "teams")).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.said()).contains("teams 12 leave, held since 2026-11-20T12:00:00Z", "crew: 6 members would leave", "staff: 6 members would leave", "GROUP",
                "E06  leave   crew   nobody says any more that it belongs there", "caravan approve teams --why TEXT --seen ");
        assertThat(json("approve", "teams", "--only", "crew").at("/held/jobs/0/groups")).hasSize(1);
        assertThat(members("crew")).hasSize(10);
        shell.run("status");
        assertThat(shell.said()).contains("teams holds 12 changes for somebody to look at: caravan approve teams shows them");
    }

    @Test
    void explainSaysWhetherSheIsInTheTargetsGroupAndWhyNot() throws Exception {
        assertThat(shell.run("explain", "E01")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("Groups in targets", "crew       in ldap (teams): in it as uid=e01,ou=people,dc=example,dc=com; leave is held until somebody decides: caravan approve teams");
        shell.run("explain", "E07");
        assertThat(shell.said()).contains("source members", "in ldap (teams): in it as uid=e07,ou=people,dc=example,dc=com\n");
        assertThat(json("explain", "E07").at("/targets/0/state").asText()).isEqualTo("member");
        decide("reject", "--only", "E01");
        shell.run("explain", "E01");
        assertThat(shell.said()).contains("leave was rejected by ada at 2026-11-20T12:00:00Z");

        shell.write("hr.csv", "workerId,name,zone", IntStream.rangeClosed(1, 21).mapToObj(i -> person(i) + ",Name" + i + ",").toArray(String[]::new));
        shell.write("groups.csv", "name,title", "crew,The crew", "staff,The staff", "club,The club");
        pairs.addAll(List.of("crew,E20", "crew,E21", "club,E20"));
        write();
        shell.run("sync", "hr", "groups", "members");
        assertThat(json("explain", "E20", "--group", "crew").at("/targets/0/state").asText()).isEqualTo("due");
        assertThat(json("explain", "E20", "--group", "club").at("/targets/0/state").asText()).isEqualTo("group-missing");
        assertThat(json("explain", "E21", "--group", "crew").at("/targets/0/state").asText()).isEqualTo("no-account");
    }

    @Test
    void aPlanCountsWhoComesIntoWhichGroup() throws Exception {
        decide("approve");
        pairs.addAll(List.of("crew,E15", "crew,E16", "staff,E01"));
        drop("crew", 7, 7);
        assertThat(shell.run("plan", "teams", "--limit", "2")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("  crew: 2 members would join, 1 member would leave", "  staff: 1 member would join", "… and 2 more", "3 join");
    }

    @Test
    void whatWasSeenIsSentAndNothingElse() throws Exception {
        assertThat(decide("approve")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("Approved in teams: 12 of 12 changes made");
        assertThat(members("crew")).isEqualTo(people(7, 10));
        assertThat(members("staff")).isEqualTo(people(17, 20));
        assertThat(shell.sync()).as(shell.said()).isZero();
        shell.run("log", "--action", "leave", "--json");
        assertThat(shell.said()).contains("approved by ada: the club closes");
        assertThat(shell.run("log", "verify")).isZero();
    }

    @Test
    void onlyAGroupGoesAndTheOtherStaysHeldHoweverFewAreLeft() throws Exception {
        assertThat(decide("approve", "--only", "crew")).as(shell.said()).isEqualTo(ExitCode.DONE.number());
        assertThat(shell.said()).contains("Approved in teams: 6 of 6 changes made", "6 other changes stay held until somebody decides: caravan approve teams");
        assertThat(members("crew")).isEqualTo(people(7, 10));
        assertThat(members("staff")).hasSize(10);
        assertThat(decide("approve", "--only", "E11", "E12", "E13")).as(shell.said()).isZero();
        assertThat(members("staff")).isEqualTo(people(14, 20));
        for (int i = 0; i < 2; i++) {
            assertThat(shell.sync()).as(shell.said()).isEqualTo(ExitCode.HELD.number());
            assertThat(members("staff")).as("three of seven would be few enough").isEqualTo(people(14, 20));
        }
        assertThat(decide("approve", "--kind", "leave")).as(shell.said()).isZero();
        assertThat(members("staff")).isEqualTo(people(17, 20));
    }

    @Test
    void whoIsBackIsRefusedByNameAndWhoIsNewWasNotLookedAt() throws Exception {
        String seen = seen();
        pairs.add("crew,E02");
        pairs.remove("crew,E09");
        write();
        assertThat(shell.run("approve", "teams", "--why", "the club closes", "--seen", seen)).as(shell.said()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.said()).contains("Refused: 1 change not due any more", "teams: E02 leave (crew): there is nothing to do any more");
        assertThat(members("crew")).containsExactly("E02", "E07", "E08", "E09", "E10");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members("crew")).containsExactly("E02", "E07", "E08", "E10");
    }

    @Test
    void aRejectionIsOfOneMembershipIsNeverQuietAndEnds() throws Exception {
        assertThat(decide("reject", "--only", "E01")).as(shell.said()).isZero();
        assertThat(decide("approve")).as(shell.said()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(members("crew")).isEqualTo(List.of("E01", "E07", "E08", "E09", "E10"));
        for (int i = 0; i < 2; i++) {
            assertThat(shell.sync()).as(shell.said()).isEqualTo(ExitCode.SOME_FAILED.number());
            assertThat(shell.sync("--full")).as(shell.said()).isEqualTo(ExitCode.SOME_FAILED.number());
        }
        shell.run("status");
        assertThat(shell.said()).contains("E01: leave crew (nobody says any more that it belongs there) was rejected by ada", "caravan approve teams --rejected");
        assertThat(members("crew")).contains("E01");

        shell.at("2026-12-25T12:00:00Z");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members("crew")).as("its time is over").isEqualTo(people(7, 10));
        shell.run("log", "--action", "reject", "--status", "skipped");
        assertThat(shell.said()).contains("over: leave was rejected by ada");
    }

    @Test
    void aRejectionIsOverWhenSheIsToBeInItAgainAndMayBeTakenBack() throws Exception {
        assertThat(decide("reject", "--only", "crew")).as(shell.said()).isZero();
        pairs.add("crew,E01");
        write();
        shell.sync();
        assertThat(shell.rows("select count(*) from change_ruling where ruling = 'rejected'")).containsExactly("5");
        assertThat(decide("approve", "--rejected", "--only", "E02", "E03")).as("three are left rejected").isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(members("crew")).containsExactly("E01", "E04", "E05", "E06", "E07", "E08", "E09", "E10");
        assertThat(members("staff")).as("still held").hasSize(10);
        assertThat(held()).isEqualTo("6");
    }

    @Test
    void whatIsHeldStaysSoWhenAnotherPartCannotBeSent() throws Exception {
        String seen = seen("--only", "crew");
        shell.replace("application.properties", "caravan.systems.ldap.url = " + directory.url(), "caravan.systems.ldap.url = ldap://127.0.0.1:1");
        assertThat(shell.run("approve", "teams", "--only", "crew", "--why", "the club closes", "--seen", seen)).as(shell.said()).isNotZero();
        shell.replace("application.properties", "caravan.systems.ldap.url = ldap://127.0.0.1:1", "caravan.systems.ldap.url = " + directory.url());
        assertThat(shell.sync()).as(shell.said()).isEqualTo(ExitCode.HELD.number());
        assertThat(held()).isIn("6", "12");
        assertThat(members("staff")).hasSize(10);
    }

    @Test
    void aSavedPlanCarriesMembershipsAndOnlyThose() throws Exception {
        decide("approve");
        pairs.add("crew,E15");
        pairs.add("staff,E03");
        drop("crew", 7, 7);
        Path file = folder.resolve("saved.json");
        assertThat(shell.run("plan", "teams", "--out", file.toString())).as(shell.said()).isZero();
        assertThat(shell.said()).contains("E15", "crew", "join");
        pairs.add("staff,E04");
        write();
        assertThat(shell.run("apply", file.toString(), "--only", "crew")).as(shell.said()).isZero();
        assertThat(members("crew")).containsExactly("E08", "E09", "E10", "E15");
        assertThat(members("staff")).as("not asked for").isEqualTo(people(17, 20));
        pairs.remove("staff,E03");
        write();
        assertThat(shell.run("apply", file.toString(), "--only", "staff")).as(shell.said()).isNotZero();
        assertThat(shell.said()).contains("E03 join (staff): there is nothing to do any more");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members("staff")).containsExactly("E04", "E17", "E18", "E19", "E20");
    }

    @Test
    void aStrangerWhoIsToGoIsDecidedOfByHisName() throws Exception {
        decide("approve");
        shell.replace("mappings/teams.yaml", "attributes:", "members: {strangers: remove}\nattributes:");
        for (int i = 1; i <= 6; i++) {
            ldap.modify("cn=crew," + EmbeddedDirectory.GROUPS, new Modification(ModificationType.ADD, "member", "uid=x0" + i + "," + EmbeddedDirectory.PEOPLE));
        }
        assertThat(shell.sync("--full")).as(shell.said()).isEqualTo(ExitCode.HELD.number());
        assertThat(decide("reject", "--only", "uid=x01," + EmbeddedDirectory.PEOPLE)).as(shell.said()).isZero();
        assertThat(decide("approve")).as(shell.said()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(members("crew")).containsExactly("E07", "E08", "E09", "E10", "X01");
        assertThat(shell.sync("--full")).as(shell.said()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(members("crew")).contains("X01");
        ldap.modify("cn=crew," + EmbeddedDirectory.GROUPS, new Modification(ModificationType.DELETE, "member", "uid=x01," + EmbeddedDirectory.PEOPLE));
        assertThat(shell.sync("--full")).as(shell.said()).isZero();
    }
}
