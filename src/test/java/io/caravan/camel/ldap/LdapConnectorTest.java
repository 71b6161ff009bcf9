package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultReference;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.SelfMadeCertificate;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.subject.Attributes;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LdapConnectorTest {

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private ConnectorUnderTest connector;

    @AfterEach
    void stop() {
        if (connector != null) {
            connector.close();
        }
        directory.close();
    }

    @Test
    void aServerThatIsDownIsToldInTheWordsOfTheNetworkNotOfTheLibrary() {
        SystemPort ldap = ldap(Map.of());
        directory.close();

        Outcome outcome = ldap.test();

        assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(outcome.message()).contains("127.0.0.1").containsIgnoringCase("refused").doesNotContain("Exception", "ldapSDKVersion", "errorMessage=");
    }

    @Test
    void createsAnEntryAndTellsItsAnchorAndName() {
        Outcome created = ldap(Map.of()).execute(create("user", person("E1"), true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        assertThat(created.anchor().orElseThrow()).hasSize(36);
        assertThat(created.attributes().get("dn")).isEqualTo("uid=E1,ou=people,dc=example,dc=com");
        Attributes read = ldap(Map.of()).get("user", created.anchor().get()).attributes();
        assertThat(read.get("cn")).isEqualTo("Ada Lovelace");
        assertThat(read.get("enabled")).isEqualTo(true);
        assertThat(read.get("entryUUID")).isEqualTo(created.anchor().get());
    }

    @Test
    void aReadSpellsNamesAsTheMappingDoesAndShowsWhatTheServerShowsOnlyWhenAsked() {
        SystemPort ldap = ldap(Map.of());
        assertThat(ldap.execute(create("user", person("E1"), true)).isOk()).isTrue();
        try (SourceReading reading = ldap.read("user", List.of("UID", "createtimestamp", "ENTRYUUID", "no such name"), Optional.empty())) {
            Attributes read = ConnectorUnderTest.records(reading).get(0);
            assertThat(read.get("UID")).isEqualTo("E1");
            assertThat(read.has("uid")).isFalse();
            assertThat(read.get("cn")).isEqualTo("Ada Lovelace");
            assertThat(read.text("createtimestamp").orElseThrow()).startsWith("20");
            assertThat(read.get("ENTRYUUID")).isEqualTo(read.get("entryUUID")).isNotNull();
            assertThat(read.has("no such name")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*)(uid=*", "x,ou=admins", "'; drop table", "../../Groups/1", "${sys:user.home}", "a+b\"c\\d<e>;f=g", "#hash", "Zoë 漢字", "(&(a=*))"})
    void takesAnyValueAsPlainData(String value) {
        SystemPort ldap = ldap(Map.of());
        Map<String, Object> person = person(value);
        person.put("description", value);
        Outcome created = ldap.execute(create("user", person, true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        Attributes read = ldap.get("user", created.anchor().orElseThrow()).attributes();
        assertThat(read.get("uid")).isEqualTo(value);
        assertThat(read.get("description")).isEqualTo(value);
        assertThat(read.text("dn").orElseThrow()).endsWith(",ou=people,dc=example,dc=com");
        assertThat(ldap.find("user", "uid", value)).hasSize(1);
        assertThat(ldap.find("user", "uid", "*")).isEmpty();
        Outcome renamed = ldap.execute(change(Operation.UPDATE, "user", created.anchor().get(), read, Map.of("uid", value + "2")));
        assertThat(renamed.isOk()).as(renamed.message()).isTrue();
        assertThat(ldap.get("user", created.anchor().get()).attributes().get("uid")).isEqualTo(value + "2");
    }

    @Test
    void refusesANameIntoWhichAValueSlippedUnescaped() {
        Map<String, Object> person = person("x,ou=admins");
        person.put("dn", "uid=x,ou=admins,ou=people,dc=example,dc=com");
        assertThat(ldap(Map.of()).execute(create("user", person, true)).kind()).isEqualTo(OutcomeKind.INVALID);
        person.put("dn", "uid=x\\,ou=admins,ou=people,dc=example,dc=com");
        assertThat(ldap(Map.of()).execute(create("user", person, true)).isOk()).isTrue();
        person.put("uid", "y");
        person.put("dn", "uid=y,dc=example,dc=com");
        assertThat(ldap(Map.of()).execute(create("user", person, true)).message()).contains("not below baseDn");
        person.remove("uid");
        assertThat(ldap(Map.of()).execute(create("user", person, true)).message()).contains("map it too");
    }

    @Test
    void sendsAddedAndRemovedValuesAndEmptiesAnAttribute() {
        SystemPort ldap = ldap(Map.of());
        Map<String, Object> person = person("E1");
        person.put("telephoneNumber", List.of("1", "2"));
        person.put("description", "gone soon");
        Outcome created = ldap.execute(create("user", person, true));
        Attributes account = ldap.get("user", created.anchor().orElseThrow()).attributes();
        AccountRequest update = new AccountRequest(Operation.UPDATE, "user", created.anchor(), account, List.of(
                new AttributeChange("telephoneNumber", List.of("1", "2"), List.of("2", "3"), List.of("3"), List.of("1")),
                AttributeChange.of("description", "gone soon", null), AttributeChange.of("title", null, "Countess")), Optional.empty());
        assertThat(ldap.execute(update).isOk()).isTrue();
        Attributes after = ldap.get("user", created.anchor().get()).attributes();
        assertThat(after.get("telephoneNumber")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).containsExactlyInAnyOrder("2", "3");
        assertThat(after.has("description")).isFalse();
        assertThat(after.get("title")).isEqualTo("Countess");
        assertThat(ldap.execute(update).isOk()).as("the same delta again, from knowledge that is old").isTrue();
        assertThat(ldap.get("user", created.anchor().get()).attributes().get("telephoneNumber")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void renamesAndMovesAndThenUpdatesTheRest() {
        SystemPort ldap = ldap(Map.of("baseDn", "dc=example,dc=com", "parent", EmbeddedDirectory.PEOPLE));
        Outcome created = ldap.execute(create("user", person("E1"), true));
        Outcome moved = ldap.execute(change(Operation.UPDATE, "user", created.anchor().orElseThrow(), created.attributes(),
                Map.of("dn", "uid=E2,ou=groups,dc=example,dc=com", "uid", "E2", "title", "moved")));
        assertThat(moved.isOk()).as(moved.message()).isTrue();
        assertThat(moved.attributes().get("dn")).isEqualTo("uid=E2,ou=groups,dc=example,dc=com");
        Attributes after = ldap.get("user", created.anchor().get()).attributes();
        assertThat(after.get("uid")).isEqualTo("E2");
        assertThat(after.get("title")).isEqualTo("moved");
    }

    /** To this server it is no new name: the attribute is written, and the name keeps its spelling. */
    @Test
    void aNamingAttributeThatDiffersInCaseOnlyIsWritten() {
        SystemPort ldap = ldap(Map.of());
        Outcome created = ldap.execute(create("user", person("mcdonald"), true));
        Outcome updated = ldap.execute(change(Operation.UPDATE, "user", created.anchor().orElseThrow(), created.attributes(), Map.of("uid", "McDonald", "sn", "LOVELACE")));
        assertThat(updated.isOk()).as(updated.message()).isTrue();
        assertThat(ldap.get("user", created.anchor().get()).attributes().asMap()).containsEntry("uid", "McDonald").containsEntry("sn", "LOVELACE");
    }

    @Test
    void ofANamingAttributeWithSeveralValuesTheOneInTheNameStaysIfItMay() {
        SystemPort ldap = ldap(Map.of("rdn", "cn"));
        Map<String, Object> person = person("E1");
        Outcome created = ldap.execute(create("user", person, true));
        String anchor = created.anchor().orElseThrow();
        Outcome stays = ldap.execute(change(Operation.UPDATE, "user", anchor, created.attributes(), Map.of("cn", List.of("Countess", "Ada Lovelace"))));
        assertThat(stays.isOk()).as(stays.message()).isTrue();
        assertThat(stays.attributes().get("dn")).isEqualTo("cn=Ada Lovelace,ou=people,dc=example,dc=com");
        Outcome goes = ldap.execute(new AccountRequest(Operation.UPDATE, "user", created.anchor(), stays.attributes(), List.of(
                new AttributeChange("cn", List.of("Countess", "Ada Lovelace"), List.of("Countess", "Ada King"), List.of("Ada King"), List.of("Ada Lovelace"))), Optional.empty()));
        assertThat(goes.isOk()).as(goes.message()).isTrue();
        assertThat(ldap.get("user", anchor).attributes().get("cn")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrder("Countess", "Ada King");
    }

    @Test
    void aMissingParentBlocksTheChangeUnlessTheSettingsSayThatItIsMade() {
        Map<String, Object> person = person("E1");
        person.put("dn", "uid=E1,ou=R\\, D,ou=Europe,ou=people,dc=example,dc=com");
        Outcome blocked = ldap(Map.of()).execute(create("user", person, true));
        assertThat(blocked.kind()).isEqualTo(OutcomeKind.BLOCKED);
        assertThat(blocked.message()).contains("the parent ou=Europe,ou=people,dc=example,dc=com does not exist").contains("createParents");
        connector.close();
        connector = null;
        Outcome created = ldap(Map.of("createParents", "organizationalUnit")).execute(create("user", person, true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        Outcome moved = ldap(Map.of()).execute(change(Operation.UPDATE, "user", created.anchor().orElseThrow(), created.attributes(),
                Map.of("dn", "uid=E1,ou=Berlin,ou=Europe,ou=people,dc=example,dc=com", "uid", "E1")));
        assertThat(moved.isOk()).as(moved.message()).isTrue();
        assertThat(directory.count("ou=Europe,ou=people,dc=example,dc=com")).isEqualTo(4);
    }

    @Test
    void anEntryThatCannotBeMovedIsNotGone() {
        SystemPort ldap = ldap(Map.of("disabledBaseDn", "ou=left,dc=example,dc=com"));
        Outcome created = ldap.execute(create("user", person("E1"), true));
        Outcome disabled = ldap.execute(change(Operation.DISABLE, "user", created.anchor().orElseThrow(), created.attributes(), Map.of()));
        assertThat(disabled.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(disabled.message()).contains("ou=left,dc=example,dc=com");
        assertThatThrownBy(() -> connector.all("user")).as("half of where accounts are is not all of them").hasMessageContaining("ou=left");
    }

    @Test
    void createParentsNamesTheOnlyKindOfParentThereIs() {
        assertThatThrownBy(() -> LdapSettings.of(Map.of("url", "ldap://127.0.0.1", "baseDn", "dc=x", "createParents", "true")))
                .hasMessageContaining("expected organizationalUnit");
    }

    @Test
    void findsAnEntryThatWasRenamedByOthersByItsAnchor() {
        SystemPort ldap = ldap(Map.of());
        Outcome ada = ldap.execute(create("user", person("E1"), true));
        Attributes old = ldap.get("user", ada.anchor().orElseThrow()).attributes();
        ldap.execute(change(Operation.UPDATE, "user", ada.anchor().get(), old, Map.of("uid", "E9")));
        ldap.execute(create("user", person("E1"), true));
        Outcome updated = ldap.execute(change(Operation.UPDATE, "user", ada.anchor().get(), old, Map.of("title", "still Ada")));
        assertThat(updated.attributes().get("dn")).isEqualTo("uid=E9,ou=people,dc=example,dc=com");
        assertThat(ldap.find("user", "uid", "E1").get(0).has("title")).as("the entry that took the name").isFalse();
        assertThat(ldap.execute(change(Operation.DELETE, "user", ada.anchor().get(), old, Map.of())).isOk()).isTrue();
        assertThat(ldap.execute(change(Operation.DELETE, "user", ada.anchor().get(), old, Map.of())).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(ldap.find("user", "uid", "E1")).hasSize(1);
    }

    @Test
    void disablesByAnAttribute() {
        SystemPort ldap = ldap(Map.of("disableAttribute", "employeeType", "disabledValue", "disabled", "enabledValue", "active"));
        Outcome created = ldap.execute(create("user", person("E1"), false));
        String anchor = created.anchor().orElseThrow();
        assertThat(ldap.get("user", anchor).attributes().get("enabled")).isEqualTo(false);
        assertThat(ldap.execute(change(Operation.ENABLE, "user", anchor, created.attributes(), Map.of("title", "back"))).isOk()).isTrue();
        assertThat(ldap.get("user", anchor).attributes().asMap()).containsEntry("enabled", true).containsEntry("employeeType", "active").containsEntry("title", "back");
        assertThat(ldap.execute(change(Operation.DISABLE, "user", anchor, created.attributes(), Map.of())).attributes().get("enabled")).isEqualTo(false);
        assertThat(ldap.get("user", anchor).attributes().get("employeeType")).isEqualTo("disabled");
    }

    @Test
    void disablesByMoving() {
        SystemPort ldap = ldap(Map.of("disabledBaseDn", EmbeddedDirectory.GROUPS));
        Outcome created = ldap.execute(create("user", person("E1"), true));
        String anchor = created.anchor().orElseThrow();
        Outcome disabled = ldap.execute(change(Operation.DISABLE, "user", anchor, created.attributes(), Map.of("title", "left")));
        assertThat(disabled.attributes().get("dn")).isEqualTo("uid=E1,ou=groups,dc=example,dc=com");
        Attributes away = ldap.get("user", anchor).attributes();
        assertThat(away.asMap()).containsEntry("enabled", false).containsEntry("title", "left");
        ldap.execute(change(Operation.UPDATE, "user", anchor, away, Map.of("dn", "uid=E1,ou=people,dc=example,dc=com", "uid", "E1")));
        assertThat(ldap.get("user", anchor).attributes().get("enabled")).as("an update does not bring it back").isEqualTo(false);
        assertThat(connector.all("user")).hasSize(1);
        ldap.execute(change(Operation.ENABLE, "user", anchor, away, Map.of()));
        assertThat(ldap.get("user", anchor).attributes().asMap()).containsEntry("enabled", true).containsEntry("dn", "uid=E1,ou=people,dc=example,dc=com");
    }

    @Test
    void saysWhenItDoesNotKnowHowToDisable() {
        Outcome created = ldap(Map.of()).execute(create("user", person("E1"), true));
        assertThat(ldap(Map.of()).execute(change(Operation.DISABLE, "user", created.anchor().orElseThrow(), created.attributes(), Map.of())).kind())
                .isEqualTo(OutcomeKind.UNSUPPORTED);
    }

    @Test
    void carriesOutABatchWithOneOutcomeEach() {
        SystemPort ldap = ldap(Map.of());
        List<AccountRequest> creates = IntStream.range(0, 300).mapToObj(i -> create("user", person(i == 77 ? "E5" : i == 78 ? "" : "E" + i), true)).toList();
        List<Outcome> outcomes = ldap.execute(creates);
        assertThat(outcomes).hasSize(300);
        assertThat(outcomes.stream().filter(Outcome::isOk)).hasSize(298);
        assertThat(Set.of(outcomes.get(77).kind(), outcomes.get(5).kind())).contains(OutcomeKind.CONFLICT, OutcomeKind.OK);
        assertThat(outcomes.get(78).kind()).isEqualTo(OutcomeKind.INVALID);
        List<AccountRequest> renames = IntStream.range(100, 200).mapToObj(i -> change(Operation.UPDATE, "user", outcomes.get(i).anchor().orElseThrow(),
                outcomes.get(i).attributes(), Map.of("uid", "R" + i, "title", "renamed"))).toList();
        assertThat(ldap.execute(renames)).allMatch(Outcome::isOk);
        assertThat(ldap.find("user", "uid", "R150").get(0).get("title")).isEqualTo("renamed");
    }

    @Test
    void readsEverythingInPagesAndThenOnlyWhatChanged() {
        SystemPort ldap = ldap(Map.of("overlapSeconds", "1"));
        List<Outcome> outcomes = ldap.execute(IntStream.range(0, 2500).mapToObj(i -> create("user", person("E" + i), true)).toList());
        Set<Object> anchors = new HashSet<>();
        connector.all("user").forEach(each -> anchors.add(each.get("entryUUID")));
        assertThat(anchors).hasSize(2500);
        try (SourceReading half = ldap.list("user", List.of("uid"))) {
            assertThat(half.next()).isNotNull();
        }
        String future = "29990101000000.0Z";
        assertThat(ConnectorUnderTest.records(ldap.changes("user", List.of(), future))).isEmpty();
        try (SourceReading reading = ldap.changes("user", List.of("uid", "title", "manager"), "20200101000000.0Z")) {
            List<Attributes> changed = ConnectorUnderTest.records(reading);
            assertThat(changed).hasSize(outcomes.size());
            assertThat(changed.get(0).names()).contains("uid", "title", "manager", "entryUUID", "dn", "enabled");
            assertThat(changed.get(0).get("title")).isNull();
            assertThat(reading.watermark().orElseThrow()).matches("\\d{14}\\.\\d{3}Z");
        }
    }

    @Test
    void connectsAgainAfterARestartOfTheServer(@TempDir Path folder) {
        EmbeddedDirectory first = EmbeddedDirectory.with().password("pw").file(folder.resolve("d.ldif")).start();
        Map<String, String> settings = settings(first, Map.of());
        int port = first.port();
        try (ConnectorUnderTest under = new ConnectorUnderTest("ldap", settings)) {
            Outcome created = under.port().execute(create("user", person("E1"), true));
            first.close();
            assertThat(under.port().get("user", created.anchor().orElseThrow()).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(under.port().execute(create("user", person("E2"), true)).kind()).isIn(OutcomeKind.UNAVAILABLE, OutcomeKind.IN_DOUBT);
            try (EmbeddedDirectory second = EmbeddedDirectory.with().port(port).password("pw").file(folder.resolve("d.ldif")).start()) {
                assertThat(under.port().get("user", created.anchor().get()).isOk()).isTrue();
                assertThat(under.port().execute(create("user", person("E2"), true)).isOk()).isTrue();
                assertThat(under.all("user")).hasSize(2);
                assertThat(second.count(EmbeddedDirectory.PEOPLE)).isEqualTo(3);
            }
        }
    }

    @Test
    void wordsFailuresAsOutcomes() {
        SystemPort wrongPassword = new ConnectorUnderTest("ldap", settings(directory, Map.of("bindPassword", "wrong"))).port();
        assertThat(wrongPassword.test().kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        SystemPort ldap = ldap(Map.of());
        assertThat(ldap.test().isOk()).isTrue();
        ldap.execute(create("user", person("E1"), true));
        assertThat(ldap.execute(create("user", person("E1"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        Map<String, Object> odd = person("E2");
        odd.put("noSuchAttribute", "x");
        assertThat(ldap.execute(create("user", odd, true)).kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(ldap.get("user", "00000000-0000-0000-0000-000000000000").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void aMoveToWhereThereIsNoParentDoesNotMeanThatTheEntryIsGone() {
        SystemPort ldap = ldap(Map.of());
        String anchor = ldap.execute(create("user", person("E1"), true)).anchor().orElseThrow();
        Map<String, Object> moved = Map.of("dn", "uid=E1,ou=nowhere," + EmbeddedDirectory.PEOPLE, "uid", "E1");
        Outcome outcome = ldap.execute(change(Operation.UPDATE, "user", anchor, ldap.get("user", anchor).attributes(), moved));
        assertThat(outcome.kind()).as(outcome.message()).isNotIn(OutcomeKind.NOT_FOUND, OutcomeKind.OK);
        assertThat(outcome.message()).contains("ou=nowhere");
        assertThat(ldap.get("user", anchor).isOk()).isTrue();
    }

    @Test
    void nobodyIsGoneBecauseTheBaseIsNotThere() {
        SystemPort ldap = ldap(Map.of("baseDn", "ou=elsewhere,dc=example,dc=com"));
        Outcome outcome = ldap.get("user", "00000000-0000-0000-0000-000000000000");
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(outcome.message()).contains("ou=elsewhere,dc=example,dc=com");
        assertThat(ldap.execute(change(Operation.UPDATE, "user", "x", Attributes.empty(), Map.of("title", "x"))).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThatThrownBy(() -> connector.all("user")).hasMessageContaining("ou=elsewhere");
        assertThatThrownBy(() -> ldap.find("user", "uid", "E1")).hasMessageContaining("ou=elsewhere");
    }

    @ParameterizedTest
    @ValueSource(ints = {ResultCode.BUSY_INT_VALUE, ResultCode.UNAVAILABLE_INT_VALUE, ResultCode.OTHER_INT_VALUE, ResultCode.TIMEOUT_INT_VALUE,
            ResultCode.SERVER_DOWN_INT_VALUE, ResultCode.OPERATIONS_ERROR_INT_VALUE})
    void anAddAnsweredSoMayHaveHappened(int code) {
        assertThat(LdapOutcomes.outcome(new LDAPResult(1, ResultCode.valueOf(code)), Effect.CREATE).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aReferralSaysNothingOfTheEntry() {
        LDAPResult referral = new LDAPResult(1, ResultCode.REFERRAL, null, null, new String[] {"ldap://other.example.test/dc=example"}, null);
        Outcome outcome = LdapOutcomes.outcome(referral, Effect.CHANGE);
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(outcome.message()).contains("ldap://other.example.test");
    }

    @Test
    void aTreeThatIsPartlyElsewhereIsNotSearchedInFull() {
        assertThatThrownBy(() -> Referrals.refuse(referringTo("ldap://other.example.test/ou=abroad," + EmbeddedDirectory.PEOPLE)))
                .hasMessageContaining("other.example.test");
        assertThatThrownBy(() -> Referrals.refuse(referringTo("ldap://other.example.test"))).hasMessageContaining("other.example.test");
        Referrals.refuse(referringTo("ldap://ForestDnsZones.corp.example.test/DC=ForestDnsZones,DC=corp,DC=example,DC=test",
                "ldap://corp.example.test/CN=Configuration,DC=corp,DC=example,DC=test"));
    }

    private static SearchResult referringTo(String... urls) {
        List<SearchResultReference> references = Stream.of(urls).map(url -> new SearchResultReference(new String[] {url}, null)).toList();
        return new SearchResult(1, ResultCode.SUCCESS, null, null, null, List.of(), references, 0, references.size(), null);
    }

    @Test
    void speaksTlsOnlyWithACertificateItTrusts() {
        try (EmbeddedDirectory secure = EmbeddedDirectory.with().tls().start()) {
            Map<String, String> trusting = Map.of("trustStore", secure.certificateFile().toString());
            assertThat(tested(secure, with(trusting, "url", secure.secureUrl()))).isEqualTo(OutcomeKind.OK);
            assertThat(tested(secure, with(trusting, "startTls", "true"))).isEqualTo(OutcomeKind.OK);
            assertThat(tested(secure, Map.of("url", secure.secureUrl()))).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(tested(secure, Map.of("startTls", "true"))).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(tested(secure, Map.of("url", secure.secureUrl(), "trustAll", "true"))).isEqualTo(OutcomeKind.OK);
        }
    }

    /** By name: that the SDK takes 127.0.0.1 for this machine without asking its certificate is right. */
    @Test
    void refusesACertificateOfAnotherHost(@TempDir Path folder) throws Exception {
        SelfMadeCertificate elsewhere = SelfMadeCertificate.in(folder, "--subject-alternative-name-dns", "elsewhere.example.test");
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPSConfig("ldaps", loopback, 0, elsewhere.ofServer().createSSLServerSocketFactory(), null),
                InMemoryListenerConfig.createLDAPConfig("ldap", loopback, 0, elsewhere.ofServer().createSSLSocketFactory()));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.startListening();
        try {
            Map<String, String> trusting = Map.of("trustStore", elsewhere.pem().toString());
            assertThat(tested(directory, with(trusting, "url", "ldaps://localhost:" + server.getListenPort("ldaps")))).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(tested(directory, with(with(trusting, "startTls", "true"), "url", "ldap://localhost:" + server.getListenPort("ldap"))))
                    .isEqualTo(OutcomeKind.UNAVAILABLE);
        } finally {
            server.shutDown(true);
        }
    }

    @Test
    void refusesSettingsThatWouldExposeThePassword() {
        assertThatThrownBy(() -> LdapSettings.of(Map.of("url", "ldap://192.0.2.1", "bindDn", "cn=a", "trustAll", "true", "poolSize", "none")))
                .hasMessageContaining("in the clear").hasMessageContaining("trustAll").hasMessageContaining("baseDn is missing").hasMessageContaining("poolSize");
    }

    @Test
    void acceptsAPasswordOnCreate() throws Exception {
        Map<String, Object> person = person("E1");
        person.put("userPassword", "geheim");
        assertThat(ldap(Map.of()).execute(create("user", person, true)).isOk()).isTrue();
        try (var bound = new com.unboundid.ldap.sdk.LDAPConnection("127.0.0.1", directory.port(), "uid=E1," + EmbeddedDirectory.PEOPLE, "geheim")) {
            assertThat(bound.isConnected()).isTrue();
        }
    }

    private OutcomeKind tested(EmbeddedDirectory at, Map<String, String> settings) {
        try (ConnectorUnderTest under = new ConnectorUnderTest("ldap", settings(at, settings))) {
            return under.port().test().kind();
        }
    }

    private SystemPort ldap(Map<String, String> more) {
        if (connector == null) {
            connector = new ConnectorUnderTest("ldap", settings(directory, more));
        }
        return connector.port();
    }

    private static Map<String, String> settings(EmbeddedDirectory at, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", at.url(), "bindDn", EmbeddedDirectory.ADMIN, "bindPassword", at.password(),
                "baseDn", EmbeddedDirectory.PEOPLE));
        settings.putAll(more);
        return settings;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> with = new HashMap<>(settings);
        with.put(name, value);
        return with;
    }

    private static Map<String, Object> person(String uid) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("uid", uid);
        person.put("cn", "Ada Lovelace");
        person.put("sn", "Lovelace");
        return person;
    }
}
