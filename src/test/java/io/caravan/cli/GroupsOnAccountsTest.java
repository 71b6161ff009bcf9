package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.embedded.EmbeddedScim;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that keeps memberships as a list on the account: it has what the hub's groups give, beside what others have put there. */
class GroupsOnAccountsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private GroupShell shell;
    private EmbeddedScim provider;

    @BeforeEach
    void anApplicationWithRoles() throws IOException {
        provider = EmbeddedScim.with().token("only-for-this-test").start();
        shell = new GroupShell(folder);
        shell.at("2026-11-20T12:00:00Z");
        shell.pairs();
        shell.secondPairs();
        shell.settings("caravan.systems.crm.connector = scim2", "caravan.systems.crm.url = " + provider.url(), "caravan.systems.crm.token = {{file:token}}");
        shell.text("token", "only-for-this-test");
        shell.text("mappings/groups.yaml", """
                job: groups
                from: {system: groups, object: record, attributes: [name, role]}
                to: {hub: group}
                completeness: {maxShrink: 100%, maxVanish: 100%}
                attributes:
                  name: "${body[name]}"
                  role: "${body[role]}"
                """);
        shell.text("mappings/crm.yaml", crm("\"${groups[role]}\""));
        shell.write("hr.csv", "workerId,name,zone", IntStream.rangeClosed(1, 12).mapToObj(i -> "E" + i + ",Name" + i + ",Europe/Berlin").toArray(String[]::new));
        shell.write("groups.csv", "name,role", "sales,seller", "buyers,buyer", "idle,");
        shell.write("members.csv", "team,person,since,until", "sales,E1,,", "buyers,E1,,", "idle,E1,,", "sales,E2,,");
        shell.write("more.csv", "team,person,since,until", "sales,E1,,", "sales,E3,2026-11-25,2026-11-27");
    }

    private static String crm(String roles) {
        return """
                job: crm
                from: hub
                to: {system: crm, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  userName: "${lowercase(${body[name]})}"
                  externalId: "${body[workerId]}"
                  roles: %s
                """.formatted(roles);
    }

    @AfterEach
    void close() {
        shell.close();
        provider.close();
    }

    private JsonNode ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.url() + path)).header("Authorization", "Bearer only-for-this-test").header("Content-Type", "application/scim+json")
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            String answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
            return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private JsonNode user(String worker) {
        return ask("GET", "/Users?filter=externalId%20eq%20%22" + worker + "%22", "").path("Resources").path(0);
    }

    private Set<String> roles(String worker) {
        Set<String> roles = new TreeSet<>();
        user(worker).path("roles").forEach(role -> roles.add(role.path("value").asText()));
        return roles;
    }

    private void byHand(String worker, String role) {
        ask("PATCH", "/Users/" + user(worker).path("id").asText(), "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"add\",\"path\":\"roles\",\"value\":[{\"value\":\""
                + role + "\"}]}]}");
    }

    private void sync(String... more) {
        assertThat(shell.sync(more)).as(shell.said()).isZero();
    }

    @Test
    void whoeverIsNewHasWhatHerGroupsGiveFromTheFirstRequestOn() {
        sync();
        assertThat(roles("E1")).containsExactly("buyer", "seller");
        assertThat(roles("E2")).containsExactly("seller");
        assertThat(roles("E3")).isEmpty();
        shell.run("log", "--job", "crm", "--action", "update");
        assertThat(shell.said()).doesNotContain("E1");
        shell.run("explain", "E1");
        assertThat(shell.said()).contains("roles = [buyer, seller] from ${groups[role]}; the groups are buyers, idle, sales; what others have put there stays");
        sync();
        assertThat(shell.run("plan")).as(shell.said()).isZero();
    }

    @Test
    void whatTwoSayEndsWithTheLastOfThemAndOthersValuesStay() throws IOException {
        sync();
        byHand("E1", "theirs");
        shell.write("members.csv", "team,person,since,until", "buyers,E1,,", "idle,E1,,", "sales,E2,,");
        sync();
        assertThat(roles("E1")).containsExactly("buyer", "seller", "theirs");
        shell.write("more.csv", "team,person,since,until", "sales,E3,2026-11-25,2026-11-27");
        sync();
        assertThat(roles("E1")).as("though nobody has read since what others put there").containsExactly("buyer", "theirs");
        sync("--full");
        shell.write("members.csv", "team,person,since,until", "idle,E1,,", "sales,E2,,");
        sync();
        assertThat(roles("E1")).containsExactly("theirs");
        assertThat(roles("E2")).containsExactly("seller");
    }

    @Test
    void theLastValueGoesByItselfAlthoughSomebodyHasPutAnotherBesideIt() throws IOException {
        sync();
        byHand("E2", "theirs");
        shell.write("members.csv", "team,person,since,until", "sales,E1,,", "buyers,E1,,", "idle,E1,,");
        sync();
        assertThat(roles("E2")).containsExactly("theirs");
    }

    @Test
    void whatWasThereBeforeIsLeftAloneUnlessAGroupGivesItToo() throws IOException {
        shell.write("members.csv", "team,person,since,until", "idle,E1,,");
        shell.write("more.csv", "team,person,since,until", "idle,E2,,");
        sync();
        byHand("E1", "seller");
        byHand("E2", "seller");
        shell.write("members.csv", "team,person,since,until", "idle,E1,,", "sales,E1,,");
        sync("--full");
        shell.write("members.csv", "team,person,since,until", "idle,E1,,");
        sync("--full");
        assertThat(roles("E1")).isEmpty();
        assertThat(roles("E2")).containsExactly("seller");
    }

    @Test
    void aMembershipBeginsAndEndsByItself() {
        sync();
        shell.at("2026-11-25T09:00:00Z");
        sync();
        assertThat(roles("E3")).containsExactly("seller");
        shell.at("2026-11-28T09:00:00Z");
        sync();
        assertThat(roles("E3")).isEmpty();
    }

    @Test
    void whatAGroupIsCalledConcernsEverybodyInIt() throws IOException {
        sync();
        byHand("E1", "theirs");
        shell.write("groups.csv", "name,role", "sales,trader", "buyers,buyer", "idle,");
        sync();
        assertThat(roles("E1")).containsExactly("buyer", "theirs", "trader");
        assertThat(roles("E2")).containsExactly("trader");
    }

    @Test
    void theListIsWhatTheGroupsGiveWhereThatIsSaid() throws IOException {
        sync();
        byHand("E2", "theirs");
        shell.text("mappings/crm.yaml", crm("{value: \"${groups[role]}\", strangers: remove}"));
        sync("--full");
        assertThat(roles("E2")).containsExactly("seller");
    }

    @Test
    void halfASourceTakesNothingFromAnybody() throws IOException {
        everybodySells();
        List<String> half = new ArrayList<>(IntStream.rangeClosed(1, 3).mapToObj(i -> "sales,E" + i + ",,").toList());
        shell.write("members.csv", "team,person,since,until", half.toArray(String[]::new));
        assertThat(shell.sync()).isNotZero();
        assertThat(roles("E9")).containsExactly("seller");
        shell.write("members.csv", "team,person,since,until");
        assertThat(shell.sync()).isNotZero();
        assertThat(roles("E1")).containsExactly("seller");
    }

    private void everybodySells() throws IOException {
        shell.write("members.csv", "team,person,since,until", IntStream.rangeClosed(1, 12).mapToObj(i -> "sales,E" + i + ",,").toArray(String[]::new));
        shell.write("more.csv", "team,person,since,until", "idle,E1,,");
        sync();
        assertThat(roles("E12")).containsExactly("seller");
    }

    @Test
    void aTypoInWhatAGroupIsCalledIsHeld() throws IOException {
        everybodySells();
        shell.write("groups.csv", "name,role", "sales,", "buyers,buyer", "idle,");
        assertThat(shell.sync()).isEqualTo(5);
        assertThat(shell.said()).contains("12 of 12 people would lose \"seller\" of roles (limit 6)");
        assertThat(roles("E1")).containsExactly("seller");
        assertThat(shell.run("status")).isEqualTo(5);
        shell.write("groups.csv", "name,role", "sales,seller", "buyers,buyer", "idle,");
        sync();
        assertThat(roles("E12")).containsExactly("seller");
    }

    @Test
    void aRuleThatIsHeldTakesNothingFromAnybody() throws IOException {
        Files.createDirectories(folder.resolve("groups"));
        Files.writeString(folder.resolve("groups/everybody.yaml"), "group: everybody\ninclude: \"${body[name]} contains 'Name'\"\nattributes: {role: staff}\n");
        sync();
        assertThat(roles("E2")).containsExactly("seller", "staff");
        Files.writeString(folder.resolve("groups/everybody.yaml"), "group: everybody\ninclude: \"${body[name]} contains 'Nmae'\"\nattributes: {role: staff}\n");
        assertThat(shell.sync()).isEqualTo(5);
        assertThat(roles("E2")).containsExactly("seller", "staff");
        assertThat(shell.sync("--let-leave", "everybody=12")).as("the target's limit counts, too").isEqualTo(5);
        assertThat(roles("E2")).containsExactly("seller", "staff");
    }

    @Test
    void anExampleGivesWhatGroupsAreCalled() throws IOException {
        shell.text("mappings/crm.yaml", crm("\"${groups[role]}\"") + """
                examples:
                  - {name: sells, given: {workerId: E1, name: Ada, "groups[role]": [seller, buyer]}, expect: {roles: [buyer, seller]}}
                  - {name: in no group, given: {workerId: E1, name: Ada}, expect: {roles: null}}
                """);
        assertThat(shell.run("test", "crm")).as(shell.said()).isZero();
        shell.replace("mappings/crm.yaml", "\"groups[role]\"", "\"groups[rolle]\"");
        assertThat(shell.run("check")).as(shell.said()).isNotZero();
    }

    @Test
    void driftTellsWhoWasPutBesideAndWhoWasTakenOut() {
        sync();
        byHand("E1", "theirs");
        shell.run("drift", "crm");
        assertThat(shell.said()).contains("roles").contains("theirs");
    }

    @Test
    void whatCannotBeMeantIsToldByCheck() throws IOException {
        shell.text("mappings/crm.yaml", crm("\"${groups[rolle]}\""));
        assertThat(shell.run("check")).isEqualTo(3);
        assertThat(shell.said()).contains("mappings/crm.yaml:8:13", "nothing gives a group \"rolle\"", "did you mean ${groups[role]}?");
        shell.text("mappings/crm.yaml", crm("\"${groups[key]}\"").replace("\"${lowercase(${body[name]})}\"", "{value: \"${body[name]}\", strangers: keep}"));
        assertThat(shell.run("check")).isEqualTo(3);
        assertThat(shell.said()).contains("\"userName\" holds one value");
        shell.text("mappings/crm.yaml", crm("{value: \"${groups[role]}\", strangers: keep, apply: on-create}"));
        assertThat(shell.run("check")).isEqualTo(3);
        shell.text("mappings/crm.yaml", crm("{value: \"${groups[role]}\", strangers: keep, drift: report}"));
        assertThat(shell.run("check")).isEqualTo(3);
        shell.text("mappings/crm.yaml", crm("\"${groups[role]}\""));
        shell.replace("mappings/hr.yaml", "\"${body[name]}\"", "\"${join(';', ${groups[role]})}\"");
        assertThat(shell.run("check")).isEqualTo(3);
        assertThat(shell.said()).contains("a source knows nothing of the hub's groups");
    }
}
