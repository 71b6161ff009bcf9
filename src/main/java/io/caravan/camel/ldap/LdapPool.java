package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.AggregateLDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllSSLSocketVerifier;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.caravan.camel.TrustedCertificates;
import io.caravan.camel.ldap.LdapServerAddress.Encryption;
import io.caravan.connector.CredentialEnd;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The connections to one directory. Opened at the first use; a connection that broke is replaced at its next use, so a
 * restart of the server costs at most the requests that were under way. Thread-safe.
 */
final class LdapPool implements AutoCloseable {

    private final LdapServerAddress server;
    private final Semaphore turns;
    private final OwnPassword password;
    private volatile Opened opened;
    private volatile X509TrustManager trust;
    private volatile EqualityRules equalityRules;

    private record Opened(LDAPConnectionPool connections, Set<String> supportedControls) {
    }

    LdapPool(LdapServerAddress server, Clock clock) {
        this.server = server;
        this.password = new OwnPassword(server.login().dn(), clock);
        this.turns = new Semaphore(server.connections(), true);
    }

    /** Until when credentials are good, as far as the server has said since it was first asked for something. */
    List<CredentialEnd> credentialEnds() {
        Opened known = opened;
        if (known != null) {
            password.look(known.connections, this::bind);
        }
        X509TrustManager shown = trust;
        return Stream.concat(password.ends().stream(), shown == null ? Stream.empty() : TrustedCertificates.ends(shown).stream()).toList();
    }

    /** @throws LDAPException as long as the server cannot be reached or refuses the bind */
    LDAPConnectionPool connections() throws LDAPException {
        return opened().connections;
    }

    /** OIDs of the controls that the server offers. */
    Set<String> supportedControls() throws LDAPException {
        return opened().supportedControls;
    }

    /**
     * Which values are the same to this server, by its subschema (RFC 4512 §4.2); read once, when somebody first needs to know.
     * A server that shows none, or none to this bind DN, leaves it unknown.
     */
    EqualityRules equalityRules() throws LDAPException {
        EqualityRules known = equalityRules;
        if (known == null) {
            known = EqualityRules.of(subschema(connections()));
            equalityRules = known;
        }
        return known;
    }

    /** The subschema; asked for each time, because it is for people. Null where the server shows none to this bind DN. */
    Schema schema() throws LDAPException {
        return subschema(connections());
    }

    private static Schema subschema(LDAPConnectionPool connections) throws LDAPException {
        try {
            return connections.getSchema();
        } catch (LDAPException e) {
            if (e.getResultCode().isConnectionUsable()) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Connections for one batch: one, for which it waits its turn, and as many more as are free while nobody else waits. By
     * itself the library would open further connections, and close them a moment later. Each goes back with {@link #giveBack}.
     */
    List<LDAPConnection> take(int most) throws LDAPException {
        LDAPConnectionPool pool = connections();
        turns.acquireUninterruptibly();
        int turn = 1;
        while (turn < most && !turns.hasQueuedThreads() && turns.tryAcquire()) {
            turn++;
        }
        List<LDAPConnection> taken = new ArrayList<>(turn);
        try {
            while (taken.size() < turn) {
                taken.add(pool.getConnection());
            }
            return taken;
        } catch (LDAPException e) {
            turns.release(turn - taken.size());
            taken.forEach(this::giveBack);
            throw e;
        }
    }

    void giveBack(LDAPConnection connection) {
        try {
            if (connection.isConnected()) {
                connections().releaseConnection(connection);
            } else {
                connections().releaseDefunctConnection(connection);
            }
        } catch (LDAPException poolIsGone) {
            connection.close();
        } finally {
            turns.release();
        }
    }

    private Opened opened() throws LDAPException {
        Opened known = opened;
        return known != null ? known : openOnce();
    }

    private synchronized Opened openOnce() throws LDAPException {
        if (opened == null) {
            LDAPConnectionPool connections = open();
            try {
                RootDSE root = connections.getRootDSE();
                opened = new Opened(connections, root == null || root.getSupportedControlOIDs() == null ? Set.of()
                        : Arrays.stream(root.getSupportedControlOIDs()).collect(Collectors.toUnmodifiableSet()));
            } catch (LDAPException e) {
                connections.close();
                throw e;
            }
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.connections.close();
            opened = null;
            equalityRules = null;
        }
    }

    private LDAPConnectionPool open() throws LDAPException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(Math.toIntExact(server.timeouts().connect().toMillis()));
        options.setResponseTimeoutMillis(server.timeouts().response().toMillis());
        options.setAbandonOnTimeout(true);
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(server.trust().all() ? TrustAllSSLSocketVerifier.getInstance() : new HostNameSSLSocketVerifier(true));
        try {
            trust = server.encryption() == Encryption.NONE ? null : trust();
            SSLUtil tls = trust == null ? null : new SSLUtil(trust);
            SocketFactory sockets = server.encryption() == Encryption.LDAPS ? tls.createSSLSocketFactory() : SocketFactory.getDefault();
            var startTls = server.encryption() == Encryption.START_TLS ? new StartTLSPostConnectProcessor(tls.createSSLContext()) : null;
            ServersInTurn servers = new ServersInTurn(server.hosts().stream()
                    .map(host -> new SingleServerSet(host.name(), host.port(), sockets, options, bind(), startTls)).toList());
            LDAPConnectionPool pool = new LDAPConnectionPool(servers, bind(), 1, server.connections(), 1, null, true,
                    new AggregateLDAPConnectionPoolHealthCheck(password, servers.check()));
            pool.setConnectionPoolName("ldap");
            // Only reading may be repeated unseen; a write that got no answer is in doubt and is settled by whoever asked.
            pool.setRetryFailedOperationsDueToInvalidConnections(Set.of(OperationType.SEARCH, OperationType.COMPARE));
            return pool;
        } catch (GeneralSecurityException e) {
            throw new LDAPException(ResultCode.CONNECT_ERROR, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private BindRequest bind() {
        if (server.login().kerberos().isPresent()) {
            return new KerberosBind(server.login().kerberos().get(), server.timeouts().response().toMillis());
        }
        return server.login().dn().map(dn -> new SimpleBindRequest(dn, server.login().password(), new DraftBeheraLDAPPasswordPolicy10RequestControl()))
                .orElseGet(SimpleBindRequest::new);
    }

    private X509TrustManager trust() throws GeneralSecurityException {
        return server.trust().all() ? new TrustAllTrustManager() : TrustedCertificates.of(server.trust().store(), server.trust().storePassword());
    }
}
