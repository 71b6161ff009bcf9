package io.caravan.camel.ldap;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directory in which an entry is opened by a move: whoever was moved is in, whatever becomes of her attributes. */
class HalfAChangeInDirectoryTest {

    private ResultCode modifies;
    private InMemoryDirectoryServer server;
    private ConnectorUnderTest connector;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setSchema(null);
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processModifyRequest(InMemoryInterceptedModifyRequest modify) throws LDAPException {
                if (modifies != null) {
                    throw new LDAPException(modifies, "not this");
                }
            }
        });
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.add("dn: ou=people,dc=example,dc=com", "objectClass: organizationalUnit", "ou: people");
        server.add("dn: ou=left,dc=example,dc=com", "objectClass: organizationalUnit", "ou: left");
        server.startListening();
        connector = new ConnectorUnderTest("ldap", Map.of("url", "ldap://127.0.0.1:" + server.getListenPort(), "baseDn", "ou=people,dc=example,dc=com", "disabledBaseDn", "ou=left,dc=example,dc=com"));
    }

    @AfterEach
    void stop() {
        connector.close();
        server.shutDown(true);
    }

    @ParameterizedTest
    @CsvSource({"51,THROTTLED", "49,UNAUTHORIZED", "50,FORBIDDEN", "52,UNAVAILABLE", "19,INVALID"})
    void whoWasMovedAndNotBroughtUpToDateHasBegun(int code, OutcomeKind kind) {
        String ada = closed("ada");
        String grace = closed("grace");
        String mary = closed("mary");
        modifies = ResultCode.valueOf(code);
        for (Outcome half : List.of(connector.port().execute(opened(ada)), connector.port().execute(List.of(opened(grace), opened(mary))).get(1))) {
            assertThat(half.kind()).as(half.message()).isEqualTo(kind);
            assertThat(half.begun()).isTrue();
        }
        assertThat(connector.port().get("user", ada).attributes().asMap()).containsEntry("enabled", true);
        Outcome none = connector.port().execute(change(Operation.UPDATE, "user", ada, Attributes.empty(), Map.of("title", "back")));
        assertThat(none.kind()).isEqualTo(kind);
        assertThat(none.begun()).isFalse();
    }

    private String closed(String uid) {
        String anchor = connector.port().execute(create("user", Map.of("uid", uid, "cn", uid, "sn", uid), true)).anchor().orElseThrow();
        Outcome closed = connector.port().execute(change(Operation.DISABLE, "user", anchor, Attributes.empty(), Map.of()));
        assertThat(closed.isOk()).as(closed.message()).isTrue();
        return anchor;
    }

    private static AccountRequest opened(String anchor) {
        return change(Operation.ENABLE, "user", anchor, Attributes.empty(), Map.of("title", "back"));
    }
}
