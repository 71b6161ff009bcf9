package io.caravan.camel.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldif.LDIFException;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory whose paged search has no end, or pauses, or is busy half-way. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EndlessDirectoryTest {

    private static final String SMALL_PAGES = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: small-pages}
            spec:
              definition: {title: Small pages}
              provisioning:
                contract: 1
                extends: ldap
                paging: {style: ldap, size: 10}
            """;
    private static final int PEOPLE = 40;
    private static final String BASE = "ou=people,dc=example,dc=com";
    private final Liar liar = new Liar();
    private InMemoryDirectoryServer server;
    private ConnectorUnderTest ldap;

    /** Counts searches for people, and does with each what it is told. */
    private static final class Liar extends InMemoryOperationInterceptor {
        private final AtomicInteger searches = new AtomicInteger();
        private volatile boolean endless;
        private volatile boolean empty;
        private volatile int busyAt;
        private volatile long pauseMillis;

        private static boolean isForPeople(SearchRequest request) {
            return request.getControl(SimplePagedResultsControl.PAGED_RESULTS_OID) != null || request.getFilter().toString().contains("inetOrgPerson");
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest asked) throws LDAPException {
            SearchRequest request = asked.getRequest().duplicate();
            if (!isForPeople(request)) {
                return;
            }
            if (searches.incrementAndGet() == busyAt) {
                throw new LDAPException(ResultCode.BUSY, "too busy");
            }
            if (endless || empty) {
                request.setControls(new Control[0]);
                request.setFilter(empty ? Filter.createEqualityFilter("uid", "nobody") : request.getFilter());
                asked.setRequest(request);
            }
        }

        @Override
        public void processSearchEntry(InMemoryInterceptedSearchEntry entry) {
            try {
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void processSearchResult(InMemoryInterceptedSearchResult answer) {
            if ((endless || empty) && answer.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
                Control more = new SimplePagedResultsControl(1, new ASN1OctetString("cookie-" + searches.get()), false);
                answer.setResult(new LDAPResult(answer.getMessageID(), ResultCode.SUCCESS, null, null, null, new Control[] {more}));
            }
        }
    }

    @BeforeEach
    void start() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(liar);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
        for (int i = 0; i < PEOPLE; i++) {
            server.add("dn: uid=E" + i + "," + BASE, "objectClass: inetOrgPerson", "uid: E" + i, "cn: E", "sn: E" + i);
        }
        server.startListening();
        ldap = connector("ldap");
    }

    private ConnectorUnderTest connector(String name, Path... folders) {
        return new ConnectorUnderTest(name, Map.of("url", "ldap://127.0.0.1:" + server.getListenPort(), "baseDn", BASE, "answerTimeoutSeconds", "1"), folders);
    }

    @AfterEach
    void stop() {
        ldap.close();
        server.shutDown(true);
    }

    @Test
    void aCookieThatBringsTheSameEntriesForEverEnds() {
        liar.endless = true;
        assertThatThrownBy(() -> ldap.all("user")).isInstanceOfSatisfying(OutcomeException.class, failed -> {
            assertThat(failed.outcome().kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(failed.outcome().message()).contains("has no end").contains("after " + PEOPLE + " different records");
        });
        assertThat(liar.searches).hasValue(4);
    }

    @Test
    void aCookieThatBringsNothingForEverEnds() {
        liar.empty = true;
        assertThatThrownBy(() -> ldap.all("user")).hasMessageContaining("1000 pages in a row were empty");
        assertThat(liar.searches).hasValue(1000);
    }

    @Test
    void entriesThatTrickleInEndAtTheLimitAndTheNextReadIsNotHeldUp() {
        liar.pauseMillis = 100;
        assertThatThrownBy(() -> ldap.all("user")).hasMessageContaining("not complete after 1 s").hasMessageContaining("entries of it read").hasMessageContaining("answerTimeoutSeconds");
        liar.pauseMillis = 0;
        assertThat(ldap.all("user")).hasSize(PEOPLE);
    }

    @Test
    void aServerThatDoesNotPageNorStopIsNotListenedToForEver() {
        PageOfEntries page = new PageOfEntries(Duration.ofMinutes(1), 2);
        SearchResultEntry entry = new SearchResultEntry("uid=E1," + BASE, List.of());
        page.searchEntryReturned(entry);
        page.searchEntryReturned(entry);
        assertThatThrownBy(() -> page.searchEntryReturned(entry)).hasMessageContaining("more than 2 entries and does not page");
    }

    /** The first page, and one in the middle of the read. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aPageIsAskedForAgainWhenTheServerIsBusyForAMoment(int page, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("small-pages.kamelet.yaml"), SMALL_PAGES);
        ldap.close();
        ldap = connector("small-pages", folder);
        liar.busyAt = page;
        assertThat(ldap.all("user")).hasSize(PEOPLE);
        assertThat(liar.searches).as("each of the four once, and one of them twice").hasValue(5);
    }
}
