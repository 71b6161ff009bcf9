package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is in which group comes from the lists that a directory's groups have, and from a column of people's records. */
class MembershipListsTest {

    private static final String GROUPS = """
            job: groups
            from: {system: corp, object: group}
            to: {hub: group}
            match: [{hub: name, value: "${body[cn]}"}]
            completeness: {maxShrink: 60%, allowEmpty: true}
            attributes:
              name: "${body[cn]}"
              dn: "${body[dn]}"
            members: {value: "${body[member]}", by: dn, kind: [person, group]}
            """;

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedDirectory directory;
    private LDAPConnection ldap;

    @BeforeEach
    void aDirectoryWithGroups() throws Exception {
        directory = EmbeddedDirectory.start();
        ldap = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password());
        shell = new GroupShell(folder);
        shell.settings("caravan.systems.corp.connector = ldap", "caravan.systems.corp.url = " + directory.url(), "caravan.systems.corp.baseDn = " + EmbeddedDirectory.PEOPLE,
                "caravan.systems.corp.groupBaseDn = " + EmbeddedDirectory.GROUPS, "caravan.systems.corp.bindDn = " + EmbeddedDirectory.ADMIN,
                "caravan.systems.corp.bindPassword = {{file:password.txt}}");
        shell.text("password.txt", directory.password());
        shell.write("hr.csv", "workerId,name,zone", IntStream.rangeClosed(1, 9).mapToObj(i -> "E" + i + ",Name" + i + ",").toArray(String[]::new));
        shell.text("mappings/ldap.yaml", """
                job: ldap
                from: {system: corp, object: user}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[employeeNumber]}"}]
                completeness: {maxShrink: 100%, maxVanish: 100%}
                attributes:
                  dn: "${body[dn]}"
                """);
        shell.text("mappings/groups.yaml", GROUPS);
        for (int i = 1; i <= 9; i++) {
            ldap.add("dn: " + person(i), "objectClass: inetOrgPerson", "cn: Name" + i, "sn: Name", "employeeNumber: E" + i);
        }
    }

    @AfterEach
    void close() {
        shell.close();
        ldap.close();
        directory.close();
    }

    private static String person(int number) {
        return "uid=p" + number + "," + EmbeddedDirectory.PEOPLE;
    }

    private static String group(String name) {
        return "cn=" + name + "," + EmbeddedDirectory.GROUPS;
    }

    private void group(String name, String... members) throws Exception {
        List<String> lines = new java.util.ArrayList<>(List.of("dn: " + group(name), "objectClass: groupOfNames", "cn: " + name));
        List.of(members).forEach(member -> lines.add("member: " + member));
        ldap.add(lines.toArray(String[]::new));
    }

    private void modify(ModificationType type, String name, String... members) throws LDAPException {
        ldap.modify(group(name), new Modification(type, "member", members));
    }

    private List<String> rows() {
        return shell.memberships().stream().map(row -> row.replace(" source groups", "").replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "?")).sorted().toList();
    }

    /** {@code group member} by the groups' names. */
    private List<String> members() {
        return shell.rows("select json_extract(g.attributes, '$.name') || ' ' || coalesce(json_extract(m.attributes, '$.workerId'), json_extract(m.attributes, '$.name')) "
                + "from membership s join subject g on g.id = s.group_id join subject m on m.id = s.member_id order by 1");
    }

    private String leaves() {
        shell.run("log", "--action", "leave");
        return shell.said();
    }

    @Test
    void aDirectorysMembersAreMembershipsAndNestedGroupsToo() throws Exception {
        group("sales", person(1), "UID=P2, ou=people, dc=example,dc=com", "cn=dummy");
        group("all", person(3), group("sales"));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("all E3", "all sales", "sales E1", "sales E2");
        assertThat(shell.said()).contains("4 joined groups; 1 names nobody whom the hub knows");
        shell.run("records", "corp", "--unassigned");
        assertThat(shell.said()).contains("no person or group has dn \"cn=dummy\"");
        assertThat(shell.rows("select count(*) from source_record where job = 'groups' and attributes like '%uid=%'")).as("a list is no value").containsExactly("0");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(shell.said()).doesNotContain("joined groups");
        modify(ModificationType.DELETE, "sales", person(1));
        modify(ModificationType.ADD, "sales", person(4));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("all E3", "all sales", "sales E2", "sales E4");
        assertThat(shell.said()).contains("1 joined, 1 left groups");
    }

    @Test
    void aRenameInTheDirectoryTakesNobodyOut() throws Exception {
        group("sales", person(1), person(2));
        shell.sync();
        String renamed = "uid=renamed," + EmbeddedDirectory.PEOPLE;
        ldap.modifyDN(person(1), "uid=renamed", true);
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).as("the list still has the old name").containsExactly("sales E1", "sales E2");
        modify(ModificationType.REPLACE, "sales", renamed, person(2));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("sales E1", "sales E2");
        assertThat(leaves()).doesNotContain("E1");
    }

    @Test
    void aNewNameThatNobodyKnowsYetMayBeTheOldMembers() throws Exception {
        group("sales", person(1), person(2));
        shell.sync();
        ldap.modifyDN(person(1), "uid=renamed", true);
        modify(ModificationType.REPLACE, "sales", "uid=renamed," + EmbeddedDirectory.PEOPLE, person(2));
        assertThat(shell.sync("groups")).as(shell.said()).isZero();
        assertThat(shell.said()).contains("may be the same, renamed");
        assertThat(members()).containsExactly("sales E1", "sales E2");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("sales E1", "sales E2");
        assertThat(leaves()).doesNotContain("E1");
    }

    @Test
    void whoeverWasNotRenamedLeavesWithTheNextCycle() throws Exception {
        group("sales", person(1), person(2));
        shell.sync();
        modify(ModificationType.REPLACE, "sales", "uid=stranger," + EmbeddedDirectory.PEOPLE, person(2));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("sales E1", "sales E2");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("sales E2");
    }

    @Test
    void aGroupThatIsDeletedIsHeldAndTheOthersGoOn() throws Exception {
        group("sales", person(1), person(2), person(3));
        group("dev", person(4), person(5));
        assertThat(shell.sync()).isZero();
        ldap.delete(group("sales"));
        modify(ModificationType.ADD, "dev", person(6));
        assertThat(shell.sync("--full")).as(shell.said()).isEqualTo(5);
        assertThat(shell.said()).contains("members of \"").contains("would leave it");
        assertThat(members()).containsExactly("dev E4", "dev E5", "dev E6", "sales E1", "sales E2", "sales E3");
        String approve = shell.said().replaceAll("(?s).*caravan (sync groups --let-vanish \\S+).*", "$1");
        assertThat(shell.run(approve.split(" "))).as(shell.said()).isZero();
        assertThat(members()).containsExactly("dev E4", "dev E5", "dev E6");
    }

    @Test
    void theLastMemberOfASmallGroupLeavesIt() throws Exception {
        group("sales", person(1));
        group("dev", person(2));
        shell.sync();
        modify(ModificationType.REPLACE, "sales", "cn=nobody");
        shell.sync();
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("dev E2");
        assertThat(shell.run("records", "corp", "--unassigned")).as(shell.said()).isZero();
        assertThat(shell.said()).as("what stands in an empty group is nobody").doesNotContain("cn=nobody").doesNotContain("whom the hub does not know");
    }

    @Test
    void aGroupThatNobodyAsksForAnyMoreHasNoMembers() throws Exception {
        group("sales", person(1));
        group("dev", person(2));
        shell.sync();
        shell.text("mappings/groups.yaml", GROUPS.replace("attributes:", "scope: {include: \"${body[cn]} != 'sales'\"}\nattributes:"));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("dev E2");
        shell.text("mappings/groups.yaml", GROUPS);
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("dev E2", "sales E1");
    }

    @Test
    void whoIsMeantByAnotherAttributeIsLookedForAnew() throws Exception {
        group("sales", person(1), person(2));
        shell.sync();
        shell.text("mappings/groups.yaml", GROUPS.replace("by: dn, kind: [person, group]", "by: workerId"));
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).isEmpty();
        shell.text("mappings/groups.yaml", GROUPS);
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("sales E1", "sales E2");
    }

    @Test
    void peopleMayListTheirGroups() throws Exception {
        shell.write("hr.csv", "workerId,name,zone,teams", "E1,Ada,,sales; DEV", "E2,Bob,,sales", "E3,Cid,,");
        shell.replace("mappings/hr.yaml", "name, zone]", "name, zone, teams]");
        shell.replace("mappings/hr.yaml", "attributes:\n", "memberships: {value: \"${lowercase(${body[teams]})}\", split: \";\", by: name}\nattributes:\n");
        shell.text("mappings/groups.yaml", GROUPS.replaceAll("(?m)^members.*\\R", ""));
        group("sales", "cn=nobody");
        group("dev", "cn=nobody");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("dev E1", "sales E1", "sales E2");
        shell.write("hr.csv", "workerId,name,zone,teams", "E1,Ada,,dev", "E2,Bob,,sales", "E3,Cid,,dev");
        assertThat(shell.sync()).as(shell.said()).isZero();
        assertThat(members()).containsExactly("dev E1", "dev E3", "sales E2");
        assertThat(rows()).hasSize(3);
    }

    @Test
    void aScimApplicationsMembersAreTheIdsOfItsUsers() throws Exception {
        try (EmbeddedScim scim = EmbeddedScim.start()) {
            shell.settings("caravan.systems.app.connector = scim2", "caravan.systems.app.url = " + scim.url(), "caravan.systems.app.token = {{file:token.txt}}");
            shell.text("token.txt", scim.token());
            String ada = post(scim, "/Users", "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"E1\"}");
            String bob = post(scim, "/Users", "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"E2\"}");
            String sales = post(scim, "/Groups", groupOf("Sales", ada, bob));
            post(scim, "/Groups", groupOf("All", sales));
            shell.text("mappings/ldap.yaml", """
                    job: ldap
                    from: {system: app, object: user}
                    to: hub
                    creates: false
                    match: [{hub: workerId, value: "${body[userName]}"}]
                    attributes: {appId: "${body[id]}"}
                    """);
            shell.text("mappings/groups.yaml", """
                    job: groups
                    from: {system: app, object: group}
                    to: {hub: group}
                    completeness: {maxShrink: 100%}
                    attributes:
                      name: "${body[displayName]}"
                      appId: "${body[id]}"
                    members: {value: "${body[members]}", by: appId, kind: [person, group]}
                    """);
            assertThat(shell.sync()).as(shell.said()).isZero();
            assertThat(members()).containsExactly("All Sales", "Sales E1", "Sales E2");
            call(scim, "PATCH", "/Groups/" + sales, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + ada + "\\\"]\"}]}");
            assertThat(shell.sync("--full")).as(shell.said()).isZero();
            assertThat(members()).containsExactly("All Sales", "Sales E2");
        }
    }

    private static String groupOf(String name, String... ids) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name + "\",\"members\":["
                + Arrays.stream(ids).map(id -> "{\"value\":\"" + id + "\"}").collect(Collectors.joining(",")) + "]}";
    }

    private static String post(EmbeddedScim scim, String path, String body) throws Exception {
        return call(scim, "POST", path, body).replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private static String call(EmbeddedScim scim, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scim.url() + path)).header("Authorization", "Bearer " + scim.token())
                .header("Content-Type", "application/scim+json").method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
