package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a person at Zoom, each request and each answer held against the OpenAPI document that Zoom published. */
class ZoomAgainstItsSpecificationTest {

    private OpenApiDocument document;
    private SampleZoom service;
    private VendorUnderTest vendor;
    private SampleVendor.Said instead;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        document = new OpenApiDocument(Path.of("src/test/resources/vendors/zoom/openapi.json"));
        service = new SampleZoom() {
            @Override
            Said answer(Asked request) {
                Said said = instead != null ? instead : super.answer(request);
                if (!request.path().get(0).equals("oauth")) { // tokens are not part of the document
                    asked.add(request.method() + " /" + String.join("/", request.path()) + (request.query().isEmpty() ? "" : " " + request.query()));
                    document.check(request, said);
                }
                return said;
            }
        };
        vendor = new VendorUnderTest("zoom", Map.of("url", service.url(), "tokenUrl", service.url() + "/oauth/token", "accountId", "kit", "clientId", "kit", "clientSecret", SampleZoom.SECRET, "pageSize", "100",
                "deleteAction", "delete"));
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
    }

    /** Tokens for further pages are newer than the document, which has numbers of pages, as Zoom has no longer. */
    private List<String> violations() {
        return document.violations().stream().filter(one -> !one.contains("has the query next_page_token=")).toList();
    }

    private String ada() {
        return vendor.made("user", Map.of("email", "ada@example.com", "type", 1L, "first_name", "Ada", "last_name", "L", "dept", "Poets"));
    }

    @Test
    void aWholeLifeSendsNothingThatTheDocumentForbids() {
        assertThat(vendor.port().test().isOk()).isTrue();
        String ada = ada();
        assertThat(vendor.shown("user", ada)).as("pending, and no less enabled").containsEntry("active", true).containsEntry("dept", "Poets").containsEntry("type", 1L);
        assertThat(vendor.port().find("user", "email", "ADA@example.com")).hasSize(1);
        assertThat(vendor.port().find("user", "email", "nobody@example.com")).isEmpty();
        Outcome twice = vendor.create("user", Map.of("email", "Ada@example.com", "type", 1L), true);
        assertThat(twice.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).isEqualTo("HTTP 409 User already in the account: Ada@example.com");
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, Map.of("email", "countess@example.com", "last_name", "Lovelace", "type", 2L)));
        assertThat(vendor.shown("user", ada)).containsEntry("email", "countess@example.com").containsEntry("type", 2L);
        VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).containsEntry("active", false);
        VendorUnderTest.isOk(vendor.change(Operation.ENABLE, "user", ada, Map.of()));

        String poets = vendor.made("group", Map.of("name", "Poets"));
        assertThat(vendor.create("group", Map.of("name", "Poets"), true).kind()).isEqualTo(OutcomeKind.CONFLICT);
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "group", poets, Map.of("name", "Analysts")));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        assertThat(vendor.shown("group", poets)).containsEntry("members", List.of(ada)).containsEntry("name", "Analysts");
        assertThat(vendor.all("group")).hasSize(1);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "group", poets, Map.of()));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", ada, Map.of()));
        assertThat(asked).as("to deactivate is not to delete, and how is always said").contains("DELETE /users/" + ada + " {action=delete}");
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("dept", "X")).kind()).as("gone").isEqualTo(OutcomeKind.NOT_FOUND);

        assertThat(violations()).isEmpty();
        assertThat(document.seen()).containsExactlyInAnyOrder("GET /users", "POST /users", "GET /users/{userId}", "PATCH /users/{userId}", "DELETE /users/{userId}", "PUT /users/{userId}/status", "PUT /users/{userId}/email",
                "GET /groups", "POST /groups", "GET /groups/{groupId}", "PATCH /groups/{groupId}", "DELETE /groups/{groupId}", "GET /groups/{groupId}/members", "POST /groups/{groupId}/members",
                "DELETE /groups/{groupId}/members/{memberId}");
    }

    @Test
    void threeListsForThreeStatesAreOneOfMoreThanTwoHundredAndFifty() {
        for (int i = 0; i < 253; i++) {
            String id = vendor.made("user", Map.of("email", "u" + i + "@example.com", "type", 1L));
            if (i % 3 > 0) {
                service.accept(id);
            }
            if (i % 3 == 2) {
                VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", id, Map.of()));
            }
        }
        asked.clear();
        assertThat(vendor.all("user")).hasSize(253).extracting(user -> user.text("email").orElseThrow()).doesNotHaveDuplicates();
        assertThat(asked).filteredOn(one -> !one.contains("next_page_token")).hasSize(3);
        assertThat(violations()).isEmpty();
    }

    @Test
    void aPageTokenThatHasExpiredIsNoEndOfTheList() {
        for (int i = 0; i < 120; i++) {
            vendor.made("user", Map.of("email", "u" + i + "@example.com", "type", 1L));
        }
        try (SourceReading reading = vendor.port().list("user", List.of())) {
            for (int i = 0; i < 100; i++) {
                reading.next();
            }
            service.letPagesExpire();
            assertThatThrownBy(reading::hasNext).isInstanceOf(OutcomeException.class).hasMessageContaining("HTTP 400 The next page token is invalid or expired.").hasMessageContaining("the read starts again later");
        }
        assertThat(vendor.all("user")).as("from its beginning").hasSize(120);
    }

    @Test
    void whoIsPendingAndHasNoIdYetIsNobodyWhoIsNotThere() {
        ada();
        service.listThePendingWithoutIds();
        try (SourceReading reading = vendor.port().list("user", List.of())) {
            assertThat(reading.next()).isNotInstanceOf(SourceItem.Read.class);
            assertThat(reading.hasNext()).isFalse();
        }
    }

    @Test
    void whenZoomAsksToWaitItIsWaitedAsLongAndWhatItSaysIsTold() {
        String ada = ada();
        instead = new SampleVendor.Said(429, SampleZoom.error(429, 429, "You have exceeded the daily rate limit.").body(), Map.of("Retry-After", "5"));
        Outcome outcome = vendor.change(Operation.UPDATE, "user", ada, Map.of("dept", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(5));
        instead = new SampleVendor.Said(404, SampleVendor.NODES.objectNode().put("message", "no such API"));
        assertThatThrownBy(() -> vendor.port().find("user", "email", "b@example.com")).as("a wrong address is not nobody").isInstanceOf(OutcomeException.class);
        instead = SampleZoom.error(400, 3412, "You have purchased licenses for 1 users.");
        assertThat(vendor.create("user", Map.of("email", "c@example.com", "type", 2L), true).message()).isEqualTo("HTTP 400 You have purchased licenses for 1 users.");
    }
}
