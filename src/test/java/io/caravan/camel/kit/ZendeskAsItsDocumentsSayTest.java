package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a person at Zendesk, before a service that behaves as Zendesk's reference says: there is no document for machines. */
class ZendeskAsItsDocumentsSayTest {

    private SampleZendesk service;
    private VendorUnderTest vendor;
    private SampleVendor.Said instead;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() {
        service = new SampleZendesk() {
            @Override
            Said answer(Asked request) {
                asked.add(request.method() + " /" + String.join("/", request.path()) + (request.query().isEmpty() ? "" : " " + request.query()) + " " + request.text());
                return instead != null ? instead : super.answer(request);
            }
        };
        vendor = new VendorUnderTest("zendesk", Map.of("subdomain", "x", "url", service.url(), "username", SampleZendesk.USER, "password", SampleZendesk.TOKEN, "requestsPerMinute", "100000"));
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
    }

    @Test
    void aWholeLife() {
        assertThat(vendor.port().test().isOk()).isTrue();
        String ada = vendor.made("user", Map.of("name", "Ada", "email", "ada@example.com", "external_id", "E1", "role", "agent", "tags", List.of("poets")));
        assertThat(asked).as("nobody gets a mail to verify an address").anyMatch(one -> one.startsWith("POST /users ") && one.contains("\"skip_verify_email\":true"));
        assertThat(vendor.port().find("user", "email", "ADA@example.com")).hasSize(1);
        assertThat(vendor.port().find("user", "external_id", "e1")).hasSize(1);
        assertThat(vendor.port().find("user", "external_id", "E2")).isEmpty();
        assertThat(vendor.create("user", Map.of("name", "B", "external_id", "E1"), true).kind()).isEqualTo(OutcomeKind.CONFLICT);
        Map<String, Object> changes = new HashMap<>(Map.of("name", "Ada Lovelace", "email", "countess@example.com"));
        changes.put("details", null);
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, changes));
        assertThat(vendor.shown("user", ada)).containsEntry("name", "Ada Lovelace").containsEntry("email", "countess@example.com").containsEntry("enabled", true).containsEntry("tags", List.of("poets"));

        String poets = vendor.made("group", Map.of("name", "Poets"));
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "group", poets, Map.of("name", "Bards")));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        assertThat(vendor.shown("group", poets)).containsEntry("members", List.of(ada)).containsEntry("name", "Bards");
        assertThat(vendor.all("group")).hasSize(1);
        assertThat(vendor.members(Operation.ADD_MEMBERS, poets, "99").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "group", poets, Map.of()));
        assertThat(vendor.port().get("group", poets).kind()).isEqualTo(OutcomeKind.NOT_FOUND);

        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, Map.of("role", "end-user")));
        VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).containsEntry("enabled", false);
        VendorUnderTest.isOk(vendor.change(Operation.ENABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).containsEntry("enabled", true);
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", ada, Map.of()));
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("name", "X")).kind()).as("gone").isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.create("user", Map.of("email", "x@example.com"), true)).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID))
                .satisfies(refused -> assertThat(refused.message()).isEqualTo("HTTP 422 Name: cannot be blank"));
    }

    @Test
    void aListOfMoreThanTwoHundredAndFiftyGoesByCursorAndNeverByNumberedPages() {
        for (int i = 0; i < 253; i++) {
            vendor.made("user", Map.of("name", "U" + i, "external_id", "E" + i));
        }
        asked.clear();
        assertThat(vendor.all("user")).hasSize(253).extracting(user -> user.text("external_id").orElseThrow()).doesNotHaveDuplicates();
        assertThat(asked).hasSize(3).allMatch(one -> one.contains("page[size]=100")).noneMatch(one -> one.contains(" page=") || one.contains("{page="));
    }

    @Test
    void whenZendeskAsksToWaitItIsWaitedAsLong() {
        String ada = vendor.made("user", Map.of("name", "Ada"));
        instead = new SampleVendor.Said(429, SampleVendor.NODES.objectNode().put("error", "APIRateLimitExceeded").put("description", "Number of allowed API requests per minute exceeded"), Map.of("Retry-After", "41"));
        Outcome outcome = vendor.change(Operation.UPDATE, "user", ada, Map.of("name", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(41));
        assertThat(outcome.message()).isEqualTo("HTTP 429 Number of allowed API requests per minute exceeded");
        instead = new SampleVendor.Said(404, SampleVendor.NODES.objectNode().put("error", "InvalidEndpoint").put("description", "Not found"));
        assertThatThrownBy(() -> vendor.port().find("user", "external_id", "E1")).as("a wrong address is not nobody").isInstanceOf(OutcomeException.class);
    }
}
