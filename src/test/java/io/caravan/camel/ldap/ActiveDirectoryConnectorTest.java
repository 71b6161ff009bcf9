package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.embedded.EmbeddedActiveDirectory;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the connector does where Active Directory differs from other directories, on a stand-in in this process. */
class ActiveDirectoryConnectorTest {

    private static final String STAFF = EmbeddedActiveDirectory.STAFF;
    private static final String LEAVERS = "OU=Leavers," + EmbeddedActiveDirectory.DOMAIN;
    private EmbeddedActiveDirectory domain;
    private ConnectorUnderTest connector;

    @BeforeEach
    void start() throws Exception {
        domain = EmbeddedActiveDirectory.start();
        domain.server().add("dn: " + LEAVERS, "objectClass: organizationalUnit", "ou: Leavers");
        connector = connector(Map.of("disabledBaseDn", LEAVERS, "protectedDns", "OU=Admins," + STAFF + "; CN=Nobody," + STAFF));
    }

    private ConnectorUnderTest connector(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", domain.secureUrl(), "trustStore", domain.certificateFile().toString(), "bindDn", EmbeddedActiveDirectory.ADMIN,
                "bindPassword", domain.password(), "baseDn", STAFF, "groupBaseDn", EmbeddedActiveDirectory.GROUPS, "createParents", "organizationalUnit"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new ConnectorUnderTest("active-directory", settings);
    }

    @AfterEach
    void stop() {
        connector.close();
        domain.close();
    }

    private SystemPort port() {
        return connector.port();
    }

    private static Map<String, Object> person(String name) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("cn", name);
        person.put("dn", "CN=" + name + ",OU=Sales," + STAFF);
        person.put("sAMAccountName", name.toLowerCase(Locale.ROOT).replace(" ", ""));
        person.put("unicodePwd", "Geheim-4711");
        return person;
    }

    private Outcome created(String name) {
        Outcome created = port().execute(create("user", person(name), true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        return created;
    }

    private static AccountRequest request(Operation operation, Outcome created, Map<String, ?> values) {
        return change(operation, "user", created.anchor().orElseThrow(), created.attributes(), values);
    }

    private static AccountRequest group(String name, String type) {
        return new AccountRequest(Operation.CREATE, "group", Optional.empty(), Attributes.empty(),
                ConnectorUnderTest.changes(Map.of("cn", name, "sAMAccountName", name, "groupType", type)), Optional.empty());
    }

    private Attributes read(Outcome created) {
        return port().get("user", created.anchor().orElseThrow()).attributes();
    }

    private void ok(AccountRequest request) {
        Outcome outcome = port().execute(request);
        assertThat(outcome.isOk()).as(outcome.message()).isTrue();
    }

    @Test
    void anAccountIsMadeByOneRequestAndARefusedPasswordLeavesNothingBehind() throws LDAPException {
        Outcome created = created("Ada");
        assertThat(read(created).asMap()).containsEntry("enabled", true).containsEntry("userAccountControl", 512L).doesNotContainKey("unicodePwd");
        assertThat(domain.server().getEntry("CN=Ada,OU=Sales," + STAFF).getAttributeValueAsLong("uSNChanged")).as("nothing came after it")
                .isEqualTo(domain.server().getEntry("CN=Ada,OU=Sales," + STAFF).getAttributeValueAsLong("uSNCreated"));
        Map<String, Object> weak = person("Weak");
        weak.put("unicodePwd", "short");
        Outcome refused = port().execute(create("user", weak, true));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("0000052D").contains("as the domain's policy wants it").doesNotContain("short");
        assertThat(domain.server().getEntry("CN=Weak,OU=Sales," + STAFF)).isNull();
    }

    @Test
    void noAccountIsOpenWithoutAPassword() throws LDAPException {
        Map<String, Object> without = person("Open");
        without.remove("unicodePwd");
        Outcome refused = port().execute(create("user", without, true));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("map unicodePwd");
        assertThat(domain.server().getEntry("CN=Open,OU=Sales," + STAFF)).isNull();
        Outcome closed = port().execute(create("user", without, false));
        assertThat(closed.isOk()).as(closed.message()).isTrue();
        assertThat(read(closed).get("enabled")).isEqualTo(false);
    }

    /** 546 is what a domain makes of an account of which nobody has said anything. */
    @Test
    void norIsOneOpenedThatNeedsNone() throws LDAPException {
        Outcome ada = created("Ada");
        domain.server().modify("CN=Ada,OU=Sales," + STAFF, new Modification(ModificationType.REPLACE, "userAccountControl", "546"));
        Outcome refused = port().execute(request(Operation.ENABLE, ada, Map.of()));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("PASSWD_NOTREQD");
        assertThat(read(ada).get("userAccountControl")).isEqualTo(546L);
        domain.server().modify("CN=Ada,OU=Sales," + STAFF, new Modification(ModificationType.REPLACE, "userAccountControl", "514"));
        ok(request(Operation.ENABLE, ada, Map.of()));
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        created("Ada");
        Map<String, Object> again = person("Another");
        again.put("sAMAccountName", "ada");
        assertThat(port().execute(create("user", again, true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
    }

    @Test
    void whoLeavesIsMovedAndComesBackToWhereTheMappingSays() {
        Outcome ada = created("Ada");
        Outcome left = port().execute(request(Operation.DISABLE, ada, Map.of()));
        assertThat(left.attributes().get("dn")).isEqualTo("CN=Ada," + LEAVERS);
        assertThat(read(ada).asMap()).containsEntry("userAccountControl", 514L).containsEntry("dn", "CN=Ada," + LEAVERS);
        ok(change(Operation.UPDATE, "user", ada.anchor().orElseThrow(), left.attributes(), Map.of("title", "Retired", "dn", "CN=Ada,OU=Sales," + STAFF, "cn", "Ada")));
        assertThat(read(ada).get("dn")).as("an update brings nobody back").isEqualTo("CN=Ada," + LEAVERS);
        ok(change(Operation.ENABLE, "user", ada.anchor().orElseThrow(), left.attributes(), Map.of("dn", "CN=Ada,OU=Research," + STAFF, "cn", "Ada")));
        assertThat(read(ada).asMap()).containsEntry("userAccountControl", 512L).containsEntry("dn", "CN=Ada,OU=Research," + STAFF).containsEntry("enabled", true);
    }

    @Test
    void aNameThatIsTakenAmongThoseWhoLeftKeepsNobodyOpen() {
        Outcome first = created("Ada");
        ok(request(Operation.DISABLE, first, Map.of()));
        Map<String, Object> person = person("Ada");
        person.put("sAMAccountName", "ada2");
        Outcome second = port().execute(create("user", person, true));
        ok(request(Operation.DISABLE, second, Map.of()));
        assertThat(read(second).asMap()).containsEntry("enabled", false).containsEntry("dn", "CN=Ada " + second.anchor().orElseThrow().substring(0, 8) + "," + LEAVERS);
        assertThat(read(first).get("dn")).isEqualTo("CN=Ada," + LEAVERS);
        ok(change(Operation.ENABLE, "user", second.anchor().get(), read(second), Map.of("dn", "CN=Ada,OU=Sales," + STAFF, "cn", "Ada")));
        assertThat(read(second).asMap()).containsEntry("dn", "CN=Ada,OU=Sales," + STAFF);
    }

    @Test
    void anAdministratorIsNeverWritten() throws LDAPException {
        Outcome ada = created("Ada");
        domain.server().modify("CN=Ada,OU=Sales," + STAFF, new Modification(ModificationType.ADD, "adminCount", "1"));
        for (AccountRequest each : List.of(request(Operation.UPDATE, ada, Map.of("title", "Queen")), request(Operation.DISABLE, ada, Map.of()), request(Operation.ENABLE, ada, Map.of()),
                request(Operation.DELETE, ada, Map.of()), request(Operation.UPDATE, ada, Map.of("dn", "CN=Eve,OU=Sales," + STAFF, "cn", "Eve")))) {
            Outcome refused = port().execute(each);
            assertThat(refused.kind()).as(each.operation().word()).isEqualTo(OutcomeKind.FORBIDDEN);
            assertThat(refused.message()).contains("protectedFilter (adminCount=1)");
            assertThat(port().execute(List.of(each, each))).extracting(Outcome::kind).containsOnly(OutcomeKind.FORBIDDEN);
        }
        assertThat(domain.server().getEntry("CN=Ada,OU=Sales," + STAFF).getAttributeValue("title")).isNull();
    }

    @Test
    void norIsWhatIsBelowAProtectedName() {
        Map<String, Object> admin = person("Root");
        admin.put("dn", "CN=Root,OU=Admins," + STAFF);
        assertThat(port().execute(create("user", admin, true)).kind()).isEqualTo(OutcomeKind.FORBIDDEN);
        Outcome ada = created("Ada");
        Outcome moved = port().execute(request(Operation.UPDATE, ada, Map.of("dn", "CN=Ada,OU=Admins," + STAFF, "cn", "Ada")));
        assertThat(moved.kind()).isEqualTo(OutcomeKind.FORBIDDEN);
        assertThat(moved.message()).contains("protectedDns has OU=Admins");
    }

    @Test
    void membersOfAProtectedGroupAreLeftAlone() throws LDAPException {
        Outcome group = port().execute(group("Admins", "global security"));
        assertThat(group.isOk()).as(group.message()).isTrue();
        domain.server().modify("CN=Admins," + EmbeddedActiveDirectory.GROUPS, new Modification(ModificationType.ADD, "adminCount", "1"));
        AccountRequest adds = new AccountRequest(Operation.ADD_MEMBERS, "group", group.anchor(), group.attributes(),
                List.of(new AttributeChange("member", null, null, List.of(created("Ada").attributes().get("dn")), List.of())), Optional.empty());
        assertThat(port().execute(adds).kind()).isEqualTo(OutcomeKind.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({"UTC, 2026-12-31, 134432352000000000", "Europe/Zurich, 2026-12-31, 134432316000000000", "Europe/Zurich, 2026-06-30, 134273304000000000"})
    void anAccountExpiresWithTheEndOfItsLastDay(String zone, String day, String ticks) throws LDAPException {
        try (ConnectorUnderTest there = connector(Map.of("timeZone", zone))) {
            Map<String, Object> person = person("Ada");
            person.put("accountExpires", day);
            Outcome created = there.port().execute(create("user", person, true));
            assertThat(created.isOk()).as(created.message()).isTrue();
            assertThat(domain.server().getEntry("CN=Ada,OU=Sales," + STAFF).getAttributeValue("accountExpires")).isEqualTo(ticks);
            assertThat(there.port().get("user", created.anchor().orElseThrow()).attributes().get("accountExpires")).isEqualTo(day);
            Map<String, Object> never = new HashMap<>();
            never.put("accountExpires", null);
            assertThat(there.port().execute(request(Operation.UPDATE, created, never)).isOk()).isTrue();
            assertThat(domain.server().getEntry("CN=Ada,OU=Sales," + STAFF).getAttributeValue("accountExpires")).isEqualTo("9223372036854775807");
            assertThat(there.port().get("user", created.anchor().get()).attributes().get("accountExpires")).isNull();
            Outcome wrong = there.port().execute(request(Operation.UPDATE, created, Map.of("accountExpires", "in May")));
            assertThat(wrong.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(wrong.message()).contains("such as 2026-12-31");
        }
    }

    /** Nobody logs on to it, however open it is. */
    @Test
    void anAccountThatHasExpiredIsNeitherOpenNorClosed() throws LDAPException {
        Outcome created = created("Ada");
        String anchor = created.anchor().orElseThrow();
        assertThat(port().get("user", anchor).attributes().get("enabled")).isEqualTo(true);
        domain.server().modify("CN=Ada,OU=Sales," + STAFF, new Modification(ModificationType.REPLACE, "accountExpires", "132223104000000000"));
        assertThat(port().get("user", anchor).attributes().get("enabled")).isEqualTo("expired with 2019-12-31");
        assertThat(port().execute(request(Operation.DISABLE, created, Map.of())).isOk()).isTrue();
        assertThat(port().get("user", anchor).attributes().get("enabled")).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource({"global security, -2147483646", "universal distribution, 8", "domainLocal security, -2147483644"})
    void aGroupIsOfAScopeAndAKind(String words, String bits) throws LDAPException {
        Outcome group = port().execute(group("Poets", words));
        assertThat(group.isOk()).as(group.message()).isTrue();
        assertThat(domain.server().getEntry("CN=Poets," + EmbeddedActiveDirectory.GROUPS).getAttributeValue("groupType")).isEqualTo(bits);
        assertThat(port().get("group", group.anchor().orElseThrow()).attributes().get("groupType")).isEqualTo(words);
        assertThat(port().execute(group("X", "huge security")).kind()).isEqualTo(OutcomeKind.INVALID);
    }

    @Test
    void aPasswordDoesNotTravelInTheClear() {
        LdapSettings open = LdapSettings.of(Map.of("url", "ldap://192.0.2.1", "baseDn", STAFF, "bindDn", "cn=a", "bindPassword", "b", "allowPlaintext", "true"));
        try (LdapPool pool = new LdapPool(open.server(), Clock.systemUTC())) {
            assertThatThrownBy(() -> new LdapValues(open, pool).attribute("unicodePwd", "Geheim-1")).isInstanceOfSatisfying(OutcomeException.class,
                    refused -> assertThat(refused.outcome().kind()).isEqualTo(OutcomeKind.MISCONFIGURED)).hasMessageContaining("ldaps://").hasMessageNotContaining("Geheim");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> LdapSettings.of(Map.of("url", "ldaps://a.example ldap://b.example", "baseDn", STAFF, "protectedDns", "nobody", "protectedFilter", "adminCount",
                "timeZone", "Zuerich", "deltaBy", "luck", "directoryType", "ad"))).hasMessageContaining("in the same way").hasMessageContaining("separated by semicolons")
                .hasMessageContaining("protectedFilter is not an LDAP filter").hasMessageContaining("Europe/Zurich").hasMessageContaining("stamp or usn or dirsync").hasMessageContaining("active-directory");
    }

    @Test
    void whatChangedWasMovedOrDeletedIsReadFromWhereTheLastReadingBegan() throws LDAPException {
        Outcome ada = created("Ada");
        Outcome bob = created("Bob");
        Outcome cid = created("Cid");
        Outcome dan = created("Dan");
        String mark = everything();
        assertThat(mark).as("this server knows no DirSync").startsWith("usn:");
        assertThat(delta(mark)).isEmpty();
        ok(request(Operation.UPDATE, ada, Map.of("title", "Countess")));
        ok(request(Operation.DELETE, bob, Map.of()));
        domain.server().modifyDN("CN=Cid,OU=Sales," + STAFF, "CN=Cid", true, LEAVERS);
        ok(request(Operation.UPDATE, dan, Map.of("title", "Baron")));
        domain.server().modify("CN=Cid," + LEAVERS, new Modification(ModificationType.REPLACE, "uSNChanged", number("CN=Dan,OU=Sales," + STAFF)));
        ok(request(Operation.UPDATE, dan, Map.of("title", "Duke")));
        Outcome eve = created("Eve");
        try (ConnectorUnderTest staffOnly = connector(Map.of())) {
            assertThat(delta(staffOnly.port(), mark)).containsExactlyInAnyOrder("read " + ada.anchor().orElseThrow(), "deleted " + bob.anchor().orElseThrow(),
                    "deleted " + cid.anchor().orElseThrow(), "read " + dan.anchor().orElseThrow(), "read " + eve.anchor().orElseThrow());
        }
        assertThat(delta(mark)).as("where the place of leavers is one of accounts").contains("read " + cid.anchor().get());
    }

    private String number(String dn) throws LDAPException {
        return domain.server().getEntry(dn).getAttributeValue("uSNChanged");
    }

    private String everything() {
        try (SourceReading full = port().read("user", List.of("cn"), Optional.empty())) {
            full.forEachRemaining(item -> { });
            return full.watermark().orElseThrow();
        }
    }

    private List<String> delta(String mark) {
        return delta(port(), mark);
    }

    private static List<String> delta(SystemPort port, String mark) {
        List<String> items = new ArrayList<>();
        try (SourceReading delta = port.read("user", List.of("cn"), Optional.of(mark))) {
            delta.forEachRemaining(item -> items.add(item instanceof SourceItem.Read read ? "read " + read.attributes().get("objectGUID")
                    : item instanceof SourceItem.Deleted gone ? "deleted " + gone.anchor() : item.toString()));
            assertThat(delta.watermark()).hasValueSatisfying(next -> assertThat(next).startsWith("usn:"));
        }
        return items;
    }

    @Test
    void aMarkThatNobodyCanGoOnFromIsLost() {
        String mark = everything();
        String number = mark.substring(mark.lastIndexOf(':') + 1);
        for (String lost : List.of("usn:" + UUID.randomUUID() + ":" + number, mark.replace(":" + number, ":" + (Long.parseLong(number) + 1000)), mark.replace(number, "many"),
                "20261130080000.0Z", "dirsync:0:bm90IG91cnM=", "dirsync:0")) {
            assertThatThrownBy(() -> delta(lost)).as(lost).isInstanceOf(DeltaLostException.class);
        }
    }

    @Test
    void whoOnlyLooksAsksForNoMark() {
        created("Ada");
        try (SourceReading list = port().list("user", List.of())) {
            assertThat(ConnectorUnderTest.records(list)).hasSize(1);
            assertThat(list.watermark().filter(DirectoryChanges::isMark)).isEmpty();
        }
    }

    @Test
    void anotherServerTakesOverForEverybodyAndStays() throws Exception {
        EmbeddedDirectory first = EmbeddedDirectory.with().password("geheim").start();
        int port = first.port();
        try (EmbeddedDirectory second = EmbeddedDirectory.with().password("geheim").start();
             ConnectorUnderTest both = new ConnectorUnderTest("ldap", Map.of("url", first.url() + "  " + second.url(), "bindDn", EmbeddedDirectory.ADMIN, "bindPassword", "geheim",
                     "baseDn", EmbeddedDirectory.PEOPLE))) {
            assertThat(both.port().execute(entry("ann")).isOk()).isTrue();
            assertThat(first.count(EmbeddedDirectory.PEOPLE)).isEqualTo(2);
            first.close();
            assertThat(both.port().find("user", "uid", "ann")).as("the other does not have it").isEmpty();
            try (EmbeddedDirectory back = EmbeddedDirectory.with().password("geheim").port(port).start()) {
                assertThat(both.port().execute(List.of(entry("bob"), entry("cid"), entry("dan"))).stream().allMatch(Outcome::isOk)).isTrue();
                assertThat(back.count(EmbeddedDirectory.PEOPLE)).isEqualTo(1);
                assertThat(second.count(EmbeddedDirectory.PEOPLE)).isEqualTo(4);
            }
        }
    }

    private static AccountRequest entry(String uid) {
        return create("user", Map.of("uid", uid, "cn", uid, "sn", uid), true);
    }
}
