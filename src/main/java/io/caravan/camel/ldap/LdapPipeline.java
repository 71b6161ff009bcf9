package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.AsyncResultListener;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.UpdatableLDAPRequest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One batch: the first LDAP request of each account request goes out without waiting for the answer to the one before,
 * spread over the pool's connections; nobody waits for a round trip. Used once, by one thread.
 */
final class LdapPipeline {

    /** Requests under way on one connection; more only fills the server's queue. */
    private static final int WINDOW = 16;

    private final LdapPool pool;
    private final Duration responseTimeout;

    LdapPipeline(LdapPool pool, Duration responseTimeout) {
        this.pool = pool;
        this.responseTimeout = responseTimeout;
    }

    /** One request on its way; {@code write} is null when there is nothing to send, and {@code refused} says why. */
    private record Sent(AccountRequest request, LdapWrite write, CompletableFuture<LDAPResult> answer, Outcome refused) {
    }

    List<Outcome> run(List<AccountRequest> requests, LdapWriter writer) {
        List<LDAPConnection> connections = new ArrayList<>();
        List<Sent> sent;
        try {
            int wanted = Math.max(1, Math.min(pool.size(), requests.size() / 2));
            while (connections.size() < wanted) {
                connections.add(pool.connections().getConnection());
            }
            sent = sendAll(requests, writer, connections);
            sent.forEach(this::await);
        } catch (LDAPException e) {
            Outcome unreached = LdapOutcomes.failure(e, false).outcome();
            return requests.stream().map(request -> unreached).toList();
        } finally {
            connections.forEach(this::giveBack);
        }
        // Second steps take connections from the pool again: these have to be back by then.
        return sent.stream().map(each -> each.refused() != null ? each.refused()
                : writer.finish(each.request(), each.write(), each.answer().join())).toList();
    }

    private List<Sent> sendAll(List<AccountRequest> requests, LdapWriter writer, List<LDAPConnection> connections) {
        Semaphore window = new Semaphore(WINDOW * connections.size());
        List<Sent> sent = new ArrayList<>(requests.size());
        for (AccountRequest request : requests) {
            try {
                LdapWrite write = writer.prepare(request);
                CompletableFuture<LDAPResult> answer = write.requests().isEmpty() ? CompletableFuture.completedFuture(null)
                        : send(write.requests().get(0), connections.get(sent.size() % connections.size()), window);
                sent.add(new Sent(request, write, answer, null));
            } catch (OutcomeException refused) {
                sent.add(new Sent(request, null, null, refused.outcome()));
            }
        }
        return sent;
    }

    private static CompletableFuture<LDAPResult> send(UpdatableLDAPRequest request, LDAPConnection connection, Semaphore window) {
        CompletableFuture<LDAPResult> answer = new CompletableFuture<>();
        window.acquireUninterruptibly();
        AsyncResultListener listener = (id, result) -> {
            window.release();
            answer.complete(result);
        };
        try {
            if (request instanceof AddRequest add) {
                connection.asyncAdd(add, listener);
            } else if (request instanceof ModifyRequest modify) {
                connection.asyncModify(modify, listener);
            } else if (request instanceof ModifyDNRequest rename) {
                connection.asyncModifyDN(rename, listener);
            } else {
                connection.asyncDelete((DeleteRequest) request, listener);
            }
        } catch (LDAPException e) {
            if (answer.complete(e.toLDAPResult())) {
                window.release();
            }
        }
        return answer;
    }

    /** Leaves the answer there, be it that none came. */
    private void await(Sent sent) {
        if (sent.refused() != null) {
            return;
        }
        try {
            sent.answer().get(responseTimeout.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sent.answer().complete(new LDAPResult(0, ResultCode.TIMEOUT));
        } catch (ExecutionException | TimeoutException e) {
            sent.answer().complete(new LDAPResult(0, ResultCode.TIMEOUT));
        }
    }

    private void giveBack(LDAPConnection connection) {
        try {
            if (connection.isConnected()) {
                pool.connections().releaseConnection(connection);
            } else {
                pool.connections().releaseDefunctConnection(connection);
            }
        } catch (LDAPException poolIsGone) {
            connection.close();
        }
    }
}
