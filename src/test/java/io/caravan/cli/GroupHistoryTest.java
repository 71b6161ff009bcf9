package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.embedded.EmbeddedDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was in a group, who came and left, and who will, told from the log and from days that were said. */
class GroupHistoryTest {

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedDirectory directory;

    @BeforeEach
    void aGroupInThreeWeeks() throws Exception {
        directory = EmbeddedDirectory.start();
        shell = new GroupShell(folder);
        shell.pairs();
        shell.directory(directory);
        Files.createDirectories(folder.resolve("groups"));
        shell.text("groups/staff.yaml", "group: staff\ninclude: \"${body[name]} contains 'a'\"\nattributes: {name: staff}\n");
        shell.at("2026-11-02T12:00:00Z");
        shell.write("hr.csv", "workerId,name,zone", people("E1,Ada,", "E2,Bob,", "E3,Cyd,", "E4,Dan,"));
        shell.write("groups.csv", "name,title", "crew,The crew");
        shell.write("members.csv", "team,person,since,until", "crew,E1,,", "crew,E2,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        shell.at("2026-11-09T12:00:00Z");
        shell.write("hr.csv", "workerId,name,zone", people("E1,Ada,", "E2,Bob,", "E3,Cyd,", "E4,Don,"));
        shell.write("members.csv", "team,person,since,until", "crew,E1,,", "crew,E3,,", "crew,E4,2026-12-24,2027-01-10");
        assertThat(shell.sync()).as(shell.said()).isZero();
        shell.at("2026-11-16T12:00:00Z");
    }

    private static String[] people(String... some) {
        List<String> all = new ArrayList<>(List.of(some));
        IntStream.rangeClosed(10, 30).forEach(i -> all.add("E" + i + ",Ada" + i + ","));
        return all.toArray(String[]::new);
    }

    @AfterEach
    void close() {
        shell.close();
        directory.close();
    }

    @Test
    void theLifeOfAGroupSaysWhoCameAndLeftHereAndInTheTargetAndWhoWill() {
        assertThat(shell.run("history", "crew", "--kind", "group")).as(shell.said()).isZero();
        assertThat(shell.said()).containsPattern("2026-11-02 12:00 +members joined +2: E1, E2").containsPattern("2026-11-02 12:00 +ldap +members put in +2: E1, E2")
                .containsPattern("2026-11-09 12:00 +members left +E2; no record of its source says so any more").containsPattern("2026-11-09 12:00 +ldap +members taken out +E2")
                .containsPattern("2026-11-09 12:00 +members joined +2: E3, E4").containsPattern("(?s)Ahead.*2026-12-24 00:00 +members joined +E4.*2027-01-11 00:00 +members left +E4");
        shell.run("history", "staff");
        assertThat(shell.said()).as("five are named, and a line of a hundred thousand stays a line").containsPattern("members joined +23: E1, E10, E11, E12, E13, …|members joined +23: .*, …")
                .containsPattern("members left +E4; .*contains 'a' is false");
    }

    @Test
    void theLifeOfAPersonSaysWhichGroups() {
        shell.run("history", "E2");
        assertThat(shell.said()).containsPattern("joined a group +crew; said by members.csv:3").containsPattern("ldap +put into a group +.*crew").containsPattern("left a group +crew; no record");
        shell.run("history", "E4");
        assertThat(shell.said()).containsPattern("left a group +staff; ").containsPattern("(?s)Ahead.*2026-12-24 00:00 +joined a group +crew, from then on by source members.*2027-01-11 00:00 +left a group +crew, until then by source members");
    }

    @Test
    void asOfADayThatIsOverMembershipsAreWhatTheyWere() throws Exception {
        JsonNode then = json("explain", "crew", "--kind", "group", "--as-of", "2026-11-05");
        assertThat(then.at("/members").findValuesAsText("key")).containsExactly("E1", "E2");
        assertThat(then.at("/memberCount").asLong()).isEqualTo(2);
        assertThat(then.at("/members/0/origin").asText()).isEqualTo("source members");
        assertThat(json("explain", "crew", "--kind", "group", "--as-of", "2026-11-10").at("/members").findValuesAsText("key")).as("E4 comes at Christmas").containsExactly("E1", "E3");

        assertThat(json("explain", "E4", "--as-of", "2026-11-05").at("/groups").findValuesAsText("key")).containsExactly("staff");
        assertThat(json("explain", "E4", "--as-of", "2026-11-10").at("/groups")).isEmpty();
        shell.run("explain", "E2", "--as-of", "2026-11-05");
        assertThat(shell.said()).contains("Groups and applications", "crew: source members, since 2026-11-02 12:00; said by members.csv:3");
        shell.run("explain", "staff", "--as-of", "2026-11-10");
        assertThat(shell.said()).contains("Members: 22", "… and 2 more");
    }

    @Test
    void aGroupIsFoundByTheNameByWhichItIsRecognised() throws Exception {
        shell.replace("mappings/teams.yaml", "match: [{target: cn, value: \"${body[name]}\"}]", "match: [{target: description, value: \"${body[title]}\"}]");
        shell.run("history", "The crew");
        assertThat(shell.said()).contains("group crew", "members joined");
        assertThat(json("explain", "the CREW", "--as-of", "2026-11-05").at("/identity").asText()).isEqualTo("crew");
        assertThat(json("explain", "The crew").at("/identity").asText()).isEqualTo("crew");
        assertThat(shell.run("history", "The grew")).isEqualTo(ExitCode.FAILED.number());
    }

    private JsonNode json(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        assertThat(shell.run(line.toArray(String[]::new))).as(shell.said()).isZero();
        return new ObjectMapper().readTree(shell.said());
    }
}
