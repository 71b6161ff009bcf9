package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.cycle.SystemPort;
import io.caravan.identity.Attributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real OpenLDAP does differently from the embedded directory, or might. */
@Tag("real-servers")
class LdapOnOpenLdapIT {

    private static Slapd slapd;
    private ConnectorUnderTest connector;
    private SystemPort ldap;

    @BeforeAll
    static void startServer() throws Exception {
        slapd = Slapd.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (slapd != null) {
            slapd.close();
        }
    }

    @BeforeEach
    void connect() {
        connector = new ConnectorUnderTest("ldap", new HashMap<>(Map.of("url", slapd.url(), "bindDn", Slapd.ADMIN, "bindPassword", Slapd.PASSWORD,
                "baseDn", Slapd.PEOPLE, "groupBaseDn", Slapd.GROUPS, "disableAttribute", "employeeType", "disabledValue", "left")));
        ldap = connector.port();
    }

    @AfterEach
    void disconnectAndEmpty() throws Exception {
        connector.close();
        try (LDAPConnection admin = slapd.connect()) {
            for (String unit : List.of(Slapd.PEOPLE, Slapd.GROUPS)) {
                for (var entry : admin.search(unit, com.unboundid.ldap.sdk.SearchScope.ONE, "(objectClass=*)", "1.1").getSearchEntries()) {
                    admin.delete(entry.getDN());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*)(uid=*", "x,ou=admins", "'; drop table", "../../Groups/1", "${sys:user.home}", "a+b\"c\\d<e>;f=g", "#hash", "Zoë 漢字"})
    void takesAnyValueAsPlainData(String value) {
        Map<String, Object> person = person(value);
        person.put("description", value);
        Outcome created = ldap.execute(create("user", person, true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        Attributes read = ldap.get("user", created.anchor().orElseThrow()).attributes();
        assertThat(read.get("uid")).isEqualTo(value);
        assertThat(read.get("description")).isEqualTo(value);
        assertThat(read.get("dn")).isEqualTo(created.attributes().get("dn"));
        assertThat(ldap.find("user", "uid", value)).hasSize(1);
        Outcome renamed = ldap.execute(change(Operation.UPDATE, "user", created.anchor().get(), read, Map.of("uid", value + "2", "title", "T")));
        assertThat(renamed.isOk()).as(renamed.message()).isTrue();
        assertThat(ldap.get("user", created.anchor().get()).attributes().asMap()).containsEntry("uid", value + "2").containsEntry("title", "T");
    }

    @Test
    void goesThroughTheLifeOfAnAccount() {
        Outcome created = ldap.execute(create("user", person("E1"), false));
        String anchor = created.anchor().orElseThrow();
        assertThat(ldap.get("user", anchor).attributes().get("enabled")).isEqualTo(false);
        assertThat(ldap.execute(change(Operation.ENABLE, "user", anchor, created.attributes(), Map.of("title", "new"))).isOk()).isTrue();
        Attributes enabled = ldap.get("user", anchor).attributes();
        assertThat(enabled.asMap()).containsEntry("enabled", true).doesNotContainKey("employeeType");
        AccountRequest delta = new AccountRequest(Operation.UPDATE, "user", Optional.of(anchor), enabled, List.of(
                new AttributeChange("telephoneNumber", null, List.of("1", "2"), List.of("1", "2"), List.of()),
                AttributeChange.of("title", "new", null)), Optional.empty());
        assertThat(ldap.execute(delta).isOk()).isTrue();
        Outcome again = ldap.execute(delta);
        assertThat(again.isOk()).as("a delta from knowledge that is old: " + again.message()).isTrue();
        assertThat(ldap.get("user", anchor).attributes().get("telephoneNumber")).asInstanceOf(LIST).containsExactlyInAnyOrder("1", "2");
        assertThat(ldap.execute(change(Operation.DISABLE, "user", anchor, enabled, Map.of())).isOk()).isTrue();
        assertThat(ldap.execute(change(Operation.DELETE, "user", anchor, enabled, Map.of())).isOk()).isTrue();
        assertThat(ldap.get("user", anchor).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void neverTouchesAnEntryThatTookOverAName() {
        Outcome ada = ldap.execute(create("user", person("E1"), true));
        ldap.execute(change(Operation.UPDATE, "user", ada.anchor().orElseThrow(), ada.attributes(), Map.of("uid", "E9")));
        Outcome other = ldap.execute(create("user", person("E1"), true));
        Outcome updated = ldap.execute(change(Operation.UPDATE, "user", ada.anchor().get(), ada.attributes(), Map.of("title", "Countess")));
        assertThat(updated.attributes().get("dn")).isEqualTo("uid=E9," + Slapd.PEOPLE);
        assertThat(ldap.get("user", other.anchor().orElseThrow()).attributes().has("title")).isFalse();
    }

    @Test
    void carriesOutABatchAndReadsPastTheServersSizeLimit() {
        List<Outcome> outcomes = ldap.execute(IntStream.range(0, 1200).mapToObj(i -> create("user", person("E" + i), true)).toList());
        assertThat(outcomes).allMatch(Outcome::isOk);
        Set<Object> anchors = new HashSet<>();
        connector.all("user").forEach(each -> anchors.add(each.get("entryUUID")));
        assertThat(anchors).hasSize(1200);
        assertThat(ConnectorUnderTest.records(ldap.changes("user", List.of("uid"), "20200101000000.0Z"))).hasSize(1200);
        assertThat(ConnectorUnderTest.records(ldap.changes("user", List.of("uid"), "29990101000000.0Z"))).isEmpty();
        List<AccountRequest> updates = IntStream.range(0, 1200).mapToObj(i -> change(i % 3 == 0 ? Operation.DISABLE : Operation.UPDATE, "user",
                outcomes.get(i).anchor().orElseThrow(), outcomes.get(i).attributes(), Map.of("title", "T" + i))).toList();
        assertThat(ldap.execute(updates)).allMatch(Outcome::isOk);
        assertThat(connector.all("user").stream().filter(each -> Boolean.FALSE.equals(each.get("enabled")))).hasSize(400);
    }

    @Test
    void takesAValueThatMustBeUniqueForAConflict() {
        Map<String, Object> first = person("E1");
        first.put("mail", "same@example.test");
        Map<String, Object> second = person("E2");
        second.put("mail", "same@example.test");
        assertThat(ldap.execute(create("user", first, true)).isOk()).isTrue();
        assertThat(ldap.execute(create("user", second, true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(ldap.execute(create("user", first, true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
    }

    @Test
    void sendsTheMembersThatComeAndGo() {
        List<String> names = IntStream.range(0, 3).mapToObj(i -> ldap.execute(create("user", person("E" + i), true)).attributes().text("dn").orElseThrow()).toList();
        Outcome group = ldap.execute(create("group", Map.of("cn", "poets", "member", names.subList(0, 2)), true));
        assertThat(group.isOk()).as(group.message()).isTrue();
        Outcome updated = ldap.execute(new AccountRequest(Operation.UPDATE, "group", group.anchor(), group.attributes(), List.of(
                new AttributeChange("member", names.subList(0, 2), names.subList(1, 3), List.of(names.get(2)), List.of(names.get(0)))), Optional.empty()));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        assertThat(ldap.get("group", group.anchor().orElseThrow()).attributes().get("member")).asInstanceOf(LIST)
                .containsExactlyInAnyOrderElementsOf(names.subList(1, 3));
    }

    @Test
    void connectsAgainAfterARestartOfTheServer() throws Exception {
        Outcome created = ldap.execute(create("user", person("E1"), true));
        slapd.restart();
        assertThat(ldap.get("user", created.anchor().orElseThrow()).isOk()).isTrue();
        assertThat(ldap.execute(IntStream.range(0, 50).mapToObj(i -> create("user", person("F" + i), true)).toList())).allMatch(Outcome::isOk);
        slapd.stop();
        assertThat(ldap.get("user", created.anchor().get()).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        slapd.restart();
        assertThat(ldap.get("user", created.anchor().get()).isOk()).isTrue();
    }

    private static Map<String, Object> person(String uid) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("uid", uid);
        person.put("cn", "Ada Lovelace");
        person.put("sn", "Lovelace");
        return person;
    }
}
