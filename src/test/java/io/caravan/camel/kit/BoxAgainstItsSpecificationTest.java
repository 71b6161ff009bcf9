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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a person at Box, each request and each answer held against the OpenAPI document that Box publishes. */
class BoxAgainstItsSpecificationTest {

    private OpenApiDocument document;
    private SampleBox box;
    private ConnectorUnderTest connector;
    private SystemPort port;
    private boolean throttles;

    @BeforeEach
    void start() throws IOException {
        document = new OpenApiDocument(Path.of("src/test/resources/vendors/box/openapi.json"));
        box = new SampleBox() {
            @Override
            Said answer(Asked asked) {
                Said said = throttles ? new Said(429, error(429, "too_many_requests", "Request rate limit exceeded").body(), Map.of("Retry-After", "2")) : super.answer(asked);
                if (!asked.path().get(0).equals("oauth2")) { // tokens are not part of the document
                    document.check(asked, said);
                }
                return said;
            }
        };
        connector = new ConnectorUnderTest("box", Map.of("url", box.url(), "tokenUrl", box.url() + "/oauth2/token", "clientId", "c", "clientSecret", SampleBox.SECRET, "enterpriseId", "1"));
        port = connector.port();
    }

    @AfterEach
    void stop() {
        connector.close();
        box.close();
    }

    private String made(String object, Map<String, ?> values) {
        Outcome outcome = port.execute(create(object, values, true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.anchor().orElseThrow();
    }

    private Outcome changed(Operation operation, String object, String anchor, Map<String, ?> values) {
        return port.execute(change(operation, object, anchor, Attributes.empty(), values));
    }

    private static AccountRequest members(Operation operation, String group, String... names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.of((Object[]) names);
        return new AccountRequest(operation, "group", Optional.of(group), Attributes.empty(), List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)),
                Optional.empty());
    }

    @Test
    void aWholeLifeSendsNothingThatTheDocumentForbids() {
        assertThat(port.test().isOk()).isTrue();
        Map<String, Object> everything = new HashMap<>(Map.of("login", "ada@example.com", "name", "Ada", "role", "user", "job_title", "Poet", "phone", "1", "address", "1 Way", "timezone",
                "Europe/London", "language", "en", "space_amount", -1L));
        everything.putAll(Map.of("is_sync_enabled", true, "is_external_collab_restricted", false));
        String ada = made("user", everything);
        assertThat(port.find("user", "login", "ADA@example.com")).hasSize(1);
        assertThat(port.find("user", "login", "ada")).as("what only begins so is somebody else").isEmpty();
        assertThat(port.execute(create("user", Map.of("login", "Ada@Example.com", "name", "B"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        Outcome refused = port.execute(create("user", Map.of("login", "long@example.com", "name", "x".repeat(51)), true));
        document.violations().removeIf(one -> one.contains("50 characters"));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).isEqualTo("HTTP 400 Bad Request");

        Map<String, Object> changes = new HashMap<>(Map.of("login", "countess@example.com", "name", "Ada Lovelace"));
        changes.put("job_title", null);
        assertThat(changed(Operation.UPDATE, "user", ada, changes).isOk()).isTrue();
        assertThat(port.get("user", ada).attributes().asMap()).containsEntry("login", "countess@example.com").containsEntry("active", true);
        assertThat(changed(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
        assertThat(port.get("user", ada).attributes().get("active")).isEqualTo(false);
        assertThat(changed(Operation.ENABLE, "user", ada, Map.of()).isOk()).isTrue();

        String poets = made("group", Map.of("name", "Poets", "description", "who writes", "provenance", "Caravan"));
        assertThat(port.execute(create("group", Map.of("name", "poets"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(port.find("group", "name", "Poets")).hasSize(1);
        assertThat(changed(Operation.UPDATE, "group", poets, Map.of("external_sync_identifier", "g1")).isOk()).isTrue();
        assertThat(port.execute(members(Operation.ADD_MEMBERS, poets, ada)).isOk()).isTrue();
        assertThat(port.execute(members(Operation.ADD_MEMBERS, poets, ada)).isOk()).as("in it already").isTrue();
        assertThat(port.execute(members(Operation.ADD_MEMBERS, poets, "999")).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(port.get("group", poets).attributes().get("members")).isEqualTo(List.of(ada));
        assertThat(connector.all("group")).hasSize(1);
        assertThat(port.execute(members(Operation.REMOVE_MEMBERS, poets, ada)).isOk()).isTrue();
        assertThat(port.execute(members(Operation.REMOVE_MEMBERS, poets, ada)).isOk()).as("out of it already").isTrue();
        assertThat(changed(Operation.DELETE, "group", poets, Map.of()).isOk()).isTrue();
        assertThat(changed(Operation.DELETE, "user", ada, Map.of()).isOk()).isTrue();
        assertThat(port.get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(changed(Operation.UPDATE, "user", ada, Map.of("name", "X")).kind()).isEqualTo(OutcomeKind.NOT_FOUND);

        assertThat(document.violations()).isEmpty();
        assertThat(document.seen()).as("every request that the connector declares").containsExactlyInAnyOrder("GET /users/me", "GET /users", "POST /users", "GET /users/{user_id}", "PUT /users/{user_id}",
                "DELETE /users/{user_id}", "GET /groups", "POST /groups", "GET /groups/{group_id}", "PUT /groups/{group_id}", "DELETE /groups/{group_id}", "GET /groups/{group_id}/memberships",
                "POST /group_memberships", "DELETE /group_memberships/{group_membership_id}");
    }

    @Test
    void aListOfMoreThanTwoHundredAndFiftyIsWhole() {
        for (int i = 0; i < 253; i++) {
            made("user", Map.of("login", "u" + i + "@example.com", "name", "U" + i));
        }
        assertThat(connector.all("user")).hasSize(253).extracting(user -> user.text("login").orElseThrow()).doesNotHaveDuplicates();
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void whenBoxAsksToWaitItIsWaitedAsLong() {
        String ada = made("user", Map.of("login", "ada@example.com", "name", "Ada"));
        throttles = true;
        Outcome outcome = changed(Operation.UPDATE, "user", ada, Map.of("name", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(outcome.message()).isEqualTo("HTTP 429 Request rate limit exceeded");
    }

    @Test
    void theDocumentWouldFindWhatIsWrong() {
        box.answer(new SampleVendor.Asked("POST", List.of("users"), Map.of("feilds", "id"), Map.of(), SampleVendor.NODES.objectNode()
                .put("role", "king").put("nick", "A"), "{}"));
        box.answer(new SampleVendor.Asked("PATCH", List.of("users", "1"), Map.of(), Map.of(), SampleVendor.NODES.objectNode(), ""));
        assertThat(document.violations()).anyMatch(one -> one.contains("feilds")).anyMatch(one -> one.contains("name")).anyMatch(one -> one.contains("nick")).anyMatch(one -> one.contains("role"))
                .anyMatch(one -> one.contains("PATCH"));
    }
}
