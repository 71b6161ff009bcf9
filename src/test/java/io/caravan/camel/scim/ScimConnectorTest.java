package io.caravan.camel.scim;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScimConnectorTest {

    private static final String BADGE = "urn:example:params:scim:schemas:extension:site:2.0:User:badge";
    private static final String SITE_EXTENSION = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:example:params:scim:schemas:extension:site:2.0:User",
             "name":"Site","description":"What this site adds","attributes":[
              {"name":"badge","type":"string","multiValued":false,"description":"Badge number","required":false,"caseExact":true,
               "mutability":"readWrite","returned":"default","uniqueness":"none"}]}""";

    private final EmbeddedScim provider = EmbeddedScim.with().bulk().userExtension(SITE_EXTENSION).start();
    private ConnectorUnderTest connector;

    @AfterEach
    void stop() {
        if (connector != null) {
            connector.close();
        }
        provider.close();
    }

    @Test
    void createsAUserWithEverythingAndReadsItBack() {
        SystemPort scim = scim(Map.of());
        Map<String, Object> ada = user("ada");
        ada.put("department", "D1");
        ada.put("manager", "m-1");
        ada.put("addresses.work.locality", "London");
        ada.put("addresses.work.country", "GB");
        ada.put("roles", List.of("poet", "engineer"));
        ada.put(BADGE, "0042");
        Outcome created = scim.execute(create("user", ada, true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        Attributes read = scim.get("user", created.anchor().orElseThrow()).attributes();
        ada.remove("roles");
        ada.forEach((name, value) -> assertThat(read.get(name)).as(name).isEqualTo(value));
        assertThat(read.get("roles")).asInstanceOf(LIST).containsExactlyInAnyOrder("poet", "engineer");
        assertThat(read.get("active")).isEqualTo(true);
        assertThat(read.has("nickName")).isTrue();
        assertThat(read.get("nickName")).isNull();
        assertThat(scim.find("user", BADGE, "0042")).hasSize(1);
        assertThat(scim.find("user", "emails.work", "ADA@example.test")).hasSize(1);
        assertThat(scim.find("user", "userName", "nobody")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "put"})
    void updatesWhatDiffersAndLeavesTheRestAlone(String style) {
        SystemPort scim = scim(Map.of("updateStyle", style));
        Map<String, Object> ada = user("ada");
        ada.put("nickName", "not managed by anyone");
        ada.put("title", "gone soon");
        ada.put("phoneNumbers.work", "1");
        ada.put("manager", "m-1");
        Outcome created = scim.execute(create("user", ada, true));
        Attributes account = scim.get("user", created.anchor().orElseThrow()).attributes();
        Map<String, Object> differences = new LinkedHashMap<>();
        differences.put("name.familyName", "King");
        differences.put("emails.work", "king@example.test");
        differences.put("emails.home", "home@example.test");
        differences.put("phoneNumbers.work", null);
        differences.put("title", null);
        differences.put("manager", null);
        differences.put("costCenter", "C1");
        differences.put(BADGE, "7");
        Outcome updated = scim.execute(change(Operation.UPDATE, "user", created.anchor().get(), account, differences));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        Attributes after = scim.get("user", created.anchor().get()).attributes();
        differences.forEach((name, value) -> assertThat(after.get(name)).as(name).isEqualTo(value));
        assertThat(after.get("nickName")).isEqualTo("not managed by anyone");
        assertThat(after.get("name.givenName")).isEqualTo("Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lower", "capitalised"})
    void disablesAndEnables(String spelling) {
        SystemPort scim = scim(Map.of("patchOp", spelling));
        Outcome created = scim.execute(create("user", user("ada"), false));
        String id = created.anchor().orElseThrow();
        assertThat(scim.get("user", id).attributes().get("active")).isEqualTo(false);
        assertThat(scim.execute(change(Operation.ENABLE, "user", id, created.attributes(), Map.of("title", "back"))).isOk()).isTrue();
        assertThat(scim.get("user", id).attributes().asMap()).containsEntry("active", true).containsEntry("title", "back");
        assertThat(scim.execute(change(Operation.DISABLE, "user", id, created.attributes(), Map.of())).isOk()).isTrue();
        assertThat(scim.get("user", id).attributes().get("active")).isEqualTo(false);
        assertThat(scim.execute(change(Operation.DELETE, "user", id, created.attributes(), Map.of())).isOk()).isTrue();
        assertThat(scim.get("user", id).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*)(uid=*", "x,ou=admins", "'; drop table", "../../Groups/1", "${sys:user.home}", "a\\b", "a\"b", "\" or userName pr or userName eq \"", "Zoë 漢字", "a+b&c=d%20#e"})
    void takesAnyValueAsPlainData(String value) {
        SystemPort scim = scim(Map.of());
        Map<String, Object> person = user(value);
        person.put("title", value);
        person.remove("emails.work");
        Outcome created = scim.execute(create("user", person, true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        scim.execute(create("user", user("somebody else"), true));
        Attributes read = scim.get("user", created.anchor().orElseThrow()).attributes();
        assertThat(read.get("userName")).isEqualTo(value);
        assertThat(read.get("title")).isEqualTo(value);
        assertThat(scim.find("user", "title", value)).hasSize(1);
        assertThat(scim.find("user", "userName", value)).hasSize(1);
        Outcome updated = scim.execute(change(Operation.UPDATE, "user", created.anchor().get(), read, Map.of("title", value + "2")));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        assertThat(scim.get("user", created.anchor().get()).attributes().get("title")).isEqualTo(value + "2");
        assertThat(scim.get("user", value).kind()).as("an id that would lead elsewhere").isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void sendsTheMembersThatComeAndGo() {
        SystemPort scim = scim(Map.of());
        List<String> ids = IntStream.range(0, 3).mapToObj(i -> scim.execute(create("user", user("u" + i), true)).anchor().orElseThrow()).toList();
        Outcome group = scim.execute(create("group", Map.of("displayName", "Poets", "members", ids.subList(0, 2)), true));
        assertThat(group.isOk()).as(group.message()).isTrue();
        Attributes account = scim.get("group", group.anchor().orElseThrow()).attributes();
        assertThat(account.get("members")).asInstanceOf(LIST).containsExactlyInAnyOrderElementsOf(ids.subList(0, 2));
        AccountRequest update = new AccountRequest(Operation.UPDATE, "group", group.anchor(), account, List.of(
                new AttributeChange("members", ids.subList(0, 2), ids.subList(1, 3), List.of(ids.get(2)), List.of(ids.get(0)))), Optional.empty());
        Outcome updated = scim.execute(update);
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        assertThat(scim.get("group", group.anchor().get()).attributes().get("members")).asInstanceOf(LIST).containsExactlyInAnyOrderElementsOf(ids.subList(1, 3));
    }

    @Test
    void readsEveryPageAndThenOnlyWhatChanged() {
        SystemPort scim = scim(Map.of("bulk", "100", "pageSize", "50", "overlapSeconds", "1"));
        assertThat(scim.execute(IntStream.range(0, 230).mapToObj(i -> create("user", user("u" + i), true)).toList())).allMatch(Outcome::isOk);
        Set<Object> ids = new HashSet<>();
        connector.all("user").forEach(each -> ids.add(each.get("id")));
        assertThat(ids).hasSize(230);
        assertThat(ConnectorUnderTest.records(scim.list("user", List.of("userName"))).get(0).names()).as("what was not asked for is not made up")
                .containsExactlyInAnyOrder("userName", "id");
        try (SourceReading reading = scim.list("user", List.of("userName", "department", "active"))) {
            Attributes first = ConnectorUnderTest.records(reading).get(0);
            assertThat(first.names()).containsExactlyInAnyOrder("userName", "department", "id", "active");
            assertThat(Instant.parse(reading.watermark().orElseThrow())).isBefore(Instant.now());
        }
        assertThat(ConnectorUnderTest.records(scim.changes("user", List.of(), "2020-01-01T00:00:00Z"))).hasSize(230);
        assertThat(ConnectorUnderTest.records(scim.changes("user", List.of(), "2999-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void carriesOutABulkRequestWithOneOutcomeEach() {
        SystemPort scim = scim(Map.of("bulk", "20"));
        assertThat(scim.test().isOk()).isTrue();
        List<Outcome> created = scim.execute(IntStream.range(0, 50).mapToObj(i -> create("user", user(i == 7 ? "u3" : "u" + i), true)).toList());
        assertThat(created.get(7).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(created.stream().filter(Outcome::isOk)).hasSize(49).allMatch(outcome -> outcome.anchor().isPresent());
        List<Outcome> changed = scim.execute(List.of(
                change(Operation.UPDATE, "user", created.get(0).anchor().orElseThrow(), created.get(0).attributes(), Map.of("title", "T")),
                change(Operation.DISABLE, "user", created.get(1).anchor().orElseThrow(), created.get(1).attributes(), Map.of()),
                change(Operation.DELETE, "user", created.get(2).anchor().orElseThrow(), created.get(2).attributes(), Map.of()),
                change(Operation.UPDATE, "user", "nobody", Attributes.empty(), Map.of("title", "T"))));
        assertThat(changed).extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.OK, OutcomeKind.OK, OutcomeKind.NOT_FOUND);
        assertThat(scim.get("user", created.get(0).anchor().get()).attributes().get("title")).isEqualTo("T");
        assertThat(scim.get("user", created.get(1).anchor().get()).attributes().get("active")).isEqualTo(false);
        assertThat(provider.userCount()).isEqualTo(48);
    }

    @Test
    void wordsFailuresAsOutcomes() {
        SystemPort scim = scim(Map.of());
        assertThat(scim.test().isOk()).isTrue();
        scim.execute(create("user", user("ada"), true));
        Outcome taken = scim.execute(create("user", user("Ada"), true));
        assertThat(taken.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(taken.message()).contains("taken");
        assertThat(scim.execute(create("user", Map.of("title", "without a name"), true)).kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(tested(Map.of("token", "wrong"))).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(tested(Map.of("auth", "none"))).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(tested(Map.of("bulk", "5000"))).isEqualTo(OutcomeKind.INVALID);
        assertThat(tested(Map.of("url", provider.url().replace("/v2", "/v3")))).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(tested(Map.of("url", "http://127.0.0.1:1/scim"))).isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @Test
    void refusesToTakeAShrinkingListForComplete() {
        assertThatThrownBy(() -> ScimPage.of("101/230").next(new ObjectMapper().readTree("{\"totalResults\":229,\"Resources\":[{}]}")))
                .hasMessageContaining("stepped over");
    }

    @Test
    void aGroupThatSomebodyLeavesWhileItIsReadIsNotWhole() throws Exception {
        ObjectMapper json = new ObjectMapper();
        MemberPages pages = new MemberPages(ScimPath.parse("members.value"));
        assertThat(pages.take(json.readTree("{\"memberSize\":3,\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}"))).isFalse();
        assertThatThrownBy(() -> pages.take(json.readTree("{\"memberSize\":2,\"members\":[]}"))).hasMessageContaining("stepped over");
    }

    private OutcomeKind tested(Map<String, String> settings) {
        try (ConnectorUnderTest under = new ConnectorUnderTest("scim2", settings(settings))) {
            return under.port().test().kind();
        }
    }

    private SystemPort scim(Map<String, String> more) {
        if (connector == null) {
            connector = new ConnectorUnderTest("scim2", settings(more));
        }
        return connector.port();
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", provider.url(), "token", provider.token()));
        settings.putAll(more);
        return settings;
    }

    private static Map<String, Object> user(String userName) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("userName", userName);
        user.put("externalId", "x-" + userName);
        user.put("name.givenName", "Ada");
        user.put("name.familyName", "Lovelace");
        user.put("emails.work", "ada@example.test");
        return user;
    }
}
