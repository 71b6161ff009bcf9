package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.embedded.EmbeddedDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of a directory whose members were changed by hand, as somebody at the command line sees it. */
class GroupDriftTest {

    private static final String CREW = "cn=crew," + EmbeddedDirectory.GROUPS;

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedDirectory directory;
    private LDAPConnection ldap;

    @BeforeEach
    void aGroupWhoseMembersSomebodyChanged() throws Exception {
        directory = EmbeddedDirectory.start();
        ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password());
        shell = new GroupShell(folder);
        shell.at("2026-11-20T12:00:00Z");
        shell.pairs();
        shell.directory(directory);
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Bob,", "E3,Cyd,");
        shell.write("groups.csv", "name,title", "crew,The crew");
        shell.write("members.csv", "team,person,since,until", "crew,E1,,", "crew,E2,,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(shell.run("drift")).as(shell.said()).isZero();
        ldap.modify(CREW, new Modification(ModificationType.ADD, "member", "uid=e3,ou=people,dc=example,dc=com", "cn==cmd,dc=example,dc=com"),
                new Modification(ModificationType.DELETE, "member", "uid=e2,ou=people,dc=example,dc=com"));
    }

    @AfterEach
    void close() {
        shell.close();
        ldap.close();
        directory.close();
    }

    private List<String> members() throws Exception {
        return Arrays.stream(ldap.getEntry(CREW, "member").getAttributeValues("member")).filter(dn -> dn.startsWith("uid=")).map(dn -> dn.substring(4, 6)).sorted().toList();
    }

    @Test
    void isToldPerGroupInEachForm() throws Exception {
        assertThat(shell.run("drift")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.said()).containsPattern("strangers +crew +cn=crew +report").contains("2 members that nobody here put there", "uid=e3,ou=people,dc=example,dc=com (E3)")
                .containsPattern("members-gone +crew +cn=crew +revert").contains("1 member that was put there and is not", "uid=e2,ou=people,dc=example,dc=com (E2)");

        shell.run("drift", "--json");
        JsonNode findings = new ObjectMapper().readTree(shell.said().substring(shell.said().indexOf('{'), shell.said().lastIndexOf('}') + 1)).get("findings");
        assertThat(findings.findValuesAsText("kind")).containsExactly("strangers", "members-gone");
        assertThat(findings.at("/0/members/count").asLong()).isEqualTo(2);
        assertThat(findings.at("/0/members/some").findValuesAsText("who")).containsExactlyInAnyOrder("E3", "");

        shell.run("drift", "--csv", "--kind", "strangers");
        assertThat(shell.said()).contains("teams,strangers,crew,").contains("uid=e3,ou=people,dc=example,dc=com (E3)").doesNotContain("members-gone");
        shell.run("drift", "--html", folder.resolve("drift.html").toString());
        assertThat(Files.readString(folder.resolve("drift.html"))).contains("2 members that nobody here put there", "members-gone");
    }

    @Test
    void whoWasTakenOutIsPutThereAgainAndStrangersStayAndAreToldAgain() throws Exception {
        assertThat(shell.sync("--full")).as(shell.said()).isZero();
        assertThat(members()).containsExactly("e1", "e2", "e3");
        assertThat(shell.run("drift")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(shell.said()).contains("strangers").doesNotContain("members-gone");
    }

    @Test
    void whereStrangersGoTheNextFullCycleTakesThemOut() throws Exception {
        Files.writeString(folder.resolve("mappings/teams.yaml"), Files.readString(folder.resolve("mappings/teams.yaml")) + "members: {strangers: remove}\n");
        shell.run("drift");
        assertThat(shell.said()).containsPattern("strangers +crew +cn=crew +revert");
        assertThat(shell.sync("--full")).as(shell.said()).isZero();
        assertThat(members()).containsExactly("e1", "e2");
        assertThat(shell.run("drift")).as(shell.said()).isZero();
    }
}
