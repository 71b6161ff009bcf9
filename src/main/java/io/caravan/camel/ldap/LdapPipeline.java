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
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.WritePermit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One batch: the first LDAP request of each account request goes out without waiting for the answer to the one before, so
 * that a connection always has something to do. What the answers mean is worked out when the connections are back in the
 * pool, where the next batch is waiting for them. Used once, by one thread.
 */
final class LdapPipeline {

    /** Requests under way on one connection; more only fills the server's queue. */
    private static final int WINDOW = 32;
    /** So many are sent at a time, once there is room for all of them: to be woken for each single answer costs more than the answer. */
    private static final int BURST = WINDOW / 2;

    private final LdapPool pool;
    private final LdapWriter writer;
    private final List<AccountRequest> requests;
    private final LdapWrite[] writes;
    private final Outcome[] refused;
    private final AtomicReferenceArray<LDAPResult> answers;
    private volatile boolean silent;

    LdapPipeline(LdapPool pool, LdapWriter writer, List<AccountRequest> requests) {
        this.pool = pool;
        this.writer = writer;
        this.requests = requests;
        this.writes = new LdapWrite[requests.size()];
        this.refused = new Outcome[requests.size()];
        this.answers = new AtomicReferenceArray<>(requests.size());
    }

    List<Outcome> run(Duration responseTimeout) {
        try {
            List<LDAPConnection> connections = pool.take(1 + (requests.size() - 1) / WINDOW);
            try {
                sendAll(connections, responseTimeout);
            } finally {
                connections.forEach(pool::giveBack);
            }
        } catch (LDAPException e) {
            Outcome unreached = LdapOutcomes.failure(e, Effect.NONE).outcome();
            return requests.stream().map(request -> unreached).toList();
        }
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            outcomes.add(outcome(i));
        }
        return outcomes;
    }

    private Outcome outcome(int i) {
        if (refused[i] != null) {
            return refused[i];
        }
        LDAPResult answer = answers.get(i);
        boolean unanswered = answer == null && !writes[i].requests().isEmpty();
        return writer.finish(requests.get(i), writes[i], unanswered ? new LDAPResult(0, ResultCode.TIMEOUT) : answer);
    }

    /** The library gives every request an answer in time, be it that none came; the doubled time only guards against waiting for ever. */
    private void sendAll(List<LDAPConnection> connections, Duration responseTimeout) {
        LdapWindow window = new LdapWindow();
        Duration limit = responseTimeout.multipliedBy(2);
        for (int from = 0; from < requests.size(); from += BURST) {
            if (!window.shrinksTo(WINDOW * connections.size() - BURST, limit) || silent) {
                refuse(from);
                break;
            }
            LDAPConnection connection = connections.get(from / BURST % connections.size());
            for (int i = from; i < Math.min(from + BURST, requests.size()); i++) {
                send(i, connection, window);
            }
        }
        window.shrinksTo(0, limit);
    }

    /** Certainly not carried out, in contrast to what was sent and not answered. */
    private void refuse(int from) {
        for (int i = from; i < requests.size(); i++) {
            refused[i] = Outcome.failed(OutcomeKind.UNAVAILABLE, "it was not sent, because those before it got no answer");
        }
    }

    private void send(int i, LDAPConnection connection, LdapWindow window) {
        try {
            writes[i] = writer.prepare(requests.get(i));
            WritePermit.check();
        } catch (OutcomeException unsendable) {
            refused[i] = unsendable.outcome();
            return;
        }
        if (!writes[i].requests().isEmpty()) {
            window.sends();
            try {
                send(writes[i].requests().get(0), connection, (id, result) -> answered(i, result, window));
            } catch (LDAPException e) {
                answered(i, e.toLDAPResult(), window);
            }
        }
    }

    private void answered(int i, LDAPResult result, LdapWindow window) {
        if (answers.compareAndSet(i, null, result)) {
            if (result.getResultCode().equals(ResultCode.TIMEOUT) || result.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                silent = true;
            }
            window.answered();
        }
    }

    private static void send(UpdatableLDAPRequest request, LDAPConnection connection, AsyncResultListener listener) throws LDAPException {
        if (request instanceof AddRequest add) {
            connection.asyncAdd(add, listener);
        } else if (request instanceof ModifyRequest modify) {
            connection.asyncModify(modify, listener);
        } else if (request instanceof ModifyDNRequest rename) {
            connection.asyncModifyDN(rename, listener);
        } else {
            connection.asyncDelete((DeleteRequest) request, listener);
        }
    }
}
