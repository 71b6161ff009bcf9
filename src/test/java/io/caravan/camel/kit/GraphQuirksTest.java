package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Microsoft Graph does otherwise than others, as its documents tell of it. */
class GraphQuirksTest {

    private static final String LICENSE = "05e9a617-0261-4cee-bb44-138d3ef5d965";

    /** Every request, also those within batches. */
    private final List<String> asked = new ArrayList<>();
    /** Says something else than the service would; null where it does not. */
    private Function<SampleVendor.Asked, SampleVendor.Said> instead = request -> null;
    private SampleGraph graph;
    private ConnectorUnderTest connector;
    private SystemPort port;

    @BeforeEach
    void start() {
        graph = new SampleGraph() {
            @Override
            Said answer(Asked request) {
                if (request.path().get(0).equals("$batch")) {
                    asked.add("BATCH " + request.body().path("requests").size());
                    Said said = instead.apply(request);
                    return said != null ? said : super.answer(request);
                }
                return super.answer(request);
            }

            @Override
            Said one(Asked request) {
                asked.add(request.method() + " /" + String.join("/", request.path()));
                Said said = instead.apply(request);
                return said != null ? said : super.one(request);
            }
        };
        connector = connector(graph.url());
        port = connector.port();
    }

    private ConnectorUnderTest connector(String url) {
        return new ConnectorUnderTest("microsoft-graph", Map.of("url", url, "tokenUrl", graph.url() + "/oauth2/token", "tenant", "t", "clientId", "c", "clientSecret", SampleGraph.SECRET));
    }

    @AfterEach
    void stop() {
        connector.close();
        graph.close();
    }

    private static Map<String, Object> person(String login) {
        return new HashMap<>(Map.of("userPrincipalName", login + "@example.test", "displayName", login, "mailNickname", login, "password", "Geheim-123456789", "usageLocation", "DE"));
    }

    private String made(String object, Map<String, ?> values) {
        Outcome outcome = port.execute(create(object, values, true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.anchor().orElseThrow();
    }

    private String group(String name) {
        return made("group", Map.of("displayName", name, "mailNickname", name));
    }

    private Outcome changed(Operation operation, String anchor, Map<String, ?> values) {
        return port.execute(change(operation, "user", anchor, Attributes.empty(), values));
    }

    private Outcome members(Operation operation, String group, String... names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.of((Object[]) names);
        return port.execute(new AccountRequest(operation, "group", Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)), Optional.empty()));
    }

    private List<String> sent() {
        List<String> since = List.copyOf(asked);
        asked.clear();
        return since;
    }

    @Test
    void whoIsInAGroupAlreadyIsA400AndASuccess() {
        String ada = made("user", person("ada"));
        String bob = made("user", person("bob"));
        String poets = group("poets");
        assertThat(members(Operation.ADD_MEMBERS, poets, ada).isOk()).isTrue();
        assertThat(members(Operation.ADD_MEMBERS, poets, ada).isOk()).as("alone").isTrue();
        sent();
        assertThat(members(Operation.ADD_MEMBERS, poets, ada, bob).isOk()).as("with another, in one batch").isTrue();
        assertThat(sent()).containsExactly("BATCH 2", "POST /groups/" + poets + "/members/$ref", "POST /groups/" + poets + "/members/$ref", "GET /groups/" + poets + "/members");
        assertThat(port.get("group", poets).attributes().get("members")).isEqualTo(List.of(ada, bob));
        assertThat(members(Operation.REMOVE_MEMBERS, poets, ada, bob).isOk()).isTrue();
        assertThat(members(Operation.REMOVE_MEMBERS, poets, ada, bob).isOk()).as("out of it already").isTrue();
    }

    @Test
    void a400ThatMeansSomethingElseStaysOne() {
        String ada = made("user", person("ada"));
        String poets = group("poets");
        instead = request -> request.is("POST", "groups", "*", "members", "$ref") ? SampleGraph.error(400, "Request_BadRequest", "Dynamic groups take no members.") : null;
        Outcome outcome = members(Operation.ADD_MEMBERS, poets, ada);
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(outcome.message()).isEqualTo("HTTP 400 Dynamic groups take no members.");
        instead = request -> request.is("DELETE", "groups", "*", "members", "*", "$ref") ? SampleGraph.error(404, "Request_ResourceNotFound", "Gone.") : null;
        String grace = made("user", person("grace"));
        graph.directory.one("groups", poets).orElseThrow().putObject("members").put(grace, true);
        assertThat(members(Operation.REMOVE_MEMBERS, poets, grace).kind()).as("she is still listed").isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void whatWasJustMadeIsA404AndNotGone() {
        String grace = made("user", person("grace"));
        graph.lag(2);
        Map<String, Object> ada = person("ada");
        ada.putAll(Map.of("manager", grace, "licenses", List.of(LICENSE)));
        String anchor = made("user", ada);
        assertThat(port.get("user", anchor).attributes().asMap()).containsEntry("manager", grace).containsEntry("licenses", List.of(LICENSE));
        graph.lag(1);
        String bob = made("user", person("bob"));
        assertThat(port.get("user", bob).isOk()).isTrue();
        String poets = group("poets");
        assertThat(members(Operation.ADD_MEMBERS, poets, bob).isOk()).isTrue();
        List<Outcome> both = port.execute(List.of(create("user", person("eve"), true), create("guest", Map.of("mail", "max@partner.test", "displayName", "Max", "companyName", "P"), false)));
        assertThat(both).allMatch(Outcome::isOk);
        assertThat(port.get("guest", both.get(1).anchor().orElseThrow()).attributes().asMap()).containsEntry("companyName", "P").containsEntry("accountEnabled", false);
        graph.lag(0);
        assertThat(port.get("user", "nobody").kind()).as("who was never made is not there").isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(changed(Operation.DELETE, grace, Map.of()).isOk()).isTrue();
        assertThat(assertTimeout(Duration.ofSeconds(20), () -> port.get("user", grace)).kind()).as("whom we have deleted is gone at once").isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void theForgottenRefWouldDeleteTheUser() {
        String grace = made("user", person("grace"));
        Map<String, Object> values = person("ada");
        values.put("manager", grace);
        String ada = made("user", values);
        String poets = group("poets");
        String role = graph.directory.id();
        graph.directory.put("directoryRoles", SampleVendor.NODES.objectNode().put("id", role).put("displayName", "Reader"));
        assertThat(members(Operation.ADD_MEMBERS, poets, ada, grace).isOk()).isTrue();
        sent();
        assertThat(members(Operation.REMOVE_MEMBERS, poets, ada, grace).isOk()).isTrue();
        AttributeChange in = new AttributeChange("members", null, null, List.of(ada), List.of());
        AttributeChange out = new AttributeChange("members", null, null, List.of(), List.of(ada));
        assertThat(port.execute(new AccountRequest(Operation.ADD_MEMBERS, "directoryRole", Optional.of(role), Attributes.empty(), List.of(in), Optional.empty())).isOk()).isTrue();
        assertThat(port.execute(new AccountRequest(Operation.REMOVE_MEMBERS, "directoryRole", Optional.of(role), Attributes.empty(), List.of(out), Optional.empty())).isOk()).isTrue();
        Map<String, Object> nobody = new HashMap<>();
        nobody.put("manager", null);
        connector.close();
        connector = connector(graph.url());
        port = connector.port();
        assertThat(changed(Operation.UPDATE, ada, nobody).isOk()).isTrue();
        assertThat(changed(Operation.UPDATE, ada, nobody).isOk()).as("she has none already").isTrue();
        assertThat(sent()).filteredOn(one -> one.startsWith("DELETE")).hasSize(5).allMatch(one -> one.endsWith("/$ref"));
        assertThat(connector.all("user")).as("everybody is still there").hasSize(2);

        graph.directory.one("groups", poets).orElseThrow().putObject("members").put(grace, true);
        graph.one(new SampleVendor.Asked("DELETE", List.of("groups", poets, "members", grace), Map.of(), Map.of(), SampleVendor.NODES.objectNode(), ""));
        assertThat(port.get("user", grace).kind()).as("what the service makes of it without the $ref").isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void aBatchHasTwentyRequestsAndEachAnswerCountsForItself() {
        made("user", person("u3"));
        sent();
        List<Outcome> outcomes = port.execute(IntStream.range(0, 22).mapToObj(i -> create("user", person("u" + i), true)).toList());
        assertThat(sent()).filteredOn(one -> one.startsWith("BATCH")).containsExactly("BATCH 20", "BATCH 2");
        assertThat(outcomes).hasSize(22);
        for (int i = 0; i < 22; i++) {
            assertThat(outcomes.get(i).kind()).as("u%d: %s", i, outcomes.get(i).message()).isEqualTo(i == 3 ? OutcomeKind.CONFLICT : OutcomeKind.OK);
        }
        assertThat(outcomes.stream().flatMap(outcome -> outcome.anchor().stream())).as("each has its own anchor, though answers come in another order").doesNotHaveDuplicates()
                .allSatisfy(anchor -> assertThat(port.get("user", anchor).attributes().text("displayName")).contains("u" + outcomes.indexOf(outcomes.stream()
                        .filter(outcome -> outcome.anchor().equals(Optional.of(anchor))).findFirst().orElseThrow())));
    }

    @Test
    void a429InABatchIsOnlyItsOwnRequests() {
        List<String> anchors = IntStream.range(0, 5).mapToObj(i -> made("user", person("u" + i))).toList();
        instead = request -> request.is("PATCH", "users", anchors.get(2)) ? new SampleVendor.Said(429, SampleGraph.error(429, "TooManyRequests", "Too many.").body(), Map.of("Retry-After", "7")) : null;
        List<Outcome> outcomes = port.execute(anchors.stream().map(anchor -> change(Operation.UPDATE, "user", anchor, Attributes.empty(), Map.of("jobTitle", "Poet"))).toList());
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.OK, OutcomeKind.THROTTLED, OutcomeKind.OK, OutcomeKind.OK);
        assertThat(outcomes.get(2).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(port.get("user", anchors.get(4)).attributes().get("jobTitle")).isEqualTo("Poet");
    }

    @Test
    void whatFollowsACreateWaitsByItself() {
        int[] times = {0};
        instead = request -> request.is("POST", "users", "*", "assignLicense") && times[0]++ < 2
                ? new SampleVendor.Said(429, SampleGraph.error(429, "TooManyRequests", "Too many.").body(), Map.of("Retry-After", "0")) : null;
        Map<String, Object> ada = person("ada");
        ada.put("licenses", List.of(LICENSE));
        List<Outcome> outcomes = port.execute(List.of(create("user", ada, true), create("user", person("bob"), true)));
        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(port.get("user", outcomes.get(0).anchor().orElseThrow()).attributes().get("licenses")).isEqualTo(List.of(LICENSE));
    }

    @Test
    void anAnswerThatABatchDoesNotHaveOrHasTwiceIsInDoubt() {
        String bob = made("user", person("bob"));
        instead = request -> {
            if (!request.is("POST", "$batch")) {
                return null;
            }
            ObjectNode body = SampleVendor.NODES.objectNode();
            ArrayNode responses = body.putArray("responses");
            responses.addObject().put("id", "2").put("status", 204);
            responses.addObject().put("id", "2").put("status", 204);
            responses.addObject().put("id", "9").put("status", 201);
            return SampleVendor.Said.ok(body);
        };
        List<Outcome> outcomes = port.execute(List.of(create("user", person("ada"), true), change(Operation.UPDATE, "user", bob, Attributes.empty(), Map.of("jobTitle", "Poet"))));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.IN_DOUBT);
        instead = request -> request.is("POST", "$batch") ? SampleVendor.Said.ok(SampleVendor.NODES.objectNode()) : null;
        assertThat(port.execute(List.of(create("user", person("ada"), true), create("user", person("eve"), true)))).extracting(Outcome::kind).containsOnly(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aBatchThatIsRefusedAsAWholeGoesOneByOneAndALaterOneLeavesWhatIsDoneDone() {
        instead = request -> request.is("POST", "$batch") ? SampleGraph.error(400, "BadRequest", "No batches today.") : null;
        assertThat(port.execute(List.of(create("user", person("ada"), true), create("user", person("bob"), true)))).allMatch(Outcome::isOk);
        int[] batches = {0};
        instead = request -> request.is("POST", "$batch") && batches[0]++ > 0 ? SampleGraph.error(503, "ServiceUnavailable", "Later.") : null;
        Map<String, Object> eve = person("eve");
        eve.put("licenses", List.of(LICENSE));
        List<Outcome> outcomes = port.execute(List.of(create("user", eve, true), create("user", person("max"), true)));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).contains("was made as").contains("HTTP 503 Later.");
    }

    @Test
    void aDeltaIsReadFromItsOpaqueLinkAndWhoHasChangedIsReadAgain() {
        String grace = made("user", person("grace"));
        GraphReads full = GraphReads.all(port, "user", Optional.empty());
        assertThat(full.read()).containsOnlyKeys(grace);
        List<String> people = IntStream.range(0, 7).mapToObj(i -> made("user", person("u" + i))).toList();
        assertThat(changed(Operation.UPDATE, people.get(0), Map.of("jobTitle", "Poet")).isOk()).isTrue();
        assertThat(changed(Operation.DELETE, people.get(1), Map.of()).isOk()).isTrue();
        assertThat(changed(Operation.DELETE, grace, Map.of()).isOk()).isTrue();
        sent();
        GraphReads delta = GraphReads.all(port, "user", full.watermark());
        assertThat(delta.read()).containsOnlyKeys(people.get(0), people.get(2), people.get(3), people.get(4), people.get(5), people.get(6));
        assertThat(delta.read().get(people.get(0)).asMap()).as("the delta itself shows hardly more than the name").containsEntry("jobTitle", "Poet").containsEntry("usageLocation", "DE");
        assertThat(delta.deleted()).contains(people.get(1), grace);
        assertThat(sent()).filteredOn(one -> one.startsWith("BATCH")).as("those of a page together").isNotEmpty();
        assertThat(GraphReads.all(port, "user", delta.watermark()).read()).isEmpty();
    }

    @Test
    void whatADeltaTellsOfAndIsNotShownIsNoRecordThatIsAbsent() {
        GraphReads full = GraphReads.all(port, "user", Optional.empty());
        List<String> people = IntStream.range(0, 2).mapToObj(i -> made("user", person("u" + i))).toList();
        connector.close();
        connector = connector(graph.url());
        port = connector.port();
        instead = request -> request.is("GET", "users", people.get(1)) ? SampleGraph.error(404, "Request_ResourceNotFound", "Not there.") : null;
        GraphReads delta = GraphReads.all(port, "user", full.watermark());
        assertThat(delta.read()).containsOnlyKeys(people.get(0));
        assertThat(delta.rejected()).containsExactly("the system tells of it, and does not show it");
        assertThat(delta.deleted()).isEmpty();
        instead = request -> request.is("GET", "users", people.get(1)) ? SampleGraph.error(403, "Authorization_RequestDenied", "No.") : null;
        assertThatThrownBy(() -> GraphReads.all(port, "user", full.watermark())).isInstanceOf(OutcomeException.class).hasMessageContaining("HTTP 403 No.");
    }

    @Test
    void groupsAreReadWithWhoIsInThem() {
        String ada = made("user", person("ada"));
        String poets = group("poets");
        assertThat(members(Operation.ADD_MEMBERS, poets, ada).isOk()).isTrue();
        GraphReads full = GraphReads.all(port, "group", Optional.empty());
        assertThat(full.read().get(poets).get("members")).isEqualTo(List.of(ada));
        assertThat(members(Operation.REMOVE_MEMBERS, poets, ada).isOk()).isTrue();
        GraphReads delta = GraphReads.all(port, "group", full.watermark());
        assertThat(delta.read().get(poets).get("members")).isEqualTo(List.of());
        connector.close();
        connector = connector(graph.url());
        port = connector.port();
        instead = request -> request.is("GET", "groups", poets, "members") ? SampleGraph.error(404, "Request_ResourceNotFound", "Not there.") : null;
        GraphReads without = GraphReads.all(port, "group", Optional.empty());
        assertThat(without.rejected()).containsExactly("it is there, and the list of its members is not");
        assertThat(without.read()).as("with nobody in it").isEmpty();
    }

    @Test
    void aDeltaWhoseLinkHasExpiredOrIsAnothersIsLost() {
        made("user", person("ada"));
        Optional<String> mark = GraphReads.all(port, "user", Optional.empty()).watermark();
        graph.forgetMarks();
        assertThatThrownBy(() -> GraphReads.all(port, "user", mark)).isInstanceOf(DeltaLostException.class).hasMessageContaining("HTTP 410 Resync required.");
        String known = mark.orElseThrow();
        List<String> others = List.of(known.replace("127.0.0.1", "127.0.0.2"), "0" + known, "2026-11-01T00:00:00Z", known.substring(0, known.indexOf(':') + 1));
        sent();
        others.forEach(other -> assertThatThrownBy(() -> GraphReads.all(port, "user", Optional.of(other))).as(other).isInstanceOf(DeltaLostException.class));
        assertThat(sent()).as("nobody else gets the credentials").isEmpty();
    }

    @Test
    void aListThatIsEmptiedIsSentAsOne() {
        Map<String, Object> ada = person("ada");
        ada.put("businessPhones", List.of("+49 1"));
        String anchor = made("user", ada);
        List<JsonNode> bodies = new ArrayList<>();
        instead = request -> {
            bodies.add(request.body());
            return null;
        };
        Map<String, Object> nothing = new LinkedHashMap<>();
        nothing.put("businessPhones", null);
        nothing.put("jobTitle", null);
        assertThat(changed(Operation.UPDATE, anchor, nothing).isOk()).isTrue();
        assertThat(bodies).hasToString("[{\"businessPhones\":[],\"jobTitle\":null}]");
    }
}
