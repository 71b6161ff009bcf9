package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.SelfMadeCertificate;
import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.KitReport;
import io.caravan.config.ProjectReader;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.mainjob.BigGroupInDomain;
import io.caravan.mainjob.EmployeesInDomain;
import io.caravan.mainjob.KilledInDomain;
import io.caravan.mainjob.TwoDirectories;
import io.caravan.runtime.CompanyInDomain;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real domain controller makes of what the connector does. */
@Tag("real-servers")
class ActiveDirectoryOnSambaIT {

    private static final String STAFF = "OU=Staff," + SambaDomain.DOMAIN;
    private static final String LEAVERS = "OU=Leavers," + SambaDomain.DOMAIN;
    private static final String GROUPS = "OU=Groups," + SambaDomain.DOMAIN;
    private static final String KIT = "OU=Kit," + SambaDomain.DOMAIN;
    private static final String PASSWORD = "Erstes-Wort-4711";
    private static SambaDomain samba;
    private ConnectorUnderTest connector;

    @BeforeAll
    static void startDomain() throws Exception {
        samba = SambaDomain.start();
        try (LDAPConnection admin = samba.connect()) {
            for (String unit : List.of(STAFF, LEAVERS, GROUPS, KIT)) {
                admin.add("dn: " + unit, "objectClass: organizationalUnit");
            }
        }
    }

    @AfterAll
    static void stopDomain() throws Exception {
        if (samba != null) {
            samba.close();
        }
    }

    @BeforeEach
    void connect() {
        connector = connector(Map.of());
    }

    @AfterEach
    void disconnect() {
        connector.close();
    }

    private static ConnectorUnderTest connector(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", samba.secureUrl(), "trustStore", samba.certificate().toString(), "bindDn", SambaDomain.ADMIN,
                "bindPassword", SambaDomain.PASSWORD, "baseDn", STAFF, "groupBaseDn", GROUPS, "disabledBaseDn", LEAVERS, "createParents", "organizationalUnit"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new ConnectorUnderTest("active-directory", settings);
    }

    private SystemPort port() {
        return connector.port();
    }

    private static Map<String, Object> person(String name) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("cn", name);
        person.put("dn", "CN=" + name + ",OU=Sales," + STAFF);
        person.put("sAMAccountName", name.toLowerCase(Locale.ROOT));
        person.put("userPrincipalName", name.toLowerCase(Locale.ROOT) + "@corp.example.test");
        person.put("unicodePwd", PASSWORD);
        return person;
    }

    private Outcome created(String name) {
        Outcome created = port().execute(create("user", person(name), true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        return created;
    }

    private Outcome ok(Operation operation, Outcome account, Map<String, ?> values) {
        Outcome outcome = port().execute(change(operation, "user", account.anchor().orElseThrow(), account.attributes(), values));
        assertThat(outcome.isOk()).as(outcome.message()).isTrue();
        return outcome;
    }

    private Attributes read(Outcome account) {
        return port().get("user", account.anchor().orElseThrow()).attributes();
    }

    /** What the controller says of a log-on; empty when it takes it. */
    private static String logOn(String name, String password) throws Exception {
        try {
            samba.bind(name + "@corp.example.test", password).close();
            return "";
        } catch (LDAPException refused) {
            return LdapOutcomes.outcome(refused.toLDAPResult(), Effect.NONE).message();
        }
    }

    @Test
    void theConnectorKitPasses(@TempDir Path folder) throws Exception {
        for (String file : List.of("ldap.kamelet.yaml", "active-directory.kamelet.yaml")) {
            Files.copy(Path.of("connectors", file), folder.resolve(file));
        }
        String kit = Files.readString(Path.of("connectors", "active-directory.kit.yaml")).replace("environment: embedded-active-directory", "environment: none\nunavailable: {url: \"ldaps://127.0.0.1:1\"}")
                .replace("<url>", samba.secureUrl()).replace("<certificate>", samba.certificate().toString()).replace("<user>", SambaDomain.ADMIN).replace("<password>", SambaDomain.PASSWORD)
                .replace("<base>", KIT).replace("<groups>", KIT).replace("OU=Staff", "OU=Kit")
                // a controller writes slowly, and what is plain data in one attribute is so in the others
                .replace("text: [description]", "text: []").replaceAll("(?m)^  \"(group|unit): very long.*$", "");
        Files.writeString(folder.resolve("active-directory.kit.yaml"), kit);
        KitReport report = new ConnectorKit(List.of(folder), (name, settings) -> {
            try {
                Path project = Files.createDirectories(folder.resolve("project"));
                StringBuilder properties = new StringBuilder("caravan.systems.kit.connector = " + name + "\n");
                settings.forEach((key, value) -> properties.append("caravan.systems.kit.").append(key).append(" = ").append(value).append('\n'));
                Files.writeString(project.resolve("application.properties"), properties);
                return ProjectReader.read(project, folder).project().orElseThrow();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }).run("active-directory");
        assertThat(report.checks()).hasSizeGreaterThan(60);
        assertThat(report.checks().stream().filter(check -> check.result() != KitReport.Result.PASSED && check.result() != KitReport.Result.EXCLUDED)
                .map(check -> check.title() + ": " + check.message())).isEmpty();
    }

    @Test
    void aJoinerLogsOnALeaverDoesNotAndWhoComesBackDoesAgain() throws Exception {
        Outcome joiner = created("Joiner");
        assertThat(logOn("joiner", PASSWORD)).isEmpty();
        assertThat(logOn("joiner", "something else")).contains("0000052E: the user name or the password is wrong");
        Outcome left = ok(Operation.DISABLE, joiner, Map.of());
        assertThat(logOn("joiner", PASSWORD)).contains("00000533: the account is disabled");
        assertThat(read(joiner).asMap()).containsEntry("dn", "CN=Joiner," + LEAVERS).containsEntry("enabled", false);
        ok(Operation.ENABLE, left, Map.of("dn", "CN=Joiner,OU=Sales," + STAFF, "cn", "Joiner"));
        assertThat(logOn("joiner", PASSWORD)).isEmpty();
        assertThat(read(joiner).get("dn")).isEqualTo("CN=Joiner,OU=Sales," + STAFF);
    }

    @Test
    void aPasswordThatThePolicyRefusesLeavesNoAccountBehind() throws Exception {
        Map<String, Object> weak = person("Weak");
        weak.put("unicodePwd", "aaa");
        Outcome refused = port().execute(create("user", weak, true));
        assertThat(refused.kind()).as(refused.message()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("0000052D: the password").doesNotContain("aaa");
        assertThat(port().find("user", "sAMAccountName", "weak")).isEmpty();
    }

    /** As a process leaves one behind that is killed between making an account and setting its password. */
    @Test
    void anAccountThatSomebodyHalfMadeIsNotOpened() throws Exception {
        try (LDAPConnection admin = samba.connect()) {
            admin.add("dn: CN=Half," + STAFF, "objectClass: user", "sAMAccountName: half");
        }
        Attributes half = port().find("user", "sAMAccountName", "half").get(0);
        assertThat(half.asMap()).containsEntry("enabled", false);
        Outcome refused = port().execute(change(Operation.ENABLE, "user", half.text("objectGUID").orElseThrow(), half, Map.of()));
        assertThat(refused.kind()).as(refused.message()).isEqualTo(OutcomeKind.INVALID);
        assertThat(port().find("user", "sAMAccountName", "half").get(0).get("enabled")).isEqualTo(false);
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        created("Taken");
        Map<String, Object> again = person("Another");
        again.put("sAMAccountName", "taken");
        again.put("userPrincipalName", "another@corp.example.test");
        Outcome name = port().execute(create("user", again, true));
        assertThat(name.kind()).as(name.message()).isEqualTo(OutcomeKind.CONFLICT);
        Outcome entry = port().execute(create("user", person("Taken"), true));
        assertThat(entry.kind()).as(entry.message()).isEqualTo(OutcomeKind.CONFLICT);
    }

    @Test
    void whoIsRenamedAndMovedKeepsGuidAndSidAndOtherBits() throws Exception {
        Outcome ada = created("Mover");
        Object sid = read(ada).get("objectSid");
        try (LDAPConnection admin = samba.connect()) {
            admin.modify("dn: CN=Mover,OU=Sales," + STAFF, "changetype: modify", "replace: userAccountControl", "userAccountControl: 66048");
        }
        ok(Operation.UPDATE, ada, Map.of("cn", "Countess", "dn", "CN=Countess,OU=Research," + STAFF, "title", "Countess", "accountExpires", "2031-12-31"));
        assertThat(read(ada).asMap()).containsEntry("objectSid", sid).containsEntry("dn", "CN=Countess,OU=Research," + STAFF).containsEntry("cn", "Countess").containsEntry("title", "Countess")
                .containsEntry("accountExpires", "2031-12-31");
        ok(Operation.DISABLE, ada, Map.of());
        assertThat(read(ada).get("userAccountControl")).isEqualTo(66050L);
        Map<String, Object> never = new HashMap<>();
        never.put("accountExpires", null);
        ok(Operation.UPDATE, ada, never);
        assertThat(read(ada).get("accountExpires")).isNull();
    }

    @Test
    void addressesAreChangedOneByOneAlsoWhereOnlyTheCaseDiffers() {
        Map<String, Object> person = person("Mail");
        person.put("proxyAddresses", List.of("SMTP:a@example.test", "smtp:b@example.test", "X500:other"));
        Outcome account = port().execute(create("user", person, true));
        AccountRequest swap = new AccountRequest(Operation.UPDATE, "user", account.anchor(), account.attributes(), List.of(new AttributeChange("proxyAddresses",
                List.of("SMTP:a@example.test", "smtp:b@example.test"), List.of("smtp:a@example.test", "SMTP:b@example.test"),
                List.of("smtp:a@example.test", "SMTP:b@example.test"), List.of("SMTP:a@example.test", "smtp:b@example.test"), true)), Optional.empty());
        Outcome swapped = port().execute(swap);
        assertThat(swapped.isOk()).as(swapped.message()).isTrue();
        assertThat((List<?>) read(account).get("proxyAddresses")).map(Object::toString).containsExactlyInAnyOrder("smtp:a@example.test", "SMTP:b@example.test", "X500:other");
    }

    @Test
    void theAdministratorIsNeverWritten() {
        try (ConnectorUnderTest whole = connector(Map.of("baseDn", SambaDomain.DOMAIN))) {
            Attributes administrator = whole.port().find("user", "sAMAccountName", "Administrator").get(0);
            Outcome refused = whole.port().execute(change(Operation.DISABLE, "user", administrator.text("objectGUID").orElseThrow(), administrator, Map.of()));
            assertThat(refused.kind()).as(refused.message()).isEqualTo(OutcomeKind.FORBIDDEN);
            assertThat(refused.message()).contains("(adminCount=1)");
        }
    }

    @Test
    void aPrimaryGroupHasItsMembersWithoutListingThem() throws Exception {
        Outcome ada = created("Primary");
        try (ConnectorUnderTest builtIn = connector(Map.of("groupBaseDn", "CN=Users," + SambaDomain.DOMAIN))) {
            Attributes users = builtIn.port().find("group", "sAMAccountName", "Domain Users").get(0);
            Outcome added = builtIn.port().execute(members(Operation.ADD_MEMBERS, users, read(ada).get("dn")));
            assertThat(added.isOk()).as(added.message()).isTrue();
            Outcome removed = builtIn.port().execute(members(Operation.REMOVE_MEMBERS, users, read(ada).get("dn")));
            assertThat(removed.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(removed.message()).contains("primary group (primaryGroupID 513)");
        }
    }

    private static AccountRequest members(Operation operation, Attributes group, Object dn) {
        boolean adds = operation == Operation.ADD_MEMBERS;
        return new AccountRequest(operation, "group", group.text("objectGUID"), group,
                List.of(new AttributeChange("member", null, null, adds ? List.of(dn) : List.of(), adds ? List.of() : List.of(dn))), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dirsync", "usn"})
    void aDeltaHasChangesMovesAndDeletions(String by) throws Exception {
        try (ConnectorUnderTest source = connector(Map.of("deltaBy", by, "disabledBaseDn", ""))) {
            Outcome changed = created("Changed" + by);
            Outcome deleted = created("Deleted" + by);
            Outcome moved = created("Moved" + by);
            created("Same" + by);
            String mark;
            try (SourceReading full = source.port().read("user", List.of("cn"), Optional.empty())) {
                full.forEachRemaining(item -> { });
                mark = full.watermark().orElseThrow();
            }
            assertThat(mark).startsWith(by + ":");
            assertThat(delta(source.port(), mark).items()).isEmpty();
            ok(Operation.UPDATE, changed, Map.of("title", "Countess"));
            ok(Operation.DELETE, deleted, Map.of());
            ok(Operation.DISABLE, moved, Map.of());
            Outcome fresh = created("New" + by);
            Delta delta = delta(source.port(), mark);
            assertThat(delta.items()).containsExactlyInAnyOrder("read " + changed.anchor().orElseThrow(), "deleted " + deleted.anchor().orElseThrow(), "deleted " + moved.anchor().orElseThrow(),
                    "read " + fresh.anchor().orElseThrow());
            assertThat(delta(source.port(), delta.mark()).items()).isEmpty();
        }
    }

    private record Delta(List<String> items, String mark) {
    }

    private static Delta delta(SystemPort port, String mark) {
        List<String> items = new ArrayList<>();
        try (SourceReading delta = port.read("user", List.of("cn"), Optional.of(mark))) {
            delta.forEachRemaining(item -> items.add(item instanceof SourceItem.Read read ? "read " + read.attributes().get("objectGUID")
                    : item instanceof SourceItem.Deleted gone ? "deleted " + gone.anchor() : item.toString()));
            return new Delta(items, delta.watermark().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dirsync:0:bm90IG91cnM=", "usn:00000000-0000-0000-0000-000000000001:5"})
    void aMarkThatTheControllerDoesNotKnowIsLost(String mark) {
        assertThatThrownBy(() -> delta(port(), mark)).isInstanceOf(DeltaLostException.class);
    }

    @Test
    void whoMayNotSynchronizeReadsByNumbers() throws Exception {
        created("Reader");
        try (ConnectorUnderTest reader = connector(Map.of("bindDn", "reader@corp.example.test", "bindPassword", PASSWORD)); SourceReading full = reader.port().read("user", List.of("cn"), Optional.empty())) {
            full.forEachRemaining(item -> { });
            assertThat(full.watermark().orElseThrow()).satisfiesAnyOf(mark -> assertThat(mark).startsWith("usn:"), mark -> assertThat(mark).startsWith("dirsync:1:"));
        }
    }

    @Test
    void startTlsIsVerifiedAndACertificateOfAnotherIsRefused(@TempDir Path folder) throws Exception {
        try (ConnectorUnderTest startTls = connector(Map.of("url", samba.url(), "startTls", "true"))) {
            assertThat(startTls.port().test().isOk()).isTrue();
        }
        Path other = SelfMadeCertificate.forLoopback(folder).pem();
        for (Map<String, String> wrong : List.of(Map.of("trustStore", other.toString()), Map.of("trustStore", other.toString(), "url", samba.url(), "startTls", "true"))) {
            try (ConnectorUnderTest refused = connector(wrong)) {
                assertThat(refused.port().test().isOk()).isFalse();
            }
        }
    }

    @Test
    void theDomainSaysWhatItIs() {
        assertThat(DirectoryLook.isActiveDirectory(Map.of("url", samba.secureUrl(), "trustStore", samba.certificate().toString(), "baseDn", STAFF))).isTrue();
    }

    @Test
    void theFirstLogonChangesThePasswordWhereTheMappingSaysSo() throws Exception {
        Map<String, Object> person = person("First");
        person.put("pwdLastSet", 0L);
        assertThat(port().execute(create("user", person, true)).isOk()).isTrue();
        assertThat(logOn("first", PASSWORD)).contains("00000773: the account must change its password first");
        try (LDAPConnection admin = samba.connect()) {
            Entry entry = admin.getEntry("CN=First,OU=Sales," + STAFF, "pwdLastSet", "objectGUID");
            assertThat(entry.getAttributeValue("pwdLastSet")).isEqualTo("0");
            assertThat(UUID.fromString(LdapValues.guid(entry.getAttributeValueBytes("objectGUID")))).isNotNull();
        }
    }

    @Test
    void whoHasItAsPrimaryGroupIsShownAsAMember() throws Exception {
        Outcome ada = created("Shown");
        Object dn = read(ada).get("dn");
        assertThat(port().execute(new AccountRequest(Operation.CREATE, "group", Optional.empty(), Attributes.empty(), ConnectorUnderTest.changes(Map.of("cn", "Firsts", "sAMAccountName", "firsts",
                "groupType", "global security")), Optional.empty())).isOk()).isTrue();
        Attributes group = port().find("group", "sAMAccountName", "firsts").get(0);
        assertThat(port().execute(members(Operation.ADD_MEMBERS, group, dn)).isOk()).isTrue();
        try (LDAPConnection admin = samba.connect()) {
            String token = admin.getEntry("CN=Firsts," + GROUPS, "primaryGroupToken").getAttributeValue("primaryGroupToken");
            admin.modify("dn: CN=Shown,OU=Sales," + STAFF, "changetype: modify", "replace: primaryGroupID", "primaryGroupID: " + token);
            assertThat(admin.getEntry("CN=Firsts," + GROUPS, "member").getAttributeValue("member")).as("does not stand in the list any more").isNull();
        }
        assertThat(port().get("group", group.text("objectGUID").orElseThrow()).attributes().get("member")).isEqualTo(List.of(dn));
        assertThat(port().find("group", "sAMAccountName", "firsts").get(0).get("member")).isEqualTo(List.of(dn));
        Attributes listed = connector.all("group").stream().filter(one -> one.get("cn").equals("Firsts")).findFirst().orElseThrow();
        assertThat(listed.asMap()).containsEntry("member", List.of(dn)).doesNotContainKey("primaryGroupToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain", "forest"})
    void aNameIsTakenWhereverInTheDomainItIs(String within) throws Exception {
        try (LDAPConnection admin = samba.connect(); ConnectorUnderTest asked = connector(Map.of("uniqueIn", within))) {
            admin.add("dn: CN=Elsewhere " + within + ",CN=Users," + SambaDomain.DOMAIN, "objectClass: user", "sAMAccountName: else." + within, "userPrincipalName: other." + within + "@corp.example.test",
                    "proxyAddresses: SMTP:mailed." + within + "@example.test");
            for (String taken : List.of("else." + within, "other." + within + "@corp.example.test", "mailed." + within + "@example.test", "smtp:mailed." + within + "@example.test")) {
                assertThat(asked.port().holders("user", "sAMAccountName", taken)).as(taken).hasSize(1);
                assertThat(asked.port().find("user", "sAMAccountName", taken)).as("is no account of ours").isEmpty();
            }
            assertThat(asked.port().holders("user", "userPrincipalName", List.of("free@corp.example.test", "other." + within + "@corp.example.test"))).hasSize(1);
            assertThat(asked.port().holders("user", "sAMAccountName", "*)(cn=*")).as("what looks like a filter is a name").isEmpty();
            assertThat(asked.port().holders("user", "sAMAccountName", "free")).isEmpty();
        }
    }

    @Test
    void whereThereIsNoCatalogNobodyCanSay() {
        try (ConnectorUnderTest none = connector(Map.of("uniqueIn", "forest", "globalCatalog", samba.secureUrl() + ":1"))) {
            assertThatThrownBy(() -> none.port().holders("user", "sAMAccountName", "free")).isInstanceOf(OutcomeException.class);
        }
    }

    /** Nor, before Exchange has extended the schema, proxyAddresses. */
    @ParameterizedTest
    @ValueSource(strings = {"employeeID", "proxyAddresses"})
    void ofWhatTheCatalogDoesNotHoldNobodyCanSay(String attribute) {
        try (ConnectorUnderTest asked = connector(Map.of("uniqueIn", "forest"))) {
            assertThatThrownBy(() -> asked.port().holders("user", attribute, "4711")).isInstanceOf(OutcomeException.class)
                    .hasMessageContaining("the global catalog does not hold " + attribute);
        }
    }

    @Test
    void aPrincipalComesByKerberosWithPasswordOrKeyTable() throws Exception {
        created("Kerb");
        System.setProperty("java.security.krb5.conf", samba.kerberosSettings().toString());
        try {
            Map<String, String> comes = Map.of("bind", "kerberos", "bindDn", "kerb@CORP.EXAMPLE.TEST", "kerberosServer", "dc1.corp.example.test");
            for (Map<String, String> with : List.of(Map.of("bindPassword", PASSWORD), Map.of("bindPassword", "", "keyTab", samba.keyTab("kerb").toString()))) {
                Map<String, String> settings = new HashMap<>(comes);
                settings.putAll(with);
                try (ConnectorUnderTest kerberos = connector(settings)) {
                    Outcome test = kerberos.port().test();
                    assertThat(test.isOk()).as(with.keySet() + test.message()).isTrue();
                    assertThat(kerberos.port().find("user", "sAMAccountName", "kerb")).hasSize(1);
                }
            }
            Map<String, String> wrong = new HashMap<>(comes);
            wrong.put("bindPassword", "another-Word-4711");
            try (ConnectorUnderTest kerberos = connector(wrong)) {
                Outcome refused = kerberos.port().test();
                assertThat(refused.kind()).as(refused.message()).isEqualTo(OutcomeKind.UNAUTHORIZED);
                assertThat(refused.message()).contains("Kerberos does not let kerb@CORP.EXAMPLE.TEST in").doesNotContain("another-Word");
            }
            Map<String, String> elsewhere = new HashMap<>(comes);
            elsewhere.putAll(Map.of("bindPassword", PASSWORD, "kerberosServer", "dc9.corp.example.test"));
            try (ConnectorUnderTest kerberos = connector(elsewhere)) {
                assertThat(kerberos.port().test().message()).contains("Kerberos gives no ticket for ldap/dc9.corp.example.test");
            }
        } finally {
            System.clearProperty("java.security.krb5.conf");
        }
    }

    /** One after the other on one domain: a controller takes long to come up. */
    private static String unit(String name) throws Exception {
        String unit = "OU=" + name + "," + SambaDomain.DOMAIN;
        try (LDAPConnection admin = samba.connect()) {
            admin.add("dn: " + unit, "objectClass: organizationalUnit");
        }
        return unit;
    }

    private static Map<String, String> settings(Path folder, String base) throws IOException {
        Files.writeString(folder.resolve("corp-password"), SambaDomain.PASSWORD);
        Map<String, String> settings = new LinkedHashMap<>(Map.of("url", samba.secureUrl(), "trustStore", samba.certificate().toString(), "bindDn", SambaDomain.ADMIN,
                "bindPassword", "{{file:corp-password}}", "baseDn", base, "groupBaseDn", base, "createParents", "organizationalUnit"));
        return settings;
    }

    private static String written(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append("caravan.systems.corp.").append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }

    /** Of everybody: {@code -Dcaravan.domain.people=200}. */
    @Test
    void twoDirectoriesComeToRestAsAuthoritySays(@TempDir Path folder) throws Exception {
        String base = unit("Both");
        Files.writeString(folder.resolve("unix-password"), Slapd.PASSWORD);
        try (Slapd slapd = Slapd.start(); LDAPConnection corp = samba.connect(); LDAPConnection unix = slapd.connect();
             TwoDirectories both = new TwoDirectories(folder, new TwoDirectories.Side(settings(folder, base), base, corp),
                     new TwoDirectories.Side(Map.of("url", slapd.url(), "bindDn", Slapd.ADMIN, "bindPassword", "{{file:unix-password}}", "baseDn", Slapd.PEOPLE), Slapd.PEOPLE, unix),
                     Integer.getInteger("caravan.domain.people", 200))) {
            both.live();
        }
    }

    /** In full, 500 people and month by month: {@code -Dcaravan.domain.nth=17 -Dcaravan.domain.months=1}. */
    @Test
    void theEmployeesAreInUnitsAndGroupsAndAYearPasses(@TempDir Path folder) throws Exception {
        String base = unit("Company");
        String left = unit("Gone");
        unit("Titles,OU=Company");
        Map<String, String> settings = settings(folder, base);
        settings.putAll(Map.of("groupBaseDn", "OU=Titles," + base, "disabledBaseDn", left));
        try (LDAPConnection admin = samba.connect(); EmployeesInDomain company = new EmployeesInDomain(folder, written(settings), base, left, admin, Integer.getInteger("caravan.domain.nth", 300))) {
            company.live();
            company.figures().forEach(System.out::println);
        }
    }

    /** In full: {@code -Dcaravan.domain.members=3000}. */
    @Test
    void aGroupOfThousandsIsReadInPiecesAndChangedByTen(@TempDir Path folder) throws Exception {
        int members = Integer.getInteger("caravan.domain.members", 3000);
        String base = "OU=Crowd," + SambaDomain.DOMAIN;
        samba.load(BigGroupInDomain.ldif(base, members));
        try (LDAPConnection admin = samba.connect(); BigGroupInDomain crowd = new BigGroupInDomain(folder, written(settings(folder, base)), base, admin, members)) {
            crowd.live();
        }
    }

    @Test
    void killedWhileItMakesAccountsItLeavesWholeOnes(@TempDir Path folder) throws Exception {
        String base = unit("Killed");
        try (LDAPConnection admin = samba.connect(); KilledInDomain killed = new KilledInDomain(folder, written(settings(folder, base)), base, admin)) {
            killed.live(List.of(1, 20), (principal, password) -> samba.bind(principal, password).close());
        }
    }

    /** Another unit for accounts than that of the other tests would be another page: they are told apart by their numbers. */
    @Test
    void theProjectOfThePageDoesWhatItSays(@TempDir Path folder) throws Exception {
        try (LDAPConnection admin = samba.connect(); CompanyInDomain company = new CompanyInDomain(folder,
                new CompanyInDomain.Domain(samba.secureUrl(), samba.certificate(), SambaDomain.ADMIN, SambaDomain.PASSWORD, admin))) {
            company.live();
        }
    }
}
