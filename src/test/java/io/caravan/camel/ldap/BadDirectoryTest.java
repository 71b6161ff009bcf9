package io.caravan.camel.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldif.LDIFException;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory whose answers are none, or not what they should be: never taken for done, never for somebody else, and always at an end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadDirectoryTest {

    private static final String BASE = "ou=people,dc=example,dc=com";
    private InMemoryDirectoryServer server;
    private volatile UnaryOperator<Entry> spoilt = entry -> entry;

    @BeforeEach
    void start() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setSchema(null);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
                SearchResultEntry entry = found.getSearchEntry();
                found.setSearchEntry(entry.getDN().startsWith("uid=E1") ? new SearchResultEntry(spoilt.apply(entry.duplicate())) : entry);
            }
        });
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
        for (String worker : List.of("E1", "E2")) {
            server.add("dn: uid=" + worker + "," + BASE, "objectClass: inetOrgPerson", "uid: " + worker, "cn: Ada", "sn: Byron");
        }
        server.startListening();
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private ConnectorUnderTest connector(int port, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", "ldap://127.0.0.1:" + port, "baseDn", BASE, "connectTimeoutSeconds", "2", "responseTimeoutSeconds", "2", "answerTimeoutSeconds", "2"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return new ConnectorUnderTest("ldap", settings);
    }

    private List<SourceItem> read(String... settings) {
        List<SourceItem> items = new ArrayList<>();
        try (ConnectorUnderTest ldap = connector(server.getListenPort(), settings); SourceReading reading = ldap.port().read("user", List.of("uid", "cn"), Optional.empty())) {
            reading.forEachRemaining(items::add);
        }
        return items;
    }

    /** What E1's entry became, while E2's is as ever. */
    private SourceItem first(String... settings) {
        List<SourceItem> items = read(settings);
        assertThat(items).hasSize(2);
        assertThat(items.get(1)).isInstanceOf(SourceItem.Read.class);
        return items.get(0);
    }

    private void with(String name, byte[] value) {
        spoilt = entry -> {
            entry.setAttribute(new Attribute(name, value));
            return entry;
        };
    }

    @Test
    void aNameInAnotherCharacterSetIsNobodysName() {
        with("cn", "M\u00fcller".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(first()).isInstanceOfSatisfying(SourceItem.Rejected.class, rejected -> {
            assertThat(rejected.reason()).contains("cn is not text in UTF-8", "binaryAttributes");
            assertThat(rejected.anchor()).isPresent();
        });
        try (ConnectorUnderTest ldap = connector(server.getListenPort())) {
            assertThat(ldap.port().execute(ConnectorUnderTest.create("user", Map.of("uid", "E3", "cn", "C", "sn", "S"), true)).isOk()).isTrue();
        }
    }

    @Test
    void bytesThatNobodyReadsAreBase64AndDoNoHarm() {
        with("logonHours", new byte[] {(byte) 0xff, 0, 1});
        assertThat(first()).isInstanceOfSatisfying(SourceItem.Read.class, read -> assertThat(read.attributes().asMap()).containsEntry("logonHours", "/wAB").containsEntry("cn", "Ada"));
    }

    @Test
    void theCharacterForWhatCannotBeReadMayBeMeant() {
        with("cn", "a \uFFFD b".getBytes(StandardCharsets.UTF_8));
        assertThat(first()).isInstanceOfSatisfying(SourceItem.Read.class, read -> assertThat(read.attributes().asMap()).containsEntry("cn", "a \uFFFD b"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 4096})
    void anAnchorOfTheWrongLengthIsNobodys(int bytes) {
        spoilt = entry -> {
            entry.setAttribute(new Attribute("objectGUID", new byte[bytes]));
            return entry;
        };
        List<SourceItem> items = read("anchor", "objectGUID");
        assertThat(items).allSatisfy(item -> assertThat(item).isInstanceOf(SourceItem.Rejected.class));
        assertThat(((SourceItem.Rejected) items.get(0)).reason()).contains("objectGUID");
    }

    @Test
    void anEntryWithoutItsAnchorIsToldAndNobodyElses() {
        spoilt = entry -> {
            entry.removeAttribute("entryUUID");
            return entry;
        };
        assertThat(first()).isInstanceOfSatisfying(SourceItem.Rejected.class, rejected -> assertThat(rejected.reason()).contains("has no entryUUID"));
    }

    @Test
    void aNameThatIsNoneIsToldAndNobodyElses() {
        spoilt = entry -> {
            entry.setDN("no name at all");
            return entry;
        };
        assertThat(first()).isInstanceOf(SourceItem.Rejected.class);
    }

    @Test
    void aValueOfAMegabyteIsReadAndAGiganticOneEndsTheReadInWords() {
        with("cn", new byte[1 << 20]);
        assertThat(first()).isInstanceOf(SourceItem.Read.class);
        with("cn", new byte[30 << 20]);
        OutcomeException failed = catchThrowableOfType(OutcomeException.class, this::read);
        assertThat(failed).isNotNull();
        assertThat(failed.outcome().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(failed.outcome().message()).isNotBlank();
    }

    private static final byte[] HTML = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>Bad Request</html>\r\n".getBytes(StandardCharsets.UTF_8);
    /** The first bytes of a result, which promises more than comes (ITU-T X.690). */
    private static final byte[] CUT_OFF = {0x30, 0x30, 0x02, 0x01, 0x01, 0x61, 0x07, 0x0a, 0x01};
    /** A message that says it has two gigabytes. */
    private static final byte[] GIGANTIC = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x02, 0x01, 0x01};
    /** A success, of a request that nobody has made. */
    private static final byte[] OF_ANOTHER = {0x30, 0x0c, 0x02, 0x01, 0x63, 0x61, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00};
    /** Numbers where an answer should be. */
    private static final byte[] NONSENSE = {0x02, 0x01, 0x05, 0x02, 0x01, 0x05};

    @ParameterizedTest
    @ValueSource(strings = {"html", "cut off", "gigantic", "of another", "nonsense", "nothing", "silence"})
    void whatIsNoDirectoryIsUnavailableInTime(String what) throws Exception {
        byte[] answer = Map.of("html", HTML, "cut off", CUT_OFF, "gigantic", GIGANTIC, "of another", OF_ANOTHER, "nonsense", NONSENSE, "nothing", new byte[0], "silence", new byte[0]).get(what);
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(listening, answer, what.equals("silence") || what.equals("of another")));
            answering.setDaemon(true);
            answering.start();
            try (ConnectorUnderTest ldap = connector(listening.getLocalPort(), "bindDn", "cn=admin", "bindPassword", "s3cret-word")) {
                Outcome outcome = ldap.port().test();
                assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.UNAVAILABLE);
                assertThat(outcome.message()).isNotBlank().doesNotContain("s3cret-word").doesNotContain("ldapSDKVersion");
                Outcome created = ldap.port().execute(ConnectorUnderTest.create("user", Map.of("uid", "E9", "cn", "C", "sn", "S"), true));
                assertThat(created.kind()).as("nobody was let in, so nothing was sent: " + created.message()).isEqualTo(OutcomeKind.UNAVAILABLE);
            }
        }
    }

    private static void answer(ServerSocket listening, byte[] answer, boolean staysOpen) {
        List<Socket> open = new ArrayList<>();
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                client.getInputStream().read();
                client.getOutputStream().write(answer);
                client.getOutputStream().flush();
                if (staysOpen) {
                    open.add(client);
                } else {
                    client.close();
                }
            } catch (IOException gone) {
                // the next one, or the end
            }
        }
    }
}
