package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a person at Adobe, before a service that behaves as Adobe's documentation says: there is no document for machines. */
class AdobeAsItsDocumentsSayTest {

    private SampleAdobe service;
    private VendorUnderTest vendor;
    private SampleVendor.Said instead;
    private final List<String> commands = new ArrayList<>();

    @BeforeEach
    void start() {
        service = new SampleAdobe() {
            @Override
            Said answer(Asked asked) {
                if (asked.is("POST", "action", "*")) {
                    commands.add(asked.text());
                }
                return instead != null && !asked.path().get(0).equals("ims") ? instead : super.answer(asked);
            }
        };
        vendor = new VendorUnderTest("adobe", Map.of("organization", "kit@AdobeOrg", "url", service.url(), "tokenUrl", service.url() + "/ims/token/v2", "clientId", "kit", "clientSecret", SampleAdobe.SECRET));
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
    }

    private String made(String email) {
        Map<String, Object> ada = new LinkedHashMap<>();
        ada.put("email", email);
        ada.put("firstname", "Ada");
        ada.put("lastname", "L");
        ada.put("country", "GB");
        return vendor.made("user", ada);
    }

    @Test
    void aWholeLife() {
        assertThat(vendor.port().test().isOk()).isTrue();
        String ada = made("ada@example.com");
        assertThat(ada).as("who was sent is who is there: the answer does not say").isEqualTo("ada@example.com");
        assertThat(commands).containsExactly("[{\"user\":\"ada@example.com\",\"do\":[{\"createFederatedID\":{\"email\":\"ada@example.com\",\"firstname\":\"Ada\",\"lastname\":\"L\",\"country\":\"GB\"}}]}]");
        assertThat(vendor.port().find("user", "email", "ADA@example.com")).hasSize(1);
        assertThat(vendor.port().find("user", "email", "nobody@example.com")).isEmpty();
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, Map.of("lastname", "Lovelace")));
        assertThat(vendor.shown("user", ada)).containsEntry("lastname", "Lovelace").containsEntry("type", "federatedID");

        String poets = vendor.made("group", Map.of("groupName", "Poets & Co"));
        assertThat(vendor.create("group", Map.of("groupName", "Poets & Co"), true).kind()).isEqualTo(OutcomeKind.CONFLICT);
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        assertThat(vendor.shown("group", poets)).containsEntry("members", List.of(ada));
        assertThat(vendor.shown("user", ada)).containsEntry("groups", List.of("Poets & Co"));
        assertThat(vendor.all("group")).hasSize(1);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "group", poets, Map.of()));
        assertThat(vendor.port().get("group", poets).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", ada, Map.of()));
        assertThat(commands.get(commands.size() - 1)).contains("{\"removeFromOrg\":{\"deleteAccount\":false}}");
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("lastname", "X")).kind()).as("gone").isEqualTo(OutcomeKind.NOT_FOUND);
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", ada, Map.of()));
    }

    @Test
    void twoHundredThatIsPartialIsNoSuccess() {
        made("ada@example.com");
        Outcome twice = vendor.create("user", Map.of("email", "Ada@example.com", "country", "GB"), true);
        assertThat(twice.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).isEqualTo("HTTP 200 with It did not work: error.user.already_in_org");
        for (String result : List.of("'result':'partial','completed':1,'notCompleted':1", "'completed':1", "'result':'error'")) {
            instead = new SampleVendor.Said(200, read("{" + result + "}"));
            assertThat(vendor.change(Operation.UPDATE, "user", "ada@example.com", Map.of("lastname", "X")).kind()).as(result).isEqualTo(OutcomeKind.INVALID);
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode read(String text) {
        try {
            return SampleVendor.JSON.readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"error.user.nonexistent, NOT_FOUND", "error.user.belongs_to_another_org, CONFLICT", "error.group.not_found, NOT_FOUND", "error.domain.trust.nonexistent, INVALID", "error.something.new, INVALID",
        "error.throttled_by_external_service, THROTTLED", "error.organization.migrating, UNAVAILABLE", "error.internal.create_failed, IN_DOUBT", "error.apikey.invalid, UNAUTHORIZED"})
    void whatACodeMeans(String code, OutcomeKind kind) {
        instead = new SampleVendor.Said(200, read("{'result':'error','errors':[{'index':0,'step':0,'errorCode':'" + code + "','message':'m'}]}"));
        assertThat(vendor.create("user", Map.of("email", "x@example.com"), true).kind()).isEqualTo(kind);
    }

    @Test
    void aListOfMoreThanTwoHundredAndFiftyIsWholeAndALastPageThatComesForEverIsRefused() {
        service.pagesOf(100);
        for (int i = 0; i < 253; i++) {
            made("u" + i + "@example.com");
        }
        assertThat(vendor.all("user")).hasSize(253).extracting(user -> user.text("email").orElseThrow()).doesNotHaveDuplicates();
        service.neverSayLast();
        assertThatThrownBy(() -> vendor.all("user")).isInstanceOf(OutcomeException.class).hasMessageContaining("the system speaks of 253 records and gave");
        vendor.made("group", Map.of("groupName", "G"));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, "G", "u1@example.com"));
        assertThat(vendor.port().get("group", "G").message()).as("members are counted, too").contains("the system speaks of 1 records and gave");
    }

    @Test
    void aWrongAddressIsNotNobodyAndWhenAdobeAsksToWaitItIsWaitedAsLong() {
        String ada = made("ada@example.com");
        instead = new SampleVendor.Said(404, read("{'message':'no such API'}"));
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThatThrownBy(() -> vendor.port().find("user", "email", "b@example.com")).isInstanceOf(OutcomeException.class);
        instead = new SampleVendor.Said(429, read("{'error_code':'429050','message':'Too many requests'}"), Map.of("Retry-After", "60"));
        Outcome outcome = vendor.change(Operation.UPDATE, "user", ada, Map.of("lastname", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(outcome.message()).isEqualTo("HTTP 429 Too many requests");
        instead = new SampleVendor.Said(400, read("{'result':'error.command.malformed','message':'Incorrect JSON'}"));
        assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("lastname", "X")).kind()).isEqualTo(OutcomeKind.INVALID);
    }
}
