package io.caravan.camel.scim;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SCIM provider of another author does differently from the embedded one: it is stricter about what is not there. */
@Tag("real-servers")
class ScimOnScimmyIT {

    private Scimmy scimmy;
    private ConnectorUnderTest connector;
    private SystemPort scim;

    @BeforeEach
    void start() throws IOException {
        scimmy = Scimmy.start();
        connector = new ConnectorUnderTest("scim2", Map.of("url", scimmy.url(), "token", scimmy.token()));
        scim = connector.port();
    }

    @AfterEach
    void stop() {
        if (scimmy != null) {
            connector.close();
            scimmy.close();
        }
    }

    @Test
    void whatWasNotThereIsSetChangedAndTakenAway() {
        Outcome created = scim.execute(create("user", user("ada"), true));
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("manager", "m-1");
        wanted.put("department", "D1");
        wanted.put("title", "Countess");
        wanted.put("emails.work", "ada@example.test");
        wanted.put("phoneNumbers.mobile", "+44 1");
        wanted.put("addresses.work.locality", "London");
        wanted.put("addresses.work.country", "GB");
        wanted.put("name.middleName", "Augusta");
        wanted.put("roles", List.of("poet", "engineer"));
        Attributes account = becomes(created, wanted, "what was not there");
        wanted.replaceAll((name, value) -> value instanceof List<?> ? List.of("engineer", "countess") : "GB".equals(value) ? "US" : value + "2");
        account = becomes(created, wanted, "what was there");
        wanted.replaceAll((name, value) -> null);
        becomes(created, wanted, "what goes");
        becomes(created, wanted, "what has gone");
        assertThat(read(created).get("name.givenName")).isEqualTo("Ada");
    }

    /** From what is known to what is wanted, as the engine words it; and with old knowledge it comes to the same. */
    private Attributes becomes(Outcome created, Map<String, Object> wanted, String what) {
        Attributes known = read(created);
        for (Attributes knowledge : List.of(known, Attributes.empty())) {
            List<AttributeChange> changes = wanted.entrySet().stream().map(each -> AttributeChange.of(each.getKey(), knowledge.get(each.getKey()), each.getValue())).toList();
            Outcome updated = scim.execute(new AccountRequest(Operation.UPDATE, "user", created.anchor(), knowledge, changes, Optional.empty()));
            assertThat(updated.isOk()).as(what + ": " + updated.message()).isTrue();
            Attributes after = read(created);
            wanted.forEach((name, value) -> {
                if (value instanceof List<?> several) {
                    assertThat(after.get(name)).as(what).asInstanceOf(LIST).containsExactlyInAnyOrderElementsOf(several);
                } else {
                    assertThat(after.get(name)).as(what + ": " + name).isEqualTo(value);
                }
            });
        }
        return read(created);
    }

    @Test
    void whatItRefusedOnceIsNotTriedAgain() {
        List<Outcome> created = IntStream.range(0, 5).mapToObj(i -> scim.execute(create("user", user("u" + i), true))).toList();
        created.forEach(each -> assertThat(scim.execute(stale(each, "manager", "old", "m-1")).isOk()).isTrue());
        created.forEach(each -> assertThat(scimmy.resource("/Users/" + each.anchor().orElseThrow()).findValue("manager").path("value").asText()).isEqualTo("m-1"));
        List<String> patches = scimmy.requests().stream().filter(request -> request.startsWith("PATCH")).toList();
        // At the path of a manager's value it takes neither replace nor add; an object for the manager it takes.
        assertThat(patches).hasSize(7).filteredOn(request -> request.endsWith("400")).isEqualTo(patches.subList(0, 2));
    }

    /** The account is believed to have a manager, and has none: to replace what is not there this provider refuses. */
    private static AccountRequest stale(Outcome created, String name, Object before, Object after) {
        return new AccountRequest(Operation.UPDATE, "user", created.anchor(), Attributes.of(Map.of(name, before)), List.of(AttributeChange.of(name, before, after)), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"patch", "put"})
    void goesThroughTheLifeOfAnAccount(String style) {
        connector.close();
        connector = new ConnectorUnderTest("scim2", Map.of("url", scimmy.url(), "token", scimmy.token(), "updateStyle", style));
        scim = connector.port();
        Outcome created = scim.execute(create("user", user("ada"), false));
        assertThat(created.isOk()).as(created.message()).isTrue();
        assertThat(read(created).get("active")).isEqualTo(false);
        done(change(Operation.ENABLE, "user", created.anchor().orElseThrow(), read(created), Map.of("userName", "Ada")));
        assertThat(read(created).asMap()).containsEntry("active", true).containsEntry("userName", "Ada");
        done(change(Operation.DISABLE, "user", created.anchor().get(), read(created), Map.of()));
        done(change(Operation.DISABLE, "user", created.anchor().get(), read(created), Map.of()));
        assertThat(read(created).get("active")).isEqualTo(false);
        assertThat(scim.find("user", "userName", "Ada")).hasSize(1);
        assertThat(scim.execute(create("user", user("ada"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        done(change(Operation.DELETE, "user", created.anchor().get(), read(created), Map.of()));
        assertThat(scim.get("user", created.anchor().get()).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(scim.execute(change(Operation.UPDATE, "user", created.anchor().get(), Attributes.empty(), Map.of("title", "T"))).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void sendsTheMembersThatComeAndGoAndReadsEveryPage() {
        List<String> ids = IntStream.range(0, 130).mapToObj(i -> scim.execute(create("user", user("u" + i), true)).anchor().orElseThrow()).toList();
        assertThat(connector.all("user")).hasSize(130);
        Outcome group = scim.execute(create("group", Map.of("displayName", "Poets", "members", ids.subList(0, 2)), true));
        assertThat(group.isOk()).as(group.message()).isTrue();
        AccountRequest update = new AccountRequest(Operation.UPDATE, "group", group.anchor(), scim.get("group", group.anchor().orElseThrow()).attributes(), List.of(
                new AttributeChange("members", ids.subList(0, 2), ids.subList(1, 3), List.of(ids.get(2)), List.of(ids.get(0)))), Optional.empty());
        done(update);
        assertThat(scim.get("group", group.anchor().get()).attributes().get("members")).asInstanceOf(LIST).containsExactlyInAnyOrderElementsOf(ids.subList(1, 3));
    }

    @Test
    void putsMembersInAndTakesThemOutTheLastOneTooAndTwiceDoesNoHarm() {
        Outcome group = scim.execute(create("group", Map.of("displayName", "Poets"), true));
        List<String> ids = IntStream.range(0, 3).mapToObj(i -> scim.execute(create("user", user("u" + i), true)).anchor().orElseThrow()).toList();
        members(Operation.ADD_MEMBERS, group, ids);
        members(Operation.ADD_MEMBERS, group, ids.subList(1, 2));
        // It lists somebody who is added twice twice, and takes both away with one removal.
        assertThat(scim.get("group", group.anchor().orElseThrow()).attributes().get("members")).asInstanceOf(LIST).contains(ids.toArray());
        members(Operation.REMOVE_MEMBERS, group, ids.subList(0, 1));
        members(Operation.REMOVE_MEMBERS, group, ids.subList(0, 1));
        assertThat(scim.get("group", group.anchor().get()).attributes().get("members")).asInstanceOf(LIST).containsOnly(ids.get(1), ids.get(2));
        members(Operation.REMOVE_MEMBERS, group, ids.subList(1, 3));
        assertThat(scim.get("group", group.anchor().get()).attributes().get("members")).isNull();
        assertThat(scim.find("group", "displayName", "Poets")).hasSize(1);
    }

    private void members(Operation operation, Outcome group, List<String> ids) {
        boolean adds = operation == Operation.ADD_MEMBERS;
        done(new AccountRequest(operation, "group", group.anchor(), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, adds ? List.copyOf(ids) : List.of(), adds ? List.of() : List.copyOf(ids))), Optional.empty()));
    }

    private void done(AccountRequest request) {
        Outcome outcome = scim.execute(request);
        assertThat(outcome.isOk()).as(outcome.message()).isTrue();
    }

    private Attributes read(Outcome created) {
        return scim.get("user", created.anchor().orElseThrow()).attributes();
    }

    private static Map<String, Object> user(String userName) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("userName", userName);
        user.put("externalId", "x-" + userName);
        user.put("name.givenName", "Ada");
        user.put("name.familyName", "Lovelace");
        return user;
    }
}
