package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a person in Entra, each request and each answer, those in batches too, held against the vendor's own description of Microsoft Graph. */
class GraphAgainstItsSpecificationTest {

    private static final String WIKI = "00000000-0000-4000-8000-0000000000aa";
    private static final String LICENSE = "05e9a617-0261-4cee-bb44-138d3ef5d965";

    private OpenApiDocument document;
    private SampleGraph graph;
    private ConnectorUnderTest connector;
    private SystemPort port;
    private boolean throttles;

    @BeforeEach
    void start() throws IOException {
        document = new OpenApiDocument(Path.of("src/test/resources/vendors/microsoft-graph/openapi.json"));
        graph = new SampleGraph() {
            @Override
            Said answer(Asked asked) {
                Said said = throttles ? new Said(429, error(429, "TooManyRequests", "Too many requests").body(), Map.of("Retry-After", "2")) : super.answer(asked);
                if (asked.is("POST", "$batch")) {
                    document.check(asked, said);
                }
                return said;
            }

            @Override
            Said one(Asked asked) {
                Said said = super.one(asked);
                document.check(asked, said);
                return said;
            }
        };
        connector = new ConnectorUnderTest("microsoft-graph", Map.of("url", graph.url(), "tokenUrl", graph.url() + "/oauth2/token", "tenant", "t", "clientId", "c", "clientSecret", SampleGraph.SECRET, "restoreBy", "employeeId",
                "application", WIKI));
        port = connector.port();
    }

    @AfterEach
    void stop() {
        connector.close();
        graph.close();
    }

    private static Map<String, Object> person(String login) {
        return new HashMap<>(Map.of("userPrincipalName", login + "@example.test", "displayName", login, "mailNickname", login, "password", "Geheim-123456789"));
    }

    private String made(String object, Map<String, ?> values) {
        Outcome outcome = port.execute(create(object, values, true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.anchor().orElseThrow();
    }

    private Outcome changed(Operation operation, String object, String anchor, Map<String, ?> values) {
        return port.execute(change(operation, object, anchor, Attributes.empty(), values));
    }

    private static AccountRequest members(Operation operation, String object, String group, String... names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.of((Object[]) names);
        return new AccountRequest(operation, object, Optional.of(group), Attributes.empty(), List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)),
                Optional.empty());
    }

    @Test
    void aWholeLifeSendsNothingThatTheDocumentForbids() {
        assertThat(port.test().isOk()).isTrue();
        String grace = made("user", person("grace"));
        Map<String, Object> everything = person("ada");
        everything.putAll(Map.of("mail", "ada@example.test", "givenName", "Ada", "surname", "O'Lovelace", "jobTitle", "Poet", "department", "Poets", "companyName", "Acme", "employeeId", "E1",
                "employeeType", "internal", "costCenter", "4711"));
        everything.putAll(Map.of("division", "North", "officeLocation", "1", "streetAddress", "1 Way", "city", "London", "state", "L", "postalCode", "1", "country", "UK", "usageLocation", "GB",
                "preferredLanguage", "en-GB", "employeeHireDate", "2027-01-31T00:00:00Z"));
        everything.putAll(Map.of("businessPhones", List.of("+44 1"), "mobilePhone", "+44 2", "otherMails", List.of("a@b.test"), "showInAddressList", true, "passwordPolicies", "DisablePasswordExpiration",
                "extensionAttribute7", "x", "manager", grace, "licenses", List.of(LICENSE), "userType", "Member"));
        String ada = made("user", everything);
        assertThat(port.get("user", ada).attributes().asMap()).containsEntry("manager", grace).containsEntry("licenses", List.of(LICENSE)).containsEntry("costCenter", "4711")
                .containsEntry("accountEnabled", true).doesNotContainKey("password");
        assertThat(port.find("user", "userPrincipalName", "ADA@example.test")).hasSize(1);
        assertThat(port.find("user", "employeeId", "o'clock")).isEmpty();
        Outcome twice = port.execute(create("user", person("Ada"), true));
        assertThat(twice.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).isEqualTo("HTTP 400 Another object with the same value for property userPrincipalName already exists.");
        Map<String, Object> wrong = person("wrong");
        wrong.put("jobTitle", "");
        assertThat(port.execute(create("user", wrong, true)).kind()).isEqualTo(OutcomeKind.INVALID);

        Map<String, Object> changes = new HashMap<>(Map.of("displayName", "Ada Lovelace", "userPrincipalName", "countess@example.test", "division", "South", "licenses", List.of()));
        List.of("jobTitle", "manager", "otherMails").forEach(name -> changes.put(name, null));
        AccountRequest request = new AccountRequest(Operation.UPDATE, "user", Optional.of(ada), Attributes.empty(), changes.entrySet().stream().map(one -> one.getKey().equals("licenses")
                ? new AttributeChange("licenses", List.of(LICENSE), List.of(), List.of(), List.of(LICENSE)) : AttributeChange.of(one.getKey(), null, one.getValue())).toList(), Optional.empty());
        assertThat(port.execute(request)).satisfies(outcome -> assertThat(outcome.isOk()).as(outcome.message()).isTrue());
        assertThat(port.get("user", ada).attributes().asMap()).containsEntry("displayName", "Ada Lovelace").containsEntry("manager", null).containsEntry("division", "South").containsEntry("costCenter", "4711")
                .containsEntry("jobTitle", null);
        assertThat(changed(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
        assertThat(port.get("user", ada).attributes().get("accountEnabled")).isEqualTo(false);
        assertThat(changed(Operation.ENABLE, "user", ada, Map.of()).isOk()).isTrue();

        String poets = made("group", Map.of("displayName", "Poets", "mailNickname", "poets", "description", "who writes"));
        assertThat(port.find("group", "displayName", "Poets")).hasSize(1);
        assertThat(changed(Operation.UPDATE, "group", poets, Map.of("displayName", "Bards")).isOk()).isTrue();
        assertThat(port.execute(members(Operation.ADD_MEMBERS, "group", poets, ada, grace)).isOk()).isTrue();
        assertThat(port.get("group", poets).attributes().get("members")).isEqualTo(List.of(ada, grace));
        assertThat(connector.all("group")).hasSize(1);
        assertThat(port.execute(members(Operation.REMOVE_MEMBERS, "group", poets, ada)).isOk()).isTrue();
        assertThat(changed(Operation.DELETE, "group", poets, Map.of()).isOk()).isTrue();

        String bob = made("guest", Map.of("mail", "bob@partner.test", "displayName", "Bob", "companyName", "Partner"));
        assertThat(port.get("guest", bob).attributes().asMap()).containsEntry("companyName", "Partner").containsEntry("externalUserState", "PendingAcceptance");
        assertThat(connector.all("guest")).hasSize(1);

        assertThat(changed(Operation.DELETE, "user", ada, Map.of()).isOk()).isTrue();
        assertThat(port.get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(changed(Operation.UPDATE, "user", ada, Map.of("displayName", "X")).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(made("user", everything)).as("who comes back within 30 days").isEqualTo(ada);
        delta();
        roles(grace);

        assertThat(document.violations()).isEmpty();
        assertThat(document.seen()).as("every request that the connector declares").containsExactlyInAnyOrder("POST /$batch", "GET /users", "POST /users", "GET /users/delta", "GET /users/{id}",
                "PATCH /users/{id}", "DELETE /users/{id}", "PUT /users/{id}/manager/$ref", "DELETE /users/{id}/manager/$ref", "POST /users/{id}/assignLicense", "POST /users/{id}/revokeSignInSessions",
                "POST /invitations", "GET /groups", "POST /groups", "GET /groups/delta", "GET /groups/{id}", "PATCH /groups/{id}", "DELETE /groups/{id}", "GET /groups/{id}/members",
                "POST /groups/{id}/members/$ref", "DELETE /groups/{id}/members/{memberId}/$ref", "GET /directoryRoles", "GET /directoryRoles/{id}", "GET /directoryRoles/{id}/members",
                "POST /directoryRoles/{id}/members/$ref", "DELETE /directoryRoles/{id}/members/{memberId}/$ref", "GET /servicePrincipals", "GET /servicePrincipals/{id}",
                "GET /servicePrincipals/{id}/appRoleAssignedTo", "GET /directory/deletedItems/microsoft.graph.user", "POST /directory/deletedItems/{id}/restore", "POST /servicePrincipals/{id}/appRoleAssignedTo", "DELETE /servicePrincipals/{id}/appRoleAssignedTo/{rowId}");
    }

    private void delta() {
        for (String object : List.of("user", "group")) {
            Optional<String> mark = GraphReads.all(port, object, Optional.empty()).watermark();
            assertThat(mark).isPresent();
            assertThat(GraphReads.all(port, object, mark).watermark()).isPresent();
        }
    }

    private void roles(String grace) {
        String role = graph.directory.id();
        graph.directory.put("directoryRoles", SampleVendor.NODES.objectNode().put("id", role).put("displayName", "Reports Reader"));
        assertThat(port.find("directoryRole", "displayName", "Reports Reader")).hasSize(1);
        assertThat(connector.all("directoryRole")).hasSize(1);
        String application = WIKI;
        graph.directory.put("servicePrincipals", SampleVendor.NODES.objectNode().put("id", application).put("displayName", "Wiki").put("appId", "a1").put("accountEnabled", true).put("appRoleAssignmentRequired", true));
        assertThat(port.find("application", "displayName", "Wiki")).hasSize(1);
        assertThat(connector.all("application")).hasSize(1);
        graph.directory.one("servicePrincipals", WIKI).orElseThrow().putArray("appRoles").addObject().put("id", "00000000-0000-4000-8000-0000000000bb").put("displayName", "Editors").put("value", "editor").put("isEnabled", true);
        assertThat(connector.all("appRole")).hasSize(1);
        for (String[] one : new String[][] {{"directoryRole", role}, {"application", application}, {"appRole", "00000000-0000-4000-8000-0000000000bb"}}) {
            assertThat(port.execute(members(Operation.ADD_MEMBERS, one[0], one[1], grace)).isOk()).isTrue();
            assertThat(port.execute(members(Operation.ADD_MEMBERS, one[0], one[1], grace)).isOk()).as("already in it").isTrue();
            assertThat(port.get(one[0], one[1]).attributes().get("members")).isEqualTo(List.of(grace));
            assertThat(port.execute(members(Operation.REMOVE_MEMBERS, one[0], one[1], grace)).isOk()).isTrue();
            assertThat(port.execute(members(Operation.REMOVE_MEMBERS, one[0], one[1], grace)).isOk()).as("out of it already").isTrue();
        }
    }

    @Test
    void aListOfMoreThanTwoHundredAndFiftyIsWholeAndComesOfThirteenBatches() {
        List<AccountRequest> requests = new ArrayList<>();
        for (int i = 0; i < 253; i++) {
            requests.add(create("user", person("u" + i), true));
        }
        assertThat(port.execute(requests)).hasSize(253).allMatch(Outcome::isOk);
        assertThat(connector.all("user")).hasSize(253).extracting(user -> user.text("userPrincipalName").orElseThrow()).doesNotHaveDuplicates();
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void whenGraphAsksToWaitItIsWaitedAsLong() {
        String ada = made("user", person("ada"));
        throttles = true;
        Outcome outcome = changed(Operation.UPDATE, "user", ada, Map.of("displayName", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(outcome.message()).isEqualTo("HTTP 429 Too many requests");
    }

    @Test
    void theDocumentWouldFindWhatIsWrong() {
        graph.one(new SampleVendor.Asked("POST", List.of("users"), Map.of(), Map.of(), SampleVendor.NODES.objectNode().put("nick", "A").put("accountEnabled", "False"), "{}"));
        graph.one(new SampleVendor.Asked("DELETE", List.of("groups", "1", "members", "2"), Map.of(), Map.of(), SampleVendor.NODES.objectNode(), ""));
        graph.one(new SampleVendor.Asked("GET", List.of("users"), Map.of("$selct", "id"), Map.of(), SampleVendor.NODES.objectNode(), ""));
        assertThat(document.violations()).anyMatch(one -> one.contains("nick")).anyMatch(one -> one.contains("accountEnabled")).anyMatch(one -> one.contains("passwordProfile is missing"))
                .anyMatch(one -> one.contains("DELETE /groups/1/members/2 ")).anyMatch(one -> one.contains("$selct"));
    }
}
