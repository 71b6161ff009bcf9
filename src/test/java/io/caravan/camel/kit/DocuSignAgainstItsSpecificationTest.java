package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a person at DocuSign, each request and each answer held against the OpenAPI document that DocuSign publishes. */
class DocuSignAgainstItsSpecificationTest {

    /** Made once: it takes its time. */
    private static final String KEY = key();

    private OpenApiDocument document;
    private SampleDocuSign service;
    private VendorUnderTest vendor;
    private Map<String, String> grant;
    private SampleVendor.Said instead;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        document = new OpenApiDocument(Path.of("src/test/resources/vendors/docusign/esign.json"));
        service = new SampleDocuSign() {
            @Override
            Said answer(Asked request) {
                if (request.is("POST", "oauth", "token")) { // tokens are not part of the document
                    grant = pairs(request.text());
                    return Said.ok(NODES.objectNode().put("access_token", TOKEN).put("token_type", "Bearer").put("expires_in", 3600));
                }
                asked.add(request.method() + " " + request.path().get(request.path().size() - 1) + " " + request.text());
                Said said = instead != null ? instead : super.answer(request);
                document.check(request, said);
                return said;
            }
        };
        vendor = new VendorUnderTest("docusign", Map.of("baseUri", service.url(), "url", service.url(), "accountId", SampleDocuSign.ACCOUNT, "tokenUrl", service.url() + "/oauth/token",
                "clientId", "integration", "subject", "admin-guid", "privateKey", KEY, "pageSize", "50"));
    }

    private static String key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
    }

    private String ada() {
        return vendor.made("user", Map.of("email", "ada@example.com", "userName", "Ada L", "firstName", "Ada", "lastName", "L"));
    }

    @Test
    void aWholeLifeSendsNothingThatTheDocumentForbids() throws IOException {
        assertThat(vendor.port().test().isOk()).isTrue();
        String ada = ada();
        assertThat(vendor.port().find("user", "email", "ADA@example.com")).hasSize(1);
        assertThat(vendor.shown("user", ada)).as("invited, and no less enabled").containsEntry("active", true).containsEntry("firstName", "Ada");
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, Map.of("userName", "Ada Lovelace", "jobTitle", "Analyst", "company", "Engines")));
        assertThat(vendor.shown("user", ada)).containsEntry("userName", "Ada Lovelace");
        VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).containsEntry("active", false);
        VendorUnderTest.isOk(vendor.change(Operation.ENABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).containsEntry("active", true);

        String poets = vendor.made("group", Map.of("groupName", "Poets"));
        assertThat(vendor.create("group", Map.of("groupName", "poets"), true).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(vendor.port().find("group", "groupName", "POETS")).hasSize(1);
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "group", poets, Map.of("groupName", "Analysts")));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        assertThat(vendor.shown("group", poets)).containsEntry("members", List.of(ada)).containsEntry("groupName", "Analysts");
        assertThat(vendor.members(Operation.ADD_MEMBERS, poets, "nobody")).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.NOT_FOUND))
                .satisfies(refused -> assertThat(refused.message()).isEqualTo("HTTP 200 with Invalid UserId."));
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "group", poets, Map.of()));
        assertThat(vendor.port().get("group", poets).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.UPDATE, "group", poets, Map.of("groupName", "X")).kind()).as("gone").isEqualTo(OutcomeKind.NOT_FOUND);

        assertThat(document.violations()).isEmpty();
        assertThat(document.seen()).containsExactlyInAnyOrder("GET /v2.1/accounts/{accountId}", "GET /v2.1/accounts/{accountId}/users", "POST /v2.1/accounts/{accountId}/users",
                "GET /v2.1/accounts/{accountId}/users/{userId}", "PUT /v2.1/accounts/{accountId}/users/{userId}", "PUT /v2.1/accounts/{accountId}/users", "DELETE /v2.1/accounts/{accountId}/users",
                "GET /v2.1/accounts/{accountId}/groups", "POST /v2.1/accounts/{accountId}/groups", "PUT /v2.1/accounts/{accountId}/groups", "DELETE /v2.1/accounts/{accountId}/groups",
                "GET /v2.1/accounts/{accountId}/groups/{groupId}/users", "PUT /v2.1/accounts/{accountId}/groups/{groupId}/users", "DELETE /v2.1/accounts/{accountId}/groups/{groupId}/users");
        JsonNode claims = SampleVendor.JSON.readTree(Base64.getUrlDecoder().decode(grant.get("assertion").split("\\.")[1]));
        assertThat(grant.get("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
        assertThat(claims.path("iss").asText() + " " + claims.path("sub").asText() + " " + claims.path("aud").asText()).isEqualTo("integration admin-guid account.docusign.com");
        assertThat(claims.path("scope").asText() + grant.getOrDefault("scope", "")).contains("signature impersonation");
    }

    @Test
    void anErrorInside201IsNoSuccess() {
        String ada = ada();
        Outcome twice = vendor.create("user", Map.of("email", "Ada@example.com", "userName", "Ada L"), true);
        assertThat(twice.kind()).as("though the answer has a userId").isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).isEqualTo("HTTP 201 with Username and email combination already exists for this account.");
        assertThat(vendor.port().find("user", "email", "ada@example.com")).extracting(user -> user.text("userId").orElseThrow()).containsExactly(ada);
        instead = SampleVendor.Said.created(SampleVendor.JSON.valueToTree(Map.of("newUsers", List.of(Map.of("userId", "u7", "errorDetails", Map.of("errorCode", "SOMETHING_NEW", "message", "no seat is left"))))));
        assertThat(vendor.create("user", Map.of("email", "b@example.com", "userName", "B"), true)).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID))
                .satisfies(refused -> assertThat(refused.message()).isEqualTo("HTTP 201 with no seat is left"));
        instead = SampleVendor.Said.created(SampleVendor.list("newUsers", List.of()));
        assertThat(vendor.create("user", Map.of("email", "b@example.com", "userName", "B"), true).kind()).as("nobody knows").isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aRenamedPersonOfTheSameNameIsNobodyElse() {
        ada();
        String other = vendor.made("user", Map.of("email", "ada@example.com", "userName", "Ada Byron"));
        assertThat(vendor.port().find("user", "email", "ada@example.com")).as("an address is not one account's alone").hasSize(2);
        assertThat(vendor.change(Operation.UPDATE, "user", other, Map.of("userName", "Ada L"))).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID))
                .satisfies(refused -> assertThat(refused.message()).contains("combination already exists"));
    }

    @Test
    void toCloseSomebodyIsADeleteWithABodyAndNobodyIsDeleted() {
        Outcome made = vendor.create("user", Map.of("email", "c@example.com", "userName", "C"), false);
        VendorUnderTest.isOk(made);
        String closed = made.anchor().orElseThrow();
        assertThat(asked).contains("DELETE users {\"users\":[{\"userId\":\"" + closed + "\"}]}");
        assertThat(vendor.all("user")).as("closed, and still there").hasSize(1).first().satisfies(user -> assertThat(user.get("active")).isEqualTo(false));
        assertThat(vendor.change(Operation.DISABLE, "user", "nobody", Map.of()).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.DELETE, "user", closed, Map.of()).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
    }

    @Test
    void aListOfMoreThanTwoHundredAndFiftyIsWhole() {
        for (int i = 0; i < 253; i++) {
            vendor.made("user", Map.of("email", "u" + i + "@example.com", "userName", "U" + i));
        }
        assertThat(vendor.all("user")).hasSize(253).extracting(user -> user.text("email").orElseThrow()).doesNotHaveDuplicates();
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void theLimitOfAnHourIsTold400AndWaitedFor() {
        String ada = ada();
        instead = new SampleVendor.Said(400, SampleDocuSign.error(400, "HOURLY_APIINVOCATION_LIMIT_EXCEEDED", "The maximum number of hourly API invocations has been exceeded.").body(),
                Map.of("X-RateLimit-Reset", String.valueOf(System.currentTimeMillis() / 1000 + 90)));
        Outcome outcome = vendor.change(Operation.UPDATE, "user", ada, Map.of("jobTitle", "X"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(91));
        instead = SampleDocuSign.error(400, "USER_DOES_NOT_BELONG_TO_SPECIFIED_ACCOUNT", "The specified User is not a member of the specified Account.");
        assertThat(vendor.port().get("user", ada).kind()).as("said of whoever asks, too: nobody is gone").isNotEqualTo(OutcomeKind.NOT_FOUND);
    }
}
