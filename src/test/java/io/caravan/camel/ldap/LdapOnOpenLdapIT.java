package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ManageDsaITRequestControl;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.MemberDelivery;
import io.caravan.engine.MembersAnswer;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

    @Test
    void theBindSaysWhenThePasswordEndsWhereThereIsAPolicy() throws Exception {
        String own = "uid=caravan," + Slapd.PEOPLE;
        try (Slapd strict = Slapd.withPasswordPolicy(); LDAPConnection admin = strict.connect()) {
            admin.add(new AddRequest("cn=policy," + Slapd.SUFFIX, new Attribute("objectClass", "device", "pwdPolicy"), new Attribute("pwdAttribute", "userPassword"),
                    new Attribute("pwdMaxAge", "864000"), new Attribute("pwdExpireWarning", "864001")));
            admin.add(new AddRequest(own, new Attribute("objectClass", "inetOrgPerson"), new Attribute("cn", "Caravan"), new Attribute("sn", "Caravan"), new Attribute("userPassword", "secret-word")));
            try (ConnectorUnderTest under = new ConnectorUnderTest("ldap", settings(Map.of("url", strict.url(), "bindDn", own, "bindPassword", "secret-word")))) {
                assertThat(under.port().test().isOk()).isTrue();
                assertThat(under.port().credentialEnds().bySystem().orElseThrow()).singleElement().satisfies(end -> {
                    assertThat(end.what()).isEqualTo("password of the bind DN");
                    assertThat(end.until()).isBetween(Instant.now().plus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(10)));
                });
            }
        }
    }

    @BeforeEach
    void connect() {
        connector = new ConnectorUnderTest("ldap", settings(Map.of()));
        ldap = connector.port();
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", slapd.url(), "bindDn", Slapd.ADMIN, "bindPassword", Slapd.PASSWORD,
                "baseDn", Slapd.PEOPLE, "groupBaseDn", Slapd.GROUPS, "disableAttribute", "employeeType", "disabledValue", "left"));
        settings.putAll(more);
        return settings;
    }

    private static Map<String, String> movedTo(String base) {
        Map<String, String> settings = settings(Map.of("disabledBaseDn", base));
        settings.keySet().removeAll(List.of("disableAttribute", "disabledValue"));
        return settings;
    }

    @AfterEach
    void disconnectAndEmpty() throws Exception {
        connector.close();
        try (LDAPConnection admin = slapd.connect()) {
            for (String unit : List.of(Slapd.PEOPLE, Slapd.GROUPS)) {
                List<SearchResultEntry> below = new ArrayList<>(admin.search(unit, SearchScope.SUBORDINATE_SUBTREE, "(objectClass=*)", "1.1").getSearchEntries());
                Collections.reverse(below);
                for (SearchResultEntry entry : below) {
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

    /** A fax number has no equality matching rule (RFC 4519 §2.10), so the server cannot delete one of several. */
    @Test
    void valuesThatTheServerCannotTellApartAreReplacedTogetherAndTheRestOfTheChangeIsNotLost() {
        Map<String, Object> person = person("E1");
        person.put("facsimileTelephoneNumber", List.of("+44 1", "+44 2"));
        Outcome created = ldap.execute(create("user", person, true));
        Outcome updated = ldap.execute(update(created, new AttributeChange("facsimileTelephoneNumber", List.of("+44 1", "+44 2"), List.of("+44 1", "+44 3"),
                List.of("+44 3"), List.of("+44 2")), AttributeChange.of("sn", "Lovelace", "King")));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        Attributes read = read(created);
        assertThat(read.get("facsimileTelephoneNumber")).asInstanceOf(LIST).containsExactlyInAnyOrder("+44 1", "+44 3");
        assertThat(read.get("sn")).isEqualTo("King");
    }

    @Test
    void valuesThatTheServerTakesForOneAreSentOnce() {
        Map<String, Object> person = person("E1");
        person.put("telephoneNumber", List.of("+44 20 111", "+442 0111"));
        person.put("mail", List.of("Ada@example.test", "ada@example.test", "other@example.test"));
        person.put("seeAlso", List.of("cn=Somebody,dc=example,dc=com", "CN = somebody, dc=example,dc=com"));
        Outcome created = ldap.execute(create("user", person, true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        assertThat(read(created).get("telephoneNumber")).isEqualTo("+44 20 111");
        assertThat(read(created).get("mail")).asInstanceOf(LIST).containsExactlyInAnyOrder("Ada@example.test", "other@example.test");

        Outcome updated = ldap.execute(update(created, new AttributeChange("telephoneNumber", List.of("+44 20 111"), List.of("+44 20 111", "+44-20-111", "+44 5"),
                List.of("+44-20-111", "+44 5"), List.of()), AttributeChange.of("sn", "Lovelace", "King")));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        assertThat(read(created).get("telephoneNumber")).asInstanceOf(LIST).containsExactlyInAnyOrder("+44 20 111", "+44 5");
        assertThat(read(created).get("sn")).isEqualTo("King");
    }

    /** By what it refuses: fewer values, or all together. */
    @Test
    void aServerThatHidesItsSchemaIsUnderstoodByItsRefusals() throws Exception {
        try (Slapd hiding = Slapd.thatHidesItsSchema(); ConnectorUnderTest under = new ConnectorUnderTest("ldap", settings(Map.of("url", hiding.url())))) {
            Map<String, Object> person = person("E1");
            person.put("facsimileTelephoneNumber", List.of("+44 1", "+44 2"));
            person.put("telephoneNumber", List.of("+44 20 111", "+442 0111"));
            person.put("mail", List.of("Ada@example.test", "ada@example.test", "other@example.test"));
            Outcome created = under.port().execute(create("user", person, true));
            assertThat(created.isOk()).as(created.message()).isTrue();
            Outcome updated = under.port().execute(update(created, new AttributeChange("facsimileTelephoneNumber", List.of("+44 1", "+44 2"), List.of("+44 1"),
                    List.of(), List.of("+44 2")), new AttributeChange("telephoneNumber", List.of("+44 20 111"), List.of("+44 20 111", "+44-20-111", "+44 5"),
                    List.of("+44-20-111", "+44 5"), List.of()), AttributeChange.of("sn", "Lovelace", "King")));
            assertThat(updated.isOk()).as(updated.message()).isTrue();
            Attributes read = under.port().get("user", created.anchor().orElseThrow()).attributes();
            assertThat(read.asMap()).containsEntry("facsimileTelephoneNumber", "+44 1").containsEntry("sn", "King");
            assertThat(read.get("telephoneNumber")).asInstanceOf(LIST).containsExactlyInAnyOrder("+44 20 111", "+44 5");
            assertThat(read.get("mail")).asInstanceOf(LIST).containsExactlyInAnyOrder("Ada@example.test", "other@example.test");
        }
    }

    @Test
    void aDifferenceInCaseIsWrittenInAttributesAndInNames() {
        Map<String, Object> person = person("mcdonald");
        person.put("sn", "MCDONALD");
        person.put("mail", List.of("ADA@example.test", "b@example.test"));
        Outcome created = ldap.execute(create("user", person, true));
        Outcome updated = ldap.execute(update(created, AttributeChange.of("uid", "mcdonald", "McDonald"), AttributeChange.of("sn", "MCDONALD", "McDonald"),
                new AttributeChange("mail", List.of("ADA@example.test", "b@example.test"), List.of("Ada@example.test", "b@example.test"),
                        List.of("Ada@example.test"), List.of("ADA@example.test"))));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        assertThat(read(created).asMap()).containsEntry("uid", "McDonald").containsEntry("sn", "McDonald").containsEntry("dn", "uid=McDonald," + Slapd.PEOPLE);
        assertThat(read(created).get("mail")).asInstanceOf(LIST).containsExactlyInAnyOrder("Ada@example.test", "b@example.test");
    }

    @Test
    void aParentThatIsMissingBlocksTheChangeAndIsNamed() throws Exception {
        Map<String, Object> person = person("E1");
        person.put("dn", "uid=E1,ou=Sales,ou=Europe," + Slapd.PEOPLE);
        Outcome blocked = ldap.execute(create("user", person, true));
        assertThat(blocked.kind()).isEqualTo(OutcomeKind.BLOCKED);
        assertThat(blocked.message()).contains("ou=Europe," + Slapd.PEOPLE).contains("createParents");
        Outcome created = ldap.execute(create("user", person("E1"), true));
        Outcome move = ldap.execute(change(Operation.UPDATE, "user", created.anchor().orElseThrow(), created.attributes(), Map.of("dn", person.get("dn"), "uid", "E1")));
        assertThat(move.kind()).as("not: the account is gone; " + move.message()).isEqualTo(OutcomeKind.BLOCKED);
        assertThat(move.message()).contains("ou=Europe," + Slapd.PEOPLE);
        assertThat(ldap.get("user", created.anchor().get()).isOk()).isTrue();
    }

    @Test
    void parentsAreMadeForCreatesAndMovesIfTheSettingsSaySo() {
        try (ConnectorUnderTest making = new ConnectorUnderTest("ldap", settings(Map.of("createParents", "organizationalUnit")))) {
            List<AccountRequest> creates = IntStream.range(0, 40).mapToObj(i -> {
                Map<String, Object> person = person("E" + i);
                person.put("dn", "uid=E" + i + ",ou=R\\, D,ou=Unit " + i % 3 + "," + Slapd.PEOPLE);
                return create("user", person, true);
            }).toList();
            assertThat(making.port().execute(creates)).allSatisfy(each -> assertThat(each.isOk()).as(each.message()).isTrue());
            Outcome created = making.port().execute(create("user", person("M"), true));
            Outcome moved = making.port().execute(change(Operation.UPDATE, "user", created.anchor().orElseThrow(), created.attributes(),
                    Map.of("dn", "uid=M,ou=Sales,ou=Europe," + Slapd.PEOPLE, "uid", "M", "title", "moved")));
            assertThat(moved.isOk()).as(moved.message()).isTrue();
            assertThat(making.port().get("user", created.anchor().get()).attributes().asMap())
                    .containsEntry("dn", "uid=M,ou=Sales,ou=Europe," + Slapd.PEOPLE).containsEntry("title", "moved");
            Map<String, Object> elsewhere = person("X");
            elsewhere.put("dn", "uid=X,cn=No Unit," + Slapd.PEOPLE);
            assertThat(making.port().execute(create("user", elsewhere, true))).satisfies(each -> {
                assertThat(each.kind()).isEqualTo(OutcomeKind.BLOCKED);
                assertThat(each.message()).contains("by hand");
            });
        }
    }

    @Test
    void aBaseThatIsMissingIsNeverMadeNorEvidenceThatAnybodyIsGone() {
        try (ConnectorUnderTest misspelt = new ConnectorUnderTest("ldap", settings(Map.of("baseDn", "ou=poeple,dc=example,dc=com", "createParents", "organizationalUnit")))) {
            assertThat(misspelt.port().execute(create("user", person("E1"), true))).satisfies(each -> {
                assertThat(each.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
                assertThat(each.message()).contains("ou=poeple");
            });
            assertThat(misspelt.port().get("user", "00000000-0000-0000-0000-000000000000").kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(misspelt.port().test().kind()).isEqualTo(OutcomeKind.INVALID);
        }
    }

    @Test
    void whoIsDisabledByAMoveToNowhereIsNotTakenForGone() {
        try (ConnectorUnderTest moving = new ConnectorUnderTest("ldap", movedTo("ou=left,dc=example,dc=com"))) {
            Outcome created = moving.port().execute(create("user", person("E1"), true));
            Outcome disabled = moving.port().execute(change(Operation.DISABLE, "user", created.anchor().orElseThrow(), created.attributes(), Map.of()));
            assertThat(disabled.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(disabled.message()).contains("ou=left");
        }
    }

    /** The rename went through and what came after it was refused: the next cycle knows the old name, and finds the entry by its anchor. */
    @Test
    void aRenameOfWhichOnlyHalfWentThroughIsGoneOnWith() {
        Outcome created = ldap.execute(create("user", person("E1"), true));
        AccountRequest change = update(created, AttributeChange.of("uid", "E1", "E2"), AttributeChange.of("noSuchAttribute", null, "x"));
        assertThat(ldap.execute(change).kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(read(created).get("uid")).isEqualTo("E2");
        Outcome again = ldap.execute(update(created, AttributeChange.of("uid", "E1", "E2"), AttributeChange.of("title", null, "T")));
        assertThat(again.isOk()).as(again.message()).isTrue();
        assertThat(read(created).asMap()).containsEntry("uid", "E2").containsEntry("title", "T");
    }

    /** The server writes a comma in a name as {@code \2C}, whoever sent it wrote {@code \,}: it is one name. */
    @Test
    void aNameReadBackIsWrittenAsCaravanWritesIt() {
        Map<String, Object> boss = person("E1");
        boss.put("cn", "Doe, Jane");
        boss.put("dn", "cn=Doe\\, Jane," + Slapd.PEOPLE);
        String dn = ldap.execute(create("user", boss, true)).attributes().text("dn").orElseThrow();
        Map<String, Object> person = person("E2");
        person.put("manager", dn);
        assertThat(read(ldap.execute(create("user", person, true))).get("manager")).isEqualTo(dn);
    }

    @Test
    void whatTheServerOnlyPointsToIsMissedAndNotAbsent() throws Exception {
        ldap.execute(create("user", person("E1"), true));
        try (LDAPConnection admin = slapd.connect()) {
            AddRequest pointer = new AddRequest("ou=elsewhere," + Slapd.PEOPLE, new Attribute("objectClass", "referral", "extensibleObject"),
                    new Attribute("ref", "ldap://other.example.test/ou=elsewhere," + Slapd.PEOPLE));
            pointer.addControl(new ManageDsaITRequestControl());
            admin.add(pointer);
            try {
                assertThatThrownBy(() -> connector.all("user")).hasMessageContaining("other.example.test");
                Map<String, Object> there = person("E2");
                there.put("dn", "uid=E2,ou=elsewhere," + Slapd.PEOPLE);
                Outcome sentElsewhere = ldap.execute(create("user", there, true));
                assertThat(sentElsewhere.kind()).as("nobody's own fault").isEqualTo(OutcomeKind.UNAVAILABLE);
                assertThat(sentElsewhere.message()).contains("other.example.test");
            } finally {
                DeleteRequest away = new DeleteRequest("ou=elsewhere," + Slapd.PEOPLE);
                away.addControl(new ManageDsaITRequestControl());
                admin.delete(away);
            }
        }
    }

    @Test
    void onlyAccountsAreFoundByTheirName() {
        String dn = ldap.execute(create("user", person("E1"), true)).attributes().text("dn").orElseThrow();
        assertThat(ldap.find("user", "dn", dn)).hasSize(1);
        assertThat(ldap.find("user", "dn", Slapd.PEOPLE)).isEmpty();
        assertThat(ldap.find("user", "dn", Slapd.SUFFIX)).isEmpty();
        assertThat(ldap.find("user", "dn", "no name")).isEmpty();
    }

    private static AccountRequest update(Outcome created, AttributeChange... changes) {
        return new AccountRequest(Operation.UPDATE, "user", created.anchor(), created.attributes(), List.of(changes), Optional.empty());
    }

    private Attributes read(Outcome created) {
        return ldap.get("user", created.anchor().orElseThrow()).attributes();
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
    void aGroupOfNamesLosesItsLastMemberTooAndPosixGroupsNameTheirMembersByUid() {
        List<String> names = IntStream.range(0, 3).mapToObj(i -> ldap.execute(create("user", person("m" + i), true)).attributes().get("dn").toString()).toList();
        Outcome group = ldap.execute(create("group", Map.of("cn", "poets"), true));
        assertThat(group.isOk()).as(group.message()).isTrue();
        done(members(ldap, Operation.ADD_MEMBERS, group, "member", names));
        assertThat(members(ldap, Operation.ADD_MEMBERS, group, "member", names.subList(1, 2)).done()).hasSize(1);
        assertThat(ldap.get("group", group.anchor().orElseThrow()).attributes().get("member")).asInstanceOf(LIST).containsAll(names);
        done(members(ldap, Operation.REMOVE_MEMBERS, group, "member", names.subList(0, 2)));
        done(members(ldap, Operation.REMOVE_MEMBERS, group, "member", names));
        assertThat(ldap.get("group", group.anchor().get()).attributes().get("member")).asInstanceOf(LIST).containsExactly("cn=nobody");
        done(members(ldap, Operation.ADD_MEMBERS, group, "member", names.subList(2, 3)));
        assertThat(ldap.get("group", group.anchor().get()).attributes().get("member")).asInstanceOf(LIST).containsExactly(names.get(2));

        try (ConnectorUnderTest posix = new ConnectorUnderTest("ldap", settings(Map.of("groupObjectClasses", "posixGroup", "groupMember", "memberUid", "groupMemberNamedBy", "uid")))) {
            Outcome unix = posix.port().execute(create("group", Map.of("cn", "wheel", "gidNumber", "100"), true));
            assertThat(unix.isOk()).as(unix.message()).isTrue();
            done(members(posix.port(), Operation.ADD_MEMBERS, unix, "memberUid", List.of("ada", "Ada", "bob")));
            done(members(posix.port(), Operation.ADD_MEMBERS, unix, "memberUid", List.of("bob", "cyd")));
            done(members(posix.port(), Operation.REMOVE_MEMBERS, unix, "memberUid", List.of("ada", "nobody")));
            assertThat(posix.port().get("group", unix.anchor().orElseThrow()).attributes().get("memberUid")).asInstanceOf(LIST).containsExactlyInAnyOrder("Ada", "bob", "cyd");
            done(members(posix.port(), Operation.REMOVE_MEMBERS, unix, "memberUid", List.of("Ada", "bob", "cyd")));
            assertThat(posix.port().get("group", unix.anchor().get()).attributes().get("memberUid")).isNull();
        }
    }

    private static void done(MembersAnswer answer) {
        assertThat(answer.outcome().isOk()).as(answer.toString()).isTrue();
        assertThat(answer.refused()).isEmpty();
    }

    private static MembersAnswer members(SystemPort port, Operation operation, Outcome group, String list, List<String> names) {
        boolean adds = operation == Operation.ADD_MEMBERS;
        return MemberDelivery.send(port, new AccountRequest(operation, "group", group.anchor(), Attributes.empty(),
                List.of(new AttributeChange(list, null, null, adds ? List.copyOf(names) : List.of(), adds ? List.of() : List.copyOf(names))), Optional.empty()), Optional.empty());
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
