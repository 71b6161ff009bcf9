package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Zendesk does otherwise than others, as its documents tell of it. */
class ZendeskQuirksTest {

    private final SampleZendesk zendesk = new SampleZendesk();
    private ConnectorUnderTest connector;
    private SystemPort port;

    @BeforeEach
    void start() {
        connector = new ConnectorUnderTest("zendesk", Map.of("subdomain", "x", "url", zendesk.url(), "username", SampleZendesk.USER, "password", SampleZendesk.TOKEN));
        port = connector.port();
    }

    @AfterEach
    void stop() {
        connector.close();
        zendesk.close();
    }

    private String made(String login) {
        Outcome outcome = port.execute(create("user", Map.of("name", login, "email", login + "@example.test", "external_id", login), true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.anchor().orElseThrow();
    }

    private Outcome changed(Operation operation, String anchor, Map<String, ?> values) {
        return port.execute(change(operation, "user", anchor, Attributes.empty(), values));
    }

    @Test
    void theSearchThatLagsMakesNobodyTwice() {
        zendesk.letTheSearchLag();
        made("ada");
        assertThat(port.find("user", "email", "ada@example.test")).as("it is minutes behind").isEmpty();
        assertThat(port.find("user", "external_id", "ADA")).as("by their own keys users are found at once").hasSize(1);
        Outcome twice = port.execute(create("user", Map.of("name", "ada", "email", "Ada@example.test"), true));
        assertThat(twice.kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).isEqualTo("HTTP 422 Email: Ada@example.test is already being used by another user");
        assertThatThrownBy(() -> port.find("user", "external_id", "a,b")).hasMessageContaining("a , in it");
    }

    @Test
    void aNewEmailAddressBecomesTheFirstIdentity() {
        String ada = made("ada");
        assertThat(changed(Operation.UPDATE, ada, Map.of("email", "countess@example.test", "name", "Ada")).isOk()).isTrue();
        assertThat(port.get("user", ada).attributes().asMap()).containsEntry("email", "countess@example.test").containsEntry("name", "Ada");
        assertThat(changed(Operation.UPDATE, ada, Map.of("email", "countess@example.test")).isOk()).as("the same again does no harm").isTrue();
    }

    @Test
    void whoeverIsDeletedIsGoneThoughStillShown() {
        String ada = made("ada");
        made("grace");
        assertThat(changed(Operation.DELETE, ada, Map.of()).isOk()).isTrue();
        assertThat(port.get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(connector.all("user")).hasSize(1);
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = port.changes("user", List.of(), Instant.now().minusSeconds(600).toString())) {
            reading.forEachRemaining(items::add);
        }
        assertThat(items).hasSize(2).contains(new SourceItem.Deleted(ada, ""));
    }

    /** In no documented answer does Zendesk leave out whoever is deleted, but for the list of them. */
    @Test
    void whoeverIsDeletedIsFoundByNobodyAndInNoListWhereverShown() {
        zendesk.showTheDeleted();
        String old = made("ada");
        String grace = made("grace");
        assertThat(changed(Operation.DISABLE, grace, Map.of()).isOk()).isTrue();
        assertThat(changed(Operation.DELETE, old, Map.of()).isOk()).isTrue();

        assertThat(port.find("user", "external_id", "ada")).isEmpty();
        assertThat(port.find("user", "email", "ada@example.test")).isEmpty();
        assertThat(connector.all("user")).extracting(user -> user.text("id").orElseThrow()).containsExactly(grace);
        assertThat(port.find("user", "external_id", "grace")).as("who is suspended is there, and closed").singleElement().satisfies(user -> assertThat(user.get("enabled")).isEqualTo(false));
        assertThat(changed(Operation.ENABLE, old, Map.of()).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        String anew = made("ada");
        assertThat(anew).isNotEqualTo(old);
        assertThat(port.find("user", "external_id", "ada")).extracting(user -> user.text("id").orElseThrow()).containsExactly(anew);
    }

    @Test
    void aGroupThatIsDeletedIsInNoListThoughShown() {
        String poets = port.execute(create("group", Map.of("name", "Poets"), true)).anchor().orElseThrow();
        String bards = port.execute(create("group", Map.of("name", "Bards"), true)).anchor().orElseThrow();
        assertThat(port.execute(change(Operation.DELETE, "group", poets, Attributes.empty(), Map.of())).isOk()).isTrue();
        assertThat(port.get("group", poets).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(connector.all("group")).extracting(group -> group.text("id").orElseThrow()).containsExactly(bards);
    }

    @Test
    void anAgentCannotBeSuspendedAndOnlyAgentsAreInGroups() {
        zendesk.distinguishAgents();
        String ada = made("ada");
        String group = port.execute(create("group", Map.of("name", "G"), true)).anchor().orElseThrow();
        AccountRequest joins = new AccountRequest(Operation.ADD_MEMBERS, "group", Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, List.of(ada), List.of())), Optional.empty());
        assertThat(port.execute(joins)).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID))
                .satisfies(refused -> assertThat(refused.message()).isEqualTo("HTTP 422 User must be an agent"));
        assertThat(changed(Operation.UPDATE, ada, Map.of("role", "agent")).isOk()).isTrue();
        assertThat(port.execute(joins).isOk()).isTrue();
        assertThat(port.execute(joins).isOk()).as("in it already").isTrue();
        assertThat(changed(Operation.DISABLE, ada, Map.of()).message()).isEqualTo("HTTP 422 An agent cannot be suspended");
        assertThat(port.execute(create("user", Map.of("name", "closed"), false)).isOk()).as("suspended by a second request").isTrue();
    }

    @Test
    void anAgentWhoLeavesIsNoneAnyMoreWhereTheSettingsSaySo() {
        zendesk.distinguishAgents();
        String ada = made("ada");
        String grace = made("grace");
        assertThat(changed(Operation.UPDATE, ada, Map.of("role", "agent")).isOk()).isTrue();
        try (ConnectorUnderTest demoting = new ConnectorUnderTest("zendesk", Map.of("subdomain", "x", "url", zendesk.url(), "username", SampleZendesk.USER, "password", SampleZendesk.TOKEN,
                "suspendedRole", "end-user"))) {
            Outcome closed = demoting.port().execute(change(Operation.DISABLE, "user", ada, Attributes.empty(), Map.of()));
            assertThat(closed.isOk()).as(closed.message()).isTrue();
            assertThat(closed.attributes().asMap()).containsEntry("enabled", false).containsEntry("role", "end-user");
            assertThat(demoting.port().execute(change(Operation.DISABLE, "user", grace, Attributes.empty(), Map.of())).isOk()).isTrue();
        }
    }
}
