package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.camel.scim.ScimProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store is lost, project and targets are not: accounts and groups are recognised, and so is who is in them. */
class LostStoreTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aCompany() {
        company = new AfflictedCompany(folder);
        company.write("groups/staff.yaml", "group: staff\ninclude: \"${body[dept]} == 'D1'\"\n").hr(rows(5, 0));
    }

    @AfterEach
    void close() {
        company.close();
    }

    /** So many people; the last ones are not in the department. */
    private static String[] rows(int count, int elsewhere) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "E" + i + ",Name" + i + "," + (i > count - elsewhere ? "D2" : "D1") + ",,,,").toArray(String[]::new);
    }

    private String run(int exitCode, String... words) {
        int ended = company.run(words);
        assertThat(ended).as(company.said()).isEqualTo(exitCode);
        return company.said();
    }

    private void loseTheStore() {
        company.delete("state/caravan.db");
    }

    @Test
    void whoIsInAGroupIsFoundAndNobodyIsPutThereOnceMore() throws Exception {
        company.withDirectory("").withGroups("directory");
        run(0, "sync");
        try (LDAPConnection ldap = company.ldap()) {
            ldap.modify("cn=staff,ou=groups,dc=example,dc=com", new Modification(ModificationType.ADD, "member", "uid=robot,ou=people,dc=example,dc=com"));
        }
        loseTheStore();
        assertThat(run(0, "sync")).contains("directory-groups: 5 members were in their groups already");
        assertThat(run(0, "log", "--action", "join")).doesNotContain("directory-groups");
        assertThat(run(0, "log", "--action", "find")).contains("directory-groups", "5 members were in it already, as the origins say");
        assertThat(company.membersInDirectory("staff")).hasSize(6);

        company.hr(rows(5, 1));
        run(0, "sync");
        assertThat(company.membersInDirectory("staff")).as("who was found leaves like anybody, the stranger stays").hasSize(5)
                .doesNotContain("uid=name5,ou=people,dc=example,dc=com").contains("uid=robot,ou=people,dc=example,dc=com");
        assertThat(run(0, "sync", "--full")).doesNotContain("already");
    }

    @Test
    void aListThatIsCutShortShowsWhomItShows() {
        company.withApplication("").withGroups("app");
        run(0, "sync");
        loseTheStore();
        company.application().afterwards = (request, answer) -> request.path().startsWith("/Groups?") ? TwistedAnswer.firstMembers(answer, 2) : answer;
        company.application().asked();
        assertThat(run(0, "sync")).contains("app-groups: 2 members were in their groups already");
        List<ScimProxy.Asked> written = company.application().asked().stream().filter(request -> !request.method().equals("GET")).toList();
        assertThat(written).hasSize(1).allMatch(ScimProxy.Asked::changesGroup);
        assertThat(written.get(0).body().split("\"value\":\"")).as("three are sent once more").hasSize(4);
        assertThat(company.membersInApplication("staff")).hasSize(5);
    }

    /** Whoever does not list members with their groups is asked for each group that is recognised. */
    @Test
    void whereAListShowsNoMembersEachGroupIsAsked() {
        company.withApplication("").withGroups("app").settings("caravan.systems.app.groupMembers = single");
        run(0, "sync");
        loseTheStore();
        company.application().afterwards = (request, answer) -> request.path().startsWith("/Groups?") ? TwistedAnswer.withoutMembers(answer) : answer;
        company.application().asked();
        assertThat(run(0, "sync")).contains("app-groups: 5 members were in their groups already");
        assertThat(company.application().asked()).noneMatch(ScimProxy.Asked::changesGroup);
        assertThat(company.membersInApplication("staff")).hasSize(5);
    }

    @Test
    void aGroupThatIsFoundByASearchIsAskedWhoIsInIt() throws Exception {
        company.withDirectory("").withGroups("directory");
        run(0, "sync");
        try (LDAPConnection ldap = company.ldap()) {
            ldap.add("dn: cn=crew,ou=groups,dc=example,dc=com", "objectClass: groupOfNames", "cn: crew", "member: uid=name1,ou=people,dc=example,dc=com",
                    "member: uid=name2,ou=people,dc=example,dc=com", "member: uid=robot,ou=people,dc=example,dc=com");
        }
        company.write("groups/crew.yaml", "group: crew\ninclude: \"${body[dept]} == 'D1'\"\n");
        assertThat(run(0, "sync")).as("a cycle that lists nothing").contains("directory-groups: 2 members were in their groups already");
        assertThat(run(0, "log", "--job", "directory-groups", "--action", "join", "--since", "2026-11-20")).contains("name3").doesNotContain("crew: uid=name1");
        assertThat(company.membersInDirectory("crew")).hasSize(6).contains("uid=robot,ou=people,dc=example,dc=com");
        company.hr(rows(5, 2));
        run(0, "sync");
        assertThat(company.membersInDirectory("crew")).as("whom nobody here put there stays").hasSize(4).contains("uid=robot,ou=people,dc=example,dc=com");
    }

    @Test
    void whoIsInAGroupButNotToBeThereStaysAStranger() throws Exception {
        company.withDirectory("").withGroups("directory");
        run(0, "sync");
        loseTheStore();
        company.hr(rows(5, 2));
        assertThat(run(0, "sync")).contains("directory-groups: 3 members were in their groups already");
        assertThat(company.membersInDirectory("staff")).as("nobody knows any more who put the other two there").hasSize(5);
    }
}
