package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SingleServerSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Servers that hold the same, of which one is used at a time: all reading and writing goes there, as what was written to one is not at once to be seen
 * on another (replication). When it cannot be reached any more the next one takes over, for everybody, and stays. Thread-safe.
 */
final class ServersInTurn extends ServerSet {

    private final List<SingleServerSet> servers;
    private final AtomicInteger current = new AtomicInteger();

    /** @param servers in the order in which they are tried first; each binds by itself */
    ServersInTurn(List<SingleServerSet> servers) {
        this.servers = List.copyOf(servers);
    }

    @Override
    public boolean includesAuthentication() {
        return true;
    }

    @Override
    public boolean includesPostConnectProcessing() {
        return true;
    }

    @Override
    public LDAPConnection getConnection() throws LDAPException {
        return getConnection(null);
    }

    @Override
    public LDAPConnection getConnection(LDAPConnectionPoolHealthCheck check) throws LDAPException {
        int first = current.get();
        LDAPException last = null;
        for (int tries = 0; tries < servers.size(); tries++) {
            int at = (first + tries) % servers.size();
            try {
                LDAPConnection connection = servers.get(at).getConnection(check);
                if (current.compareAndSet(first, at) || current.get() == at) {
                    return connection;
                }
                connection.close();
                return getConnection(check); // somebody else has just found another one
            } catch (LDAPException unreached) {
                last = unreached;
                if (unreached.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
                    break; // the others would say the same, and lock the account
                }
            }
        }
        throw last;
    }

    /** Whether the connection is one to the server that is used now. */
    private boolean isCurrent(LDAPConnection connection) {
        SingleServerSet server = servers.get(current.get());
        return server.getAddress().equals(connection.getConnectedAddress()) && server.getPort() == connection.getConnectedPort();
    }

    /** Has connections to a server that is not used any more replaced when somebody wants to use them. */
    LDAPConnectionPoolHealthCheck check() {
        return new LDAPConnectionPoolHealthCheck() {
            @Override
            public void ensureConnectionValidForCheckout(LDAPConnection connection) throws LDAPException {
                if (!isCurrent(connection)) {
                    throw new LDAPException(ResultCode.SERVER_DOWN, "another server has taken over");
                }
            }
        };
    }

    @Override
    public void toString(StringBuilder text) {
        servers.forEach(server -> text.append(text.isEmpty() ? "" : ", ").append(server.getAddress()).append(':').append(server.getPort()));
    }
}
