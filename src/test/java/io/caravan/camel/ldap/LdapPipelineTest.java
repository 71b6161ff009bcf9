package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server sees of batches, and what becomes of them when it falls silent. */
class LdapPipelineTest {

    private final Watched adds = new Watched();
    private InMemoryDirectoryServer server;
    private ConnectorUnderTest connector;

    @BeforeEach
    void start() throws LDAPException, com.unboundid.ldif.LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setSchema(null);
        config.addInMemoryOperationInterceptor(adds);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.startListening();
        adds.seen.clear();
    }

    @AfterEach
    void stop() {
        adds.goOn.countDown();
        connector.close();
        server.shutDown(true);
    }

    /** Notes who adds, and stops answering at one entry until it is told to go on. */
    private static final class Watched extends InMemoryOperationInterceptor {
        private final Set<Long> connections = ConcurrentHashMap.newKeySet();
        private final Set<String> seen = ConcurrentHashMap.newKeySet();
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void processAddRequest(InMemoryInterceptedAddRequest add) throws LDAPException {
            connections.add(add.getConnectionID());
            seen.add(add.getRequest().getDN());
            if (add.getRequest().getDN().startsWith("uid=silence,")) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void manyBatchesAtOnceShareTheConnectionsThatMayBeOpen() throws Exception {
        connect(Map.of("poolSize", "2"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Outcome>>> batches = IntStream.range(0, 12).mapToObj(batch -> threads.submit(() -> connector.port().execute(
                    IntStream.range(0, 100).mapToObj(i -> person(batch + "-" + i)).toList()))).toList();
            for (Future<List<Outcome>> batch : batches) {
                assertThat(batch.get()).hasSize(100).allMatch(Outcome::isOk);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(adds.connections).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void afterAnAnswerThatNeverCameTheRestOfABatchIsNotSent() {
        connect(Map.of("poolSize", "1", "responseTimeoutSeconds", "1"));
        List<Outcome> outcomes = connector.port().execute(IntStream.range(0, 200).mapToObj(i -> person(i == 20 ? "silence" : "E" + i)).toList());
        assertThat(outcomes.subList(0, 20)).allMatch(Outcome::isOk);
        assertThat(outcomes.get(20).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(outcomes.get(199).kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(outcomes).extracting(Outcome::kind).containsOnly(OutcomeKind.OK, OutcomeKind.IN_DOUBT, OutcomeKind.UNAVAILABLE);
        adds.goOn.countDown();
        assertThat(connector.port().execute(List.of(person("after"), person("afterwards")))).allMatch(Outcome::isOk);
        assertThat(adds.seen).doesNotContain("uid=E199,dc=example,dc=com");
    }

    private static AccountRequest person(String uid) {
        return create("user", Map.of("uid", uid, "cn", uid, "sn", uid), true);
    }

    private void connect(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", "ldap://127.0.0.1:" + server.getListenPort(), "baseDn", "dc=example,dc=com"));
        settings.putAll(more);
        connector = new ConnectorUnderTest("ldap", settings);
    }
}
