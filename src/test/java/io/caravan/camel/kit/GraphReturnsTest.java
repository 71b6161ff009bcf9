package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes back to Entra soon after she was deleted, several roles of one application, and attributes that a tenant has added. */
class GraphReturnsTest {

    private static final String LICENSE = "05e9a617-0261-4cee-bb44-138d3ef5d965";
    private static final String OWN = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: our-entra}
            spec:
              definition: {title: Our Entra, type: object}
              provisioning:
                contract: 1
                extends: microsoft-graph
                objects:
                  user:
                    attributes:
                      badge: {path: extension_00112233445566778899aabbccddeeff_badge}
                      skills: {path: extension_00112233445566778899aabbccddeeff_skills, multiValued: true}
                    find: [userPrincipalName, badge]
            """;

    @TempDir
    private Path folder;
    private final List<String> asked = new ArrayList<>();
    private Function<SampleVendor.Asked, SampleVendor.Said> instead = request -> null;
    private SampleGraph graph;
    private ConnectorUnderTest connector;
    private SystemPort port;

    @BeforeEach
    void start() throws IOException {
        graph = new SampleGraph() {
            @Override
            Said one(Asked request) {
                asked.add(request.method() + " /" + String.join("/", request.path()) + request.query().getOrDefault("$filter", ""));
                Said said = instead.apply(request);
                return said != null ? said : super.one(request);
            }
        };
        Files.writeString(folder.resolve("our-entra.kamelet.yaml"), OWN);
        connector = new ConnectorUnderTest("our-entra", Map.of("url", graph.url(), "tokenUrl", graph.url() + "/oauth2/token", "tenant", "t", "clientId", "c", "clientSecret", SampleGraph.SECRET, "restoreBy", "employeeId",
                "application", "app"), folder);
        port = connector.port();
    }

    @AfterEach
    void stop() {
        connector.close();
        graph.close();
    }

    private static Map<String, Object> person(String login, String number) {
        Map<String, Object> person = new HashMap<>(Map.of("userPrincipalName", login + "@example.test", "displayName", login, "mailNickname", login, "password", "Geheim-123456789", "usageLocation", "DE"));
        person.put("employeeId", number);
        return person;
    }

    private String made(Map<String, Object> person) {
        Outcome outcome = port.execute(create("user", person, true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.anchor().orElseThrow();
    }

    private void deleted(String anchor) {
        assertThat(port.execute(ConnectorUnderTest.change(Operation.DELETE, "user", anchor, Attributes.empty(), Map.of())).isOk()).isTrue();
    }

    @Test
    void whoComesBackWithin30DaysHasTheSameObjectAndIsBroughtUpToDate() {
        String ada = made(person("ada", "E1"));
        deleted(ada);
        Map<String, Object> again = person("ada.king", "E1");
        again.putAll(Map.of("jobTitle", "Poet", "licenses", List.of(LICENSE)));
        asked.clear();
        List<Outcome> outcomes = port.execute(List.of(create("user", again, false), create("user", person("bob", "E2"), true)));
        assertThat(outcomes).as(outcomes.toString()).allMatch(Outcome::isOk);
        assertThat(outcomes.get(0).anchor()).contains(ada);
        assertThat(port.get("user", ada).attributes().asMap()).containsEntry("userPrincipalName", "ada.king@example.test").containsEntry("jobTitle", "Poet").containsEntry("accountEnabled", false)
                .containsEntry("licenses", List.of(LICENSE));
        assertThat(asked).filteredOn(one -> one.startsWith("POST /users")).as("only Bob is made").hasSize(3).anyMatch(one -> one.endsWith("assignLicense")).anyMatch(one -> one.endsWith("revokeSignInSessions"));
        assertThat(port.find("user", "userPrincipalName", "ada.king@example.test")).hasSize(1);
    }

    @Test
    void whoHasTheLoginOfSomebodyWhoWasDeletedIsNotHer() {
        String ada = made(person("ada", "E1"));
        deleted(ada);
        assertThat(made(person("ada", "E7"))).as("another Ada gets no mail of the first one").isNotEqualTo(ada);
        Map<String, Object> unnumbered = person("eve", "E8");
        unnumbered.remove("employeeId");
        asked.clear();
        made(unnumbered);
        assertThat(asked).as("of whom nothing is known nobody is looked for").noneMatch(one -> one.contains("deletedItems"));
    }

    @Test
    void ofSeveralWhoWereDeletedNobodyIsBroughtBackAndASearchThatIsNotUnderstoodMakesNobody() {
        for (int i = 0; i < 2; i++) {
            deleted(made(person("ada" + i, "x" + i)));
        }
        graph.directory.deleted().forEach(user -> user.put("employeeId", "E1"));
        Outcome refused = port.execute(create("user", person("ada", "E1"), true));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).startsWith("several who were deleted have the employeeId that should be hers alone: ");
        instead = request -> request.is("GET", "directory", "deletedItems", "*") ? SampleGraph.error(403, "Authorization_RequestDenied", "Insufficient privileges.") : null;
        assertThat(port.execute(create("user", person("eve", "E5"), true)).kind()).isEqualTo(OutcomeKind.FORBIDDEN);
        instead = request -> request.is("GET", "directory", "deletedItems", "*") ? SampleVendor.Said.ok(SampleVendor.NODES.objectNode()) : null;
        assertThat(port.execute(create("user", person("eve", "E5"), true)).isOk()).as("an answer without a list is no empty one").isFalse();
        assertThat(connector.all("user")).isEmpty();
    }

    @Test
    void whoWasBroughtBackAndNotBroughtUpToDateIsLookedForAndNotMade() {
        String ada = made(person("ada", "E1"));
        deleted(ada);
        instead = request -> request.is("PATCH", "users", "*") ? SampleGraph.error(503, "ServiceUnavailable", "Later.") : null;
        Outcome half = port.execute(create("user", person("ada", "E1"), true));
        assertThat(half.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(half.message()).isEqualTo("the user " + ada + " was brought back, and not brought up to date: HTTP 503 Later.");
        assertThat(half.anchor()).as("by which she is asked for").contains(ada);
        instead = request -> null;
        assertThat(port.find("user", "userPrincipalName", "ada@example.test")).extracting(user -> user.text("id").orElseThrow()).containsExactly(ada);
    }

    @Test
    void whoWasBroughtBackWithoutAnAnswerIsNamedAndNeverMadeASecondTime() {
        String ada = made(person("ada", "E1"));
        deleted(ada);
        instead = request -> {
            if (request.is("POST", "directory", "deletedItems", "*", "restore")) {
                graph.directory.restore(request.path().get(2));
                return SampleGraph.error(503, "ServiceUnavailable", "Later.");
            }
            return null;
        };
        List<Outcome> lost = port.execute(List.of(create("user", person("ada.king", "E1"), true), create("user", person("bob", "E2"), true)));
        assertThat(lost.get(0).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(lost.get(0).anchor()).contains(ada);
        assertThat(lost.get(1).isOk()).isTrue();
        instead = request -> null;
        Outcome again = port.execute(create("user", person("ada.king", "E1"), true));
        assertThat(again.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(again.message()).startsWith("there is an account with her employeeId already: " + ada + ". No second one is made");
        assertThat(again.anchor()).as("nobody is adopted by that").isEmpty();
        assertThat(connector.all("user")).extracting(user -> user.text("employeeId").orElseThrow()).containsExactlyInAnyOrder("E1", "E2");
    }

    @Test
    void whoShallBeClosedAndCannotBeIsDeletedAgain() {
        String ada = made(person("ada", "E1"));
        deleted(ada);
        instead = request -> request.is("PATCH", "users", "*") ? SampleGraph.error(403, "Authorization_RequestDenied", "Insufficient privileges.") : null;
        String closed = "the user " + ada + " was brought back, could not be closed";
        for (boolean several : List.of(false, true)) {
            Outcome back = several ? port.execute(List.of(create("user", person("ada", "E1"), false), create("user", person("bob" + several, "E2"), true))).get(0) : port.execute(create("user", person("ada", "E1"), false));
            assertThat(back.kind()).isEqualTo(OutcomeKind.FORBIDDEN);
            assertThat(back.message()).isEqualTo(closed + ", and was deleted again: HTTP 403 Insufficient privileges.");
            assertThat(graph.directory.deleted()).extracting(user -> user.path("id").asText()).containsExactly(ada);
        }
        instead = request -> request.is("PATCH", "users", "*") || request.is("DELETE", "users", "*") ? SampleGraph.error(403, "Authorization_RequestDenied", "No.") : null;
        Outcome open = port.execute(create("user", person("ada", "E1"), false));
        assertThat(open.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(open.anchor()).contains(ada);
        assertThat(open.message()).isEqualTo(closed + " (HTTP 403 No.), and was not deleted again, so that it may be open: HTTP 403 No.");
    }

    @Test
    void whoIsBroughtBackJustAsTheCredentialsEndIsDeletedAgainAndTheCredentialsAreToBlame() {
        String ada = made(person("ada", "E1"));
        deleted(ada);
        instead = request -> request.is("PATCH", "users", "*") ? SampleGraph.error(401, "InvalidAuthenticationToken", "Expired.") : null;
        Outcome back = port.execute(create("user", person("ada", "E1"), false));
        assertThat(back.kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(back.message()).isEqualTo("the user " + ada + " was brought back, could not be closed, and was deleted again: HTTP 401 Expired.");
        assertThat(graph.directory.deleted()).extracting(user -> user.path("id").asText()).containsExactly(ada);
    }

    @Test
    void whatCameBackWithHerIsToldAndThePasswordThatWasHandedOverIsHers() {
        Map<String, Object> before = person("ada", "E1");
        before.putAll(Map.of("officeLocation", "London", "jobTitle", "Poet"));
        String ada = made(before);
        deleted(ada);
        Map<String, Object> again = person("ada", "E1");
        again.putAll(Map.of("password", "Neu-1234567890123", "jobTitle", "Countess"));
        instead = request -> request.is("PATCH", "users", "*") && request.body().has("passwordProfile") ? SampleGraph.error(403, "Authorization_RequestDenied", "No.") : null;
        Outcome old = port.execute(create("user", again, false));
        assertThat(old.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(old.message()).startsWith("the user " + ada + " was brought back, and the secret that was made for it, and may have been handed over, is not its own");
        deleted(ada);
        instead = request -> null;
        Outcome back = port.execute(create("user", again, false));
        assertThat(back.isOk()).as(back.message()).isTrue();
        assertThat(back.attributes().get("officeLocation")).as("the next plan empties it").isEqualTo("London");
        assertThat(back.attributes().has("jobTitle")).as("what was written is no old value").isFalse();
        assertThat(graph.directory.one("users", ada).orElseThrow().at("/passwordProfile/password").asText()).isEqualTo("Neu-1234567890123");
    }

    private Outcome roles(Operation operation, String role, String member) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        return port.execute(new AccountRequest(operation, "appRole", Optional.of(role), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? List.of(member) : List.of(), joins ? List.of() : List.of(member))), Optional.empty()));
    }

    @Test
    void severalRolesOfOneApplicationAreGivenAndTakenEachByItself() {
        ObjectNode application = SampleVendor.NODES.objectNode().put("id", "app").put("displayName", "Wiki");
        ArrayNode roles = application.putArray("appRoles");
        for (String role : List.of("editor", "reader")) {
            roles.addObject().put("id", role).put("value", role).put("displayName", role).put("isEnabled", true);
        }
        graph.directory.put("servicePrincipals", application);
        String ada = made(person("ada", "E1"));
        assertThat(connector.all("appRole")).extracting(role -> role.text("value").orElseThrow()).containsExactly("editor", "reader");
        for (String role : List.of("editor", "reader")) {
            assertThat(roles(Operation.ADD_MEMBERS, role, ada).isOk()).isTrue();
            assertThat(roles(Operation.ADD_MEMBERS, role, ada)).as("she has it already").satisfies(outcome -> assertThat(outcome.isOk()).as(outcome.message()).isTrue());
        }
        instead = request -> request.is("DELETE", "servicePrincipals", "*", "appRoleAssignedTo", "*") ? new SampleVendor.Said(404, SampleVendor.NODES.objectNode().put("message", "no such host")) : null;
        assertThat(roles(Operation.REMOVE_MEMBERS, "editor", ada).isOk()).as("a 404 of somebody else takes no role away").isFalse();
        instead = request -> null;
        assertThat(roles(Operation.REMOVE_MEMBERS, "editor", ada).isOk()).isTrue();
        assertThat(roles(Operation.REMOVE_MEMBERS, "editor", ada).isOk()).isTrue();
        assertThat(port.get("appRole", "editor").attributes().get("members")).isEqualTo(List.of());
        assertThat(port.get("appRole", "reader").attributes().get("members")).as("the other stays").isEqualTo(List.of(ada));
        ((ObjectNode) graph.directory.one("servicePrincipals", "app").orElseThrow().path("assigned").get(0)).remove("appRoleId");
        assertThat(port.get("appRole", "reader")).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE))
                .satisfies(outcome -> assertThat(outcome.message()).contains("does not say of which group it is"));
        assertThat(port.get("appRole", "owner").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void attributesThatATenantHasAddedAreDeclaredByAFileOfItsOwn() {
        Map<String, Object> person = person("ada", "E1");
        person.putAll(Map.of("badge", "B-1", "skills", List.of("verse", "prose")));
        String ada = made(person);
        assertThat(graph.directory.one("users", ada).orElseThrow().path("extension_00112233445566778899aabbccddeeff_badge").asText()).isEqualTo("B-1");
        assertThat(port.get("user", ada).attributes().asMap()).containsEntry("badge", "B-1").containsEntry("skills", List.of("verse", "prose"));
        assertThat(port.find("user", "badge", "B-1")).hasSize(1);
        assertThat(asked).anyMatch(one -> one.contains("extension_00112233445566778899aabbccddeeff_badge eq 'B-1'"));
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("badge", null);
        assertThat(port.execute(ConnectorUnderTest.change(Operation.UPDATE, "user", ada, Attributes.empty(), nothing)).isOk()).isTrue();
        assertThat(connector.all("user")).extracting(user -> user.get("badge")).containsOnlyNulls();
    }
}
