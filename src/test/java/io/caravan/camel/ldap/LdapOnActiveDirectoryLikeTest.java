package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory that, like Active Directory, names entries by objectGUID and disables them by a bit of userAccountControl. */
class LdapOnActiveDirectoryLikeTest {

    private static final String USERS = "OU=Staff,DC=corp,DC=example";
    private static final Map<String, String> SETTINGS = Map.of("baseDn", USERS, "objectClasses", "top, person, organizationalPerson, user",
            "rdn", "cn", "anchor", "objectGUID", "changedAttribute", "whenChanged", "disableAttribute", "userAccountControl", "disabledBit", "2");
    private final ActiveDirectoryLike behaviour = new ActiveDirectoryLike();
    private InMemoryDirectoryServer server;
    private ConnectorUnderTest connector;

    @BeforeEach
    void start() throws LDAPException, com.unboundid.ldif.LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("DC=corp,DC=example");
        config.setSchema(null);
        config.setGenerateOperationalAttributes(false);
        config.addInMemoryOperationInterceptor(behaviour);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.add("dn: DC=corp,DC=example", "objectClass: domain", "dc: corp");
        server.add("dn: " + USERS, "objectClass: organizationalUnit", "ou: Staff");
        server.startListening();
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("url", "ldap://127.0.0.1:" + server.getListenPort());
        connector = new ConnectorUnderTest("ldap", settings);
    }

    @AfterEach
    void stop() {
        connector.close();
        server.shutDown(true);
    }

    @Test
    void aDeltaStartsAtWhatTheDirectorySaysAlsoWhenItsClockIsHoursBehindOurs() throws LDAPException {
        Instant theirs = Instant.now().minus(Duration.ofHours(3));
        entry("Ada", theirs.minus(Duration.ofHours(2)));
        entry("Grace", theirs);
        entry("Ahead", theirs.plus(Duration.ofDays(1)));
        String mark;
        try (SourceReading full = port().read("user", List.of("cn"), Optional.empty())) {
            assertThat(ConnectorUnderTest.records(full)).hasSize(3).allMatch(each -> !each.has("whenChanged"), "nobody asked for it");
            mark = full.watermark().orElseThrow();
        }
        assertThat(mark).as("what lies ahead of us is no mark").isEqualTo(stamp(theirs));
        try (SourceReading delta = port().changes("user", List.of(), mark)) {
            assertThat(ConnectorUnderTest.records(delta)).extracting(each -> each.get("cn")).containsExactlyInAnyOrder("Grace", "Ahead");
            assertThat(delta.watermark()).as("nothing is newer").contains(mark);
        }
        entry("Linus", theirs.plusSeconds(60));
        try (SourceReading delta = port().read("user", List.of("cn", "whenChanged"), Optional.of(mark))) {
            assertThat(ConnectorUnderTest.records(delta)).extracting(each -> each.get("cn")).contains("Linus");
            assertThat(delta.watermark()).contains(stamp(theirs.plusSeconds(60)));
        }
    }

    private void entry(String name, Instant changed) throws LDAPException {
        server.add(new AddRequest("CN=" + name + "," + USERS, new Attribute("objectClass", "user"), new Attribute("cn", name),
                new Attribute("objectGUID", LdapValues.guidBytes(UUID.randomUUID())), new Attribute("whenChanged", stamp(changed))));
    }

    private static String stamp(Instant moment) {
        return DateTimeFormatter.ofPattern("uuuuMMddHHmmss'.0Z'").withZone(ZoneOffset.UTC).format(moment);
    }

    /** Gives every entry an objectGUID, and lets a test happen between two requests. */
    private static final class ActiveDirectoryLike extends InMemoryOperationInterceptor {
        private static final Pattern RANGE = Pattern.compile("member;range=(\\d+)-");
        private Runnable beforeModify = () -> { };
        private boolean cutsLists;
        private int sequence;
        private List<String> everyMember = List.of();

        @Override
        public void processAddRequest(InMemoryInterceptedAddRequest request) {
            AddRequest add = request.getRequest().duplicate();
            add.addAttribute("objectGUID", LdapValues.guidBytes(UUID.randomUUID()));
            request.setRequest(add);
        }

        /** Three values of a list at a time. */
        @Override
        public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
            Entry entry = found.getSearchEntry().duplicate();
            if (!cutsLists || !entry.getDN().startsWith("CN=Poets")) {
                return;
            }
            int from = found.getRequest().getAttributeList().stream().map(RANGE::matcher).filter(Matcher::find).mapToInt(each -> Integer.parseInt(each.group(1))).findFirst().orElse(0);
            String[] all = everyMember.toArray(String[]::new);
            int to = Math.min(from + 3, all.length);
            if (sequence > 0) {
                entry.setAttribute("uSNChanged", String.valueOf(sequence++));
            }
            entry.removeAttribute("member");
            entry.addAttribute("member;range=" + from + "-" + (to == all.length ? "*" : String.valueOf(to - 1)), Arrays.copyOfRange(all, from, to));
            found.setSearchEntry(entry);
        }

        @Override
        public void processModifyRequest(InMemoryInterceptedModifyRequest request) {
            Runnable once = beforeModify;
            beforeModify = () -> { };
            once.run();
        }
    }

    @Test
    void namesEntriesByTheirObjectGuidAsText() {
        Outcome created = port().execute(create("user", person("Ada"), true));
        assertThat(created.isOk()).as(created.message()).isTrue();
        assertThat(UUID.fromString(created.anchor().orElseThrow()).toString()).isEqualTo(created.anchor().get());
        assertThat(port().get("user", created.anchor().get()).attributes().get("objectGUID")).isEqualTo(created.anchor().get());
        assertThat(port().find("user", "cn", "Ada").get(0).get("objectGUID")).isEqualTo(created.anchor().get());
    }

    @Test
    void aNewAccountIsANormalOneThatIsEnabledOrNot() {
        assertThat(stateOf(port().execute(create("user", person("Ada"), true)))).isEqualTo("512");
        assertThat(stateOf(port().execute(create("user", person("Bob"), false)))).isEqualTo("514");
        Map<String, Object> mapped = person("Cid");
        mapped.put("userAccountControl", 66048L);
        Outcome created = port().execute(create("user", mapped, false));
        assertThat(stateOf(created)).as("the mapping's own bits, and the one that disables").isEqualTo("66050");
        assertThat(read(created).get("enabled")).isEqualTo(false);
    }

    @Test
    void anEntryThatDoesNotShowItsNumberIsNotKnownToBeEnabled() {
        Outcome created = port().execute(create("user", person("Ada"), false));
        set("Ada", null);
        assertThat(read(created).get("enabled")).isNull();
    }

    @Test
    void disablingAndEnablingLeaveTheOtherBitsAlone() throws LDAPException {
        Outcome created = port().execute(create("user", person("Ada"), true));
        set("Ada", "66048");
        assertThat(port().execute(request(Operation.DISABLE, created, Map.of("title", "left"))).isOk()).isTrue();
        assertThat(stateOf(created)).isEqualTo("66050");
        assertThat(read(created).asMap()).containsEntry("enabled", false).containsEntry("title", "left");
        assertThat(port().execute(request(Operation.DISABLE, created, Map.of())).isOk()).as("once more").isTrue();
        assertThat(port().execute(request(Operation.ENABLE, created, Map.of())).isOk()).isTrue();
        assertThat(stateOf(created)).isEqualTo("66048");
        assertThat(read(created).get("enabled")).isEqualTo(true);
    }

    @Test
    void anUpdateOfTheNumberDoesNotEnable() {
        Outcome created = port().execute(create("user", person("Ada"), false));
        assertThat(port().execute(request(Operation.UPDATE, created, Map.of("userAccountControl", "66048"))).isOk()).isTrue();
        assertThat(stateOf(created)).isEqualTo("66050");
    }

    @Test
    void aBitThatSomebodySetsInTheSameMomentIsKept() {
        Outcome created = port().execute(create("user", person("Ada"), true));
        behaviour.beforeModify = () -> set("Ada", "544");
        Outcome disabled = port().execute(request(Operation.DISABLE, created, Map.of()));
        assertThat(disabled.isOk()).as(disabled.message()).isTrue();
        assertThat(stateOf(created)).isEqualTo("546");
    }

    @Test
    void aBatchDisablesEachByItsOwnBits() {
        List<Outcome> created = port().execute(IntStream.range(0, 20).mapToObj(i -> create("user", person("P" + i), true)).toList());
        assertThat(created).allMatch(Outcome::isOk);
        set("P7", "66048");
        assertThat(port().execute(created.stream().map(each -> request(Operation.DISABLE, each, Map.of())).toList())).allMatch(Outcome::isOk);
        assertThat(stateOf(created.get(7))).isEqualTo("66050");
        assertThat(stateOf(created.get(8))).isEqualTo("514");
    }

    @Test
    void aLongListOfMembersIsReadToItsEnd() throws LDAPException {
        List<String> members = IntStream.range(0, 10).mapToObj(i -> "CN=P" + i + "," + USERS).toList();
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(Map.of("url", "ldap://127.0.0.1:" + server.getListenPort(), "groupObjectClasses", "group"));
        server.add(new AddRequest("CN=Poets," + USERS, new Attribute("objectClass", "group"), new Attribute("cn", "Poets"),
                new Attribute("objectGUID", LdapValues.guidBytes(UUID.randomUUID())), new Attribute("member", members)));
        behaviour.everyMember = members;
        behaviour.cutsLists = true;
        try (ConnectorUnderTest groups = new ConnectorUnderTest("ldap", settings)) {
            assertThat(groups.port().find("group", "cn", "Poets").get(0).get("member")).isEqualTo(members);
            assertThat(groups.all("group").get(0).get("member")).isEqualTo(members);
        }
    }

    /** What is read in pieces while somebody writes may lack a value, or have one twice. */
    @Test
    void aListThatChangesWhileItIsReadIsNotTakenForWhole() throws LDAPException {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(Map.of("url", "ldap://127.0.0.1:" + server.getListenPort(), "groupObjectClasses", "group"));
        List<String> members = IntStream.range(0, 10).mapToObj(i -> "CN=P" + i + "," + USERS).toList();
        server.add(new AddRequest("CN=Poets," + USERS, new Attribute("objectClass", "group"), new Attribute("cn", "Poets"),
                new Attribute("objectGUID", LdapValues.guidBytes(UUID.randomUUID())), new Attribute("member", members)));
        behaviour.everyMember = members;
        behaviour.cutsLists = true;
        behaviour.sequence = 1;
        try (ConnectorUnderTest groups = new ConnectorUnderTest("ldap", settings); SourceReading reading = groups.port().list("group", List.of())) {
            assertThat(reading.next()).isInstanceOfSatisfying(SourceItem.Read.class, read -> assertThat(read.partial()).containsExactly("member"));
        }
    }

    @Test
    void aBitIsOneBitAndTheOnlyWayOfDisabling() {
        Map<String, String> wrong = new HashMap<>(SETTINGS);
        wrong.putAll(Map.of("url", "ldap://127.0.0.1", "disabledBit", "3", "disabledValue", "off", "disabledBaseDn", "ou=left,dc=corp"));
        assertThatThrownBy(() -> LdapSettings.of(wrong)).hasMessageContaining("not one bit").hasMessageContaining("choose one");
    }

    @Test
    void aPasswordIsSentInTheQuotesThatActiveDirectoryWants() throws LDAPException {
        Map<String, Object> person = person("Ada");
        person.put("unicodePwd", "Geheim-1");
        assertThat(port().execute(create("user", person, true)).isOk()).isTrue();
        assertThat(server.getEntry("cn=Ada," + USERS).getAttributeValueBytes("unicodePwd")).isEqualTo("\"Geheim-1\"".getBytes(StandardCharsets.UTF_16LE));
    }

    private SystemPort port() {
        return connector.port();
    }

    private AccountRequest request(Operation operation, Outcome created, Map<String, ?> values) {
        return change(operation, "user", created.anchor().orElseThrow(), created.attributes(), values);
    }

    private Attributes read(Outcome created) {
        return port().get("user", created.anchor().orElseThrow()).attributes();
    }

    private Object stateOf(Outcome created) {
        assertThat(created.isOk()).as(created.message()).isTrue();
        return read(created).get("userAccountControl");
    }

    private void set(String cn, String userAccountControl) {
        try {
            server.modify("cn=" + cn + "," + USERS, userAccountControl == null ? new Modification(ModificationType.DELETE, "userAccountControl")
                    : new Modification(ModificationType.REPLACE, "userAccountControl", userAccountControl));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> person(String cn) {
        return new HashMap<>(Map.of("cn", cn, "sAMAccountName", cn.toLowerCase(java.util.Locale.ROOT)));
    }
}
