package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.embedded.EmbeddedDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan of a group that is not there yet says who will be in it. */
class NewGroupsInPlansTest {

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedDirectory directory;

    @BeforeEach
    void aGroupThatNobodyHasMade() throws Exception {
        directory = EmbeddedDirectory.start();
        shell = new GroupShell(folder);
        shell.at("2026-11-20T12:00:00Z");
        shell.pairs();
        shell.directory(directory);
        shell.replace("mappings/users.yaml", "match:", "scope: {include: \"${body[name]} != 'Visitor'\"}\nguard: {maxDisable: 100%}\nmatch:");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Bob,", "E3,Cyd,", "E4,Dan,", "E5,Visitor,");
        shell.write("groups.csv", "name,title", "crew,The crew");
        shell.write("members.csv", "team,person,since,until", "crew,E1,,", "crew,E2,,", "crew,E3,2026-12-24,", "crew,E4,,", "crew,E5,,");
    }

    @AfterEach
    void close() {
        shell.close();
        directory.close();
    }

    @Test
    void theFirstPlanOfEverythingCountsWhoseAccountsItMakes() throws Exception {
        assertThat(shell.run("plan")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("crew: 3 members would join once it is created; left out: 1 without an account").doesNotContain("    + E1");
        shell.run("plan", "--wide");
        assertThat(shell.said()).contains("    + E1", "    + E2", "    + E4").doesNotContain("    + E3", "    + E5");

        shell.sync();
        assertThat(members()).as("that is what comes of it").isEqualTo(3);
        assertThat(shell.run("plan")).isZero();
        assertThat(shell.said()).doesNotContain("crew:");
    }

    @Test
    void whoseAccountIsClosedOrClosesWithThePlanIsLeftOut() throws Exception {
        shell.sync("hr", "groups", "members", "users");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Bob,", "E3,Cyd,", "E5,Visitor,");
        JsonNode group = plan("plan").at("/newGroups/0");
        assertThat(group.at("/group").asText()).isEqualTo("crew");
        assertThat(group.at("/kind").asText()).isEqualTo("create");
        assertThat(group.at("/members").findValuesAsText("who")).containsExactly("E1", "E2");
        assertThat(group.at("/leftOut/account-closed").asLong()).isEqualTo(1);
        assertThat(group.at("/leftOut/no-account").asLong()).isEqualTo(1);
        shell.run("plan");
        assertThat(shell.said()).contains("left out: 1 whose account is closed, 1 without an account");

        shell.sync("hr", "groups", "members", "users");
        assertThat(plan("plan").at("/newGroups/0/leftOut")).isEqualTo(group.at("/leftOut"));
    }

    @Test
    void ofOnePersonOnlyHerGroupsAreTold() throws Exception {
        assertThat(plan("plan", "--identity", "E2").at("/newGroups/0/members").findValuesAsText("who")).containsExactly("E2");
        assertThat(plan("plan", "--identity", "E3").at("/newGroups")).as("her membership begins later").isEmpty();
        shell.run("plan", "--by", "person");
        assertThat(shell.said()).containsPattern("\\+ teams +join +crew, once it is created");
    }

    @Test
    void ofAGroupThatIsThereAlreadyItIsSaidOnceItIsLinked() throws Exception {
        shell.sync("hr", "groups", "members", "users");
        try (LDAPConnection ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password())) {
            ldap.add("cn=crew," + EmbeddedDirectory.GROUPS, new com.unboundid.ldap.sdk.Attribute("objectClass", "groupOfNames"), new com.unboundid.ldap.sdk.Attribute("cn", "crew"),
                    new com.unboundid.ldap.sdk.Attribute("member", "uid=e1,ou=people,dc=example,dc=com"));
        }
        shell.run("plan");
        assertThat(shell.said()).contains("crew: 3 members are to be in it; who is not would join once it is linked");
    }

    private JsonNode plan(String... words) throws Exception {
        String[] line = java.util.Arrays.copyOf(words, words.length + 1);
        line[words.length] = "--json";
        shell.run(line);
        return new ObjectMapper().readTree(shell.said());
    }

    private long members() throws Exception {
        try (LDAPConnection ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password())) {
            return java.util.Arrays.stream(ldap.getEntry("cn=crew," + EmbeddedDirectory.GROUPS, "member").getAttributeValues("member")).filter(dn -> dn.startsWith("uid=")).count();
        }
    }
}
