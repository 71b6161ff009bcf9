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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** explain of a group: where it comes from, who is in it and by whom, and who is not, and why. */
class ExplainGroupTest {

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedDirectory directory;

    @BeforeEach
    void aGroupOfASourceAndOneByRule() throws Exception {
        directory = EmbeddedDirectory.start();
        shell = new GroupShell(folder);
        shell.at("2026-11-20T12:00:00Z");
        shell.pairs();
        shell.directory(directory);
        shell.replace("mappings/users.yaml", "match:", "scope: {include: \"${body[name]} != 'Visitor'\"}\nguard: {maxDisable: 100%}\nmatch:");
        Files.createDirectories(folder.resolve("groups"));
        shell.text("groups/staff.yaml", "group: staff\nowner: E1\ninclude: \"${body[name]} contains 'Ship'\"\nattributes:\n  name: staff\n");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Bob,", "E3,Cyd,", "E4,Dan,", "E5,Visitor,", "crew,Ship,");
        shell.write("groups.csv", "name,title", "crew,The crew", "mates,Mates");
        shell.write("members.csv", "team,person,since,until", "crew,E1,,", "crew,E2,,", "crew,E3,,", "crew,E4,,", "crew,E5,,", "crew,E9,,", "crew,crew,2027-01-01,");
        assertThat(shell.sync()).as(shell.said()).isZero();
        try (LDAPConnection ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password())) {
            ldap.modify("cn=crew," + EmbeddedDirectory.GROUPS, new Modification(ModificationType.ADD, "member", "uid=backup,dc=example,dc=com"));
        }
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Bob,", "E3,Cyd,", "E5,Visitor,", "crew,Ship,");
        assertThat(shell.sync("--full")).as(shell.said()).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
        directory.close();
    }

    @Test
    void tellsWhoIsInItByWhomAndWhoIsNotAndWhy() {
        assertThat(shell.run("explain", "--kind", "group", "crew")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("crew (group)", "crew is in ldap (cn=crew", "groups read record crew from groups  groups.csv:2", "title = \"The crew\" from",
                "5 members now, 1 later", "5 by source members", "source members names 1 whom the hub does not know, or knows several of: E9",
                "Members in ldap (teams)", "3 are in it: E1, E2, E3", "1 is left out: there is no account: E5", "1 is left out: the account is closed: E4",
                "1 is in it whom nobody here put there: uid=backup,dc=example,dc=com").doesNotContain("she is");
    }

    @Test
    void ofOneByRuleTheFileAndTheOwnerAreTold() {
        assertThat(shell.run("explain", "staff")).as("one thing alone is called so: " + shell.said()).isZero();
        assertThat(shell.said()).contains("staff (group)", "staff made it, and says what it is like", "groups/staff.yaml:1:1", "rule       name \"staff\"  groups/staff.yaml:5:9", "owner      E1", "1 member now", "1 by rule staff",
                "1 is in it: crew");
    }

    @Test
    void whatIsHeldIsToldWithHowItGoesOn() throws Exception {
        shell.text("groups/everybody.yaml", "group: everybody\ninclude: \"${body[name]} contains 'N'\"\nattributes: {name: everybody}\nguard: {maxJoin: 1}\n");
        shell.write("hr.csv", "workerId,name,zone", "E1,Ada,", "E2,Bob,", "E3,Cyd,", "E5,Visitor,", "crew,Ship,", "N1,Nan,", "N2,Nil,");
        assertThat(shell.sync()).isEqualTo(ExitCode.HELD.number());
        assertThat(shell.run("explain", "everybody")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("nobody is in it now", "by rule everybody 2 would join, and are held until somebody has looked: caravan plan shows them; then caravan sync --let-join everybody=2");
        shell.run("explain", "crew", "--kind", "group");
        assertThat(shell.said()).doesNotContain("held");
    }

    @Test
    void aNameOfSeveralKindsListsThem() {
        assertThat(shell.run("explain", "crew")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.said()).contains("'crew' may mean 2 of several kinds", "--kind person crew", "--kind group crew");
        assertThat(shell.run("explain", "crew", "--kind", "person")).isZero();
        assertThat(shell.said()).contains("crew has an account in ldap");
        assertThat(shell.run("explain", "crw", "--kind", "group")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.said()).contains("there is no group 'crw'; did you mean 'crew'?");
        assertThat(shell.run("explain", "crew", "--kind", "A group")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void asJson() throws Exception {
        shell.run("explain", "crew", "--kind", "group", "--json");
        JsonNode document = new ObjectMapper().readTree(shell.said());
        assertThat(document.at("/kind").asText()).isEqualTo("group");
        assertThat(document.at("/asGroup/members/now").asLong()).isEqualTo(5);
        assertThat(document.at("/asGroup/members/byOrigin/source members").asLong()).isEqualTo(5);
        assertThat(document.at("/asGroup/targets/0/there").asText()).isEqualTo("enabled");
        assertThat(document.at("/asGroup/targets/0/states/account-closed/some/0/who").asText()).isEqualTo("E4");
        assertThat(document.at("/asGroup/targets/0/states/stranger/count").asLong()).isEqualTo(1);
        shell.run("explain", "E1", "--json");
        JsonNode person = new ObjectMapper().readTree(shell.said());
        assertThat(person.at("/kind").asText()).isEqualTo("person");
        assertThat(person.at("/asGroup").isNull()).isTrue();
    }
}
