package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Microsoft Graph refuses, and how, and what its deltas leave to whoever reads them. */
class GraphHabitsTest {

    /** Says something else than the service would; null where it does not. */
    private Function<SampleVendor.Asked, SampleVendor.Said> instead = request -> null;
    private SampleGraph graph;
    private VendorUnderTest vendor;

    @BeforeEach
    void start() {
        graph = new SampleGraph() {
            @Override
            Said one(Asked request) {
                Said said = instead.apply(request);
                return said != null ? said : super.one(request);
            }
        };
        vendor = new VendorUnderTest("microsoft-graph", Map.of("url", graph.url(), "tokenUrl", graph.url() + "/oauth2/token", "tenant", "t", "clientId", "c", "clientSecret", SampleGraph.SECRET));
    }

    @AfterEach
    void stop() {
        vendor.close();
        graph.close();
    }

    private static Map<String, Object> person(String login) {
        return new HashMap<>(Map.of("userPrincipalName", login + "@example.test", "displayName", login, "mailNickname", login, "password", "Geheim-123456789"));
    }

    @Test
    void anAddressThatAnotherObjectHasIsAConflictAsAnyNameIs() {
        String ada = vendor.made("user", person("ada"));
        SampleVendor.Said said = SampleGraph.error(400, "Request_BadRequest", "Another object with the same value for property proxyAddresses already exists.");
        ((ObjectNode) said.body().path("error")).putArray("details").addObject().put("code", "ConflictingObjects").put("target", "proxyAddresses").put("message", "already exists");
        instead = request -> request.is("PATCH", "users", "*") ? said : null;
        Outcome refused = vendor.change(Operation.UPDATE, "user", ada, Map.of("mail", "taken@example.test"));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(refused.message()).contains("proxyAddresses already exists");
    }

    @Test
    void anAdministratorWhomTheAppMayNotChangeStopsNobodyElse() {
        String boss = vendor.made("user", person("boss"));
        String ada = vendor.made("user", person("ada"));
        instead = request -> request.is("PATCH", "users", boss) ? SampleGraph.error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.") : null;
        List<Outcome> outcomes = vendor.port().execute(List.of(change(Operation.DISABLE, "user", boss, Attributes.empty(), Map.of()), change(Operation.DISABLE, "user", ada, Attributes.empty(), Map.of())));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.FORBIDDEN, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).isEqualTo("HTTP 403 Insufficient privileges to complete the operation.");
        assertThat(vendor.shown("user", ada)).containsEntry("accountEnabled", false);
    }

    @Test
    void aLicenceNeedsAUsageLocationAndWithoutItTheAccountIsHalfMade() {
        Map<String, Object> ada = person("ada");
        ada.put("licenses", List.of("05e9a617-0261-4cee-bb44-138d3ef5d965"));
        Outcome half = vendor.create("user", ada, true);
        assertThat(half.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(half.message()).contains("was made as").contains("invalid usage location");
    }

    @Test
    void whoeverIsLetInIsInThoughALicenceIsRefusedOrHasToWait() {
        String ada = vendor.made("user", person("ada"));
        assertThat(vendor.change(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
        Outcome half = vendor.change(Operation.ENABLE, "user", ada, Map.of("licenses", List.of("05e9a617-0261-4cee-bb44-138d3ef5d965")));
        assertThat(vendor.shown("user", ada)).containsEntry("accountEnabled", true);
        assertThat(half.kind()).as("the account is looked at after a refusal").isEqualTo(OutcomeKind.INVALID);
        assertThat(half.message()).contains("was opened").contains("invalid usage location");
        assertThat(vendor.change(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
        instead = request -> request.path().contains("assignLicense") ? SampleGraph.error(503, "ServiceUnavailable", "Not now.") : null;
        assertThat(vendor.change(Operation.ENABLE, "user", ada, Map.of("licenses", List.of("05e9a617-0261-4cee-bb44-138d3ef5d965"))).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aNameThatCannotBeClearedIsARefusalAndNoEmptyText() {
        String ada = vendor.made("user", person("ada"));
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("displayName", null);
        assertThat(vendor.change(Operation.UPDATE, "user", ada, nothing).kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(vendor.shown("user", ada)).containsEntry("displayName", "ada");
    }

    @Test
    void whoAsksToWaitWithoutSayingHowLongIsNoRefusal() {
        String ada = vendor.made("user", person("ada"));
        instead = request -> request.is("PATCH", "users", "*") ? SampleGraph.error(429, "TooManyRequests", "Too many.") : null;
        Outcome outcome = vendor.change(Operation.UPDATE, "user", ada, Map.of("jobTitle", "Poet"));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).as("it is waited as long as one does").isEmpty();
    }

    @Test
    void aPageOfADeltaMayBeEmptyAndHaveSomebodyTwice() {
        GraphReads full = GraphReads.all(vendor.port(), "user", Optional.empty());
        String ada = vendor.made("user", person("ada"));
        instead = request -> request.is("GET", "users", "delta") ? page(request, ada) : null;
        GraphReads delta = GraphReads.all(vendor.port(), "user", full.watermark());
        assertThat(delta.read()).containsOnlyKeys(ada);
        assertThat(delta.deleted()).isEmpty();
        assertThat(delta.watermark()).isPresent();
    }

    private SampleVendor.Said page(SampleVendor.Asked request, String who) {
        boolean first = !request.query().containsKey("$skiptoken");
        ObjectNode shown = SampleVendor.NODES.objectNode().put("id", who);
        return SampleVendor.Said.ok(SampleVendor.list("value", first ? List.of() : List.of(shown, shown)).put(first ? "@odata.nextLink" : "@odata.deltaLink",
                graph.url() + "/users/delta?" + (first ? "$skiptoken=5" : "$deltatoken=9")));
    }
}
