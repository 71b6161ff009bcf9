package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The life of a person at ServiceNow, each request held against an OpenAPI document of the Table API that somebody made from ServiceNow's own, and what
 * ServiceNow does otherwise than others.
 */
class ServiceNowAgainstItsSpecificationTest {

    private OpenApiDocument document;
    private SampleServiceNow service;
    private VendorUnderTest vendor;
    private boolean throttles;
    private boolean forgetsToCount;

    @BeforeEach
    void start() throws IOException {
        document = new OpenApiDocument(Path.of("src/test/resources/vendors/servicenow/openapi.json"));
        service = new SampleServiceNow() {
            @Override
            Said answer(Asked asked) {
                Said said = throttles ? new Said(429, failure(429, "Rate limit exceeded", "Rejected by large REST API rate limit").body(), Map.of("Retry-After", "3")) : super.answer(asked);
                document.check(asked, said);
                return forgetsToCount ? new Said(said.status(), said.body()) : said;
            }
        };
        vendor = new VendorUnderTest("servicenow", Map.of("instance", "x", "url", service.url(), "username", SampleServiceNow.USER, "password", SampleServiceNow.PASSWORD, "pageSize", "50"));
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
    }

    @Test
    void aWholeLifeSendsNothingThatTheDocumentForbids() {
        assertThat(vendor.port().test().isOk()).isTrue();
        String ada = vendor.made("user", Map.of("user_name", "ada", "email", "ada@example.com", "first_name", "Ada", "employee_number", "E1", "title", "Poet"));
        assertThat(vendor.port().find("user", "user_name", "ADA")).hasSize(1);
        assertThat(vendor.port().find("user", "email", "nobody@example.com")).isEmpty();
        Outcome twice = vendor.create("user", Map.of("user_name", "Ada"), true);
        assertThat(twice.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).startsWith("HTTP 403 Operation against file 'sys_user' was aborted by Business Rule");

        Map<String, Object> changes = new HashMap<>(Map.of("user_name", "countess", "last_name", "Lovelace"));
        changes.put("title", null);
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, changes));
        assertThat(vendor.shown("user", ada)).containsEntry("user_name", "countess").containsEntry("active", true).containsEntry("title", "");
        VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).as("every value is a text").containsEntry("active", false);
        VendorUnderTest.isOk(vendor.change(Operation.ENABLE, "user", ada, Map.of()));

        String poets = vendor.made("group", Map.of("name", "Poets", "description", "who writes"));
        assertThat(vendor.create("group", Map.of("name", "poets"), true).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(vendor.port().find("group", "name", "Poets")).hasSize(1);
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "group", poets, Map.of("description", "who wrote")));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        assertThat(vendor.shown("group", poets)).as("in it once").containsEntry("members", List.of(ada));
        assertThat(vendor.all("group")).hasSize(1);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "group", poets, Map.of()));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", ada, Map.of()));
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("title", "X")).kind()).as("gone").isEqualTo(OutcomeKind.NOT_FOUND);

        assertThat(document.violations()).isEmpty();
        assertThat(document.seen()).containsExactlyInAnyOrder("GET /api/now/table/{tableName}", "POST /api/now/table/{tableName}", "GET /api/now/table/{tableName}/{sys_id}",
                "PUT /api/now/table/{tableName}/{sys_id}", "DELETE /api/now/table/{tableName}/{sys_id}");
    }

    private void many(int many) {
        for (int i = 0; i < many; i++) {
            SampleVendor.Asked asked = new SampleVendor.Asked("POST", List.of("api", "now", "table", "sys_user"), Map.of(), Map.of("authorization", basic()), SampleVendor.NODES.objectNode().put("user_name", "u" + i), "{}");
            assertThat(service.answer(asked).status()).isEqualTo(201);
        }
    }

    private static String basic() {
        return "Basic " + java.util.Base64.getEncoder().encodeToString((SampleServiceNow.USER + ":" + SampleServiceNow.PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void aListIsWholeThoughWhomOneMayNotSeeIsLeftOutOfIt() {
        many(253);
        for (int i = 51; i <= 100; i++) {
            service.hide("%032x".formatted(i));
        }
        assertThat(vendor.all("user")).as("a page that is empty is not the last").hasSize(203).extracting(user -> user.text("user_name").orElseThrow()).doesNotHaveDuplicates();
        forgetsToCount = true;
        assertThatThrownBy(() -> vendor.all("user")).isInstanceOf(OutcomeException.class).hasMessageContaining("does not say in its header X-Total-Count how many there are");
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void anUnknownFieldThatReturnsEverybodyIsNoMatchAndTheReadIsRefused() {
        many(3);
        service.forget("employee_number");
        assertThatThrownBy(() -> vendor.port().find("user", "employee_number", "E1")).isInstanceOf(OutcomeException.class)
                .hasMessageContaining("the search for employee_number brought somebody who does not have the value that was asked for");
        String group = vendor.made("group", Map.of("name", "A"));
        String other = vendor.made("group", Map.of("name", "B"));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, group, "%032x".formatted(1)));
        service.forget("group");
        assertThat(vendor.port().get("group", other)).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.UNAVAILABLE))
                .satisfies(refused -> assertThat(refused.message()).contains("has one in it that is not of this group"));
        assertThat(vendor.members(Operation.REMOVE_MEMBERS, other, "%032x".formatted(1)).kind()).as("nobody is taken out of another group").isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @Test
    void aRoleIsGivenAndTakenAsARecordAndWhoInheritsItKeepsIt() {
        many(2);
        String ada = "%032x".formatted(1);
        String bob = "%032x".formatted(2);
        String role = row("sys_user_role", Map.of("name", "itil", "description", "works on tickets"));
        String inherited = row("sys_user_has_role", Map.of("user", bob, "role", role, "inherited", "true"));
        assertThat(vendor.port().find("role", "name", "ITIL")).hasSize(1);
        assertThat(vendor.all("role")).hasSize(1);
        VendorUnderTest.isOk(given(Operation.ADD_MEMBERS, role, ada, bob));
        VendorUnderTest.isOk(given(Operation.ADD_MEMBERS, role, ada));
        assertThat(vendor.shown("role", role)).as("each once, whatever was inherited").containsEntry("members", List.of(ada, bob)).containsEntry("name", "itil");
        VendorUnderTest.isOk(given(Operation.REMOVE_MEMBERS, role, ada, bob));
        VendorUnderTest.isOk(given(Operation.REMOVE_MEMBERS, role, bob));
        assertThat(vendor.shown("role", role)).containsEntry("members", List.of());
        SampleVendor.Asked still = new SampleVendor.Asked("GET", List.of("api", "now", "table", "sys_user_has_role", inherited), Map.of(), Map.of("authorization", basic()), SampleVendor.NODES.objectNode(), "");
        assertThat(service.answer(still).status()).as("what a group gives, the group takes").isEqualTo(200);
        service.forget("role");
        assertThat(given(Operation.REMOVE_MEMBERS, "%032x".formatted(1), bob).isOk()).as("of another role nothing is taken").isFalse();
        assertThat(document.violations()).isEmpty();
    }

    private String row(String table, Map<String, String> values) {
        com.fasterxml.jackson.databind.node.ObjectNode body = SampleVendor.NODES.objectNode();
        values.forEach(body::put);
        return service.answer(new SampleVendor.Asked("POST", List.of("api", "now", "table", table), Map.of(), Map.of("authorization", basic()), body, "{}")).body().at("/result/sys_id").asText();
    }

    private Outcome given(Operation operation, String role, String... names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.of((Object[]) names);
        return vendor.port().execute(new AccountRequest(operation, "role", Optional.of(role), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)), Optional.empty()));
    }

    @Test
    void aValueCannotBecomePartOfAQuery() {
        for (String value : List.of("x^ORactive=true", "javascript:gs.getUserID()")) {
            assertThatThrownBy(() -> vendor.port().find("user", "user_name", value)).hasMessageContaining("nobody can be looked for by a user_name with");
        }
    }

    @Test
    void whatABusinessRuleMadeOfAValueIsWhatIsThere() {
        service.letARuleRewriteTitles();
        Outcome made = vendor.create("user", Map.of("user_name", "ada", "title", "Poet"), true);
        assertThat(made.attributes().get("title")).isEqualTo("POET");
        assertThat(vendor.change(Operation.UPDATE, "user", made.anchor().orElseThrow(), Map.of("title", "Analyst")).attributes().get("title")).isEqualTo("ANALYST");
    }

    @Test
    void aDeltaLooksBackFurtherThanAnyTimeZoneIsAway() {
        many(2);
        String mark;
        try (SourceReading reading = vendor.port().list("user", List.of())) {
            reading.forEachRemaining(item -> { });
            mark = reading.watermark().orElseThrow();
        }
        assertThat(Instant.parse(mark)).isBefore(Instant.now().minus(Duration.ofHours(25)));
        try (SourceReading reading = vendor.port().changes("user", List.of(), mark)) {
            assertThat(ConnectorUnderTest.records(reading)).hasSize(2);
        }
        try (SourceReading reading = vendor.port().changes("user", List.of(), Instant.now().plus(Duration.ofHours(1)).toString())) {
            assertThat(ConnectorUnderTest.records(reading)).isEmpty();
        }
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void whenServiceNowAsksToWaitItIsWaitedAsLong() {
        String ada = vendor.made("user", Map.of("user_name", "ada"));
        throttles = true;
        Outcome outcome = vendor.change(Operation.UPDATE, "user", ada, Map.of("title", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(outcome.message()).isEqualTo("HTTP 429 Rejected by large REST API rate limit");
    }
}
