package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.UpdatableLDAPRequest;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import io.caravan.camel.ldap.LdapRequests.Current;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.identity.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out account requests, one or many at a time, and says what became of each. Thread-safe. */
final class LdapWriter {

    private final LdapPool pool;
    private final LdapSettings settings;
    private final LdapValues values;
    private final LdapReader reader;

    LdapWriter(LdapPool pool, LdapSettings settings, LdapValues values, LdapReader reader) {
        this.pool = pool;
        this.settings = settings;
        this.values = values;
        this.reader = reader;
    }

    Outcome execute(AccountRequest request) {
        try {
            LdapWrite write = prepare(request);
            return finish(request, write, write.requests().isEmpty() ? null : send(write.requests().get(0)));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    /** Several at once: first requests are sent ahead over all connections, the few that need a second step follow one by one. */
    List<Outcome> execute(List<AccountRequest> requests) {
        return new LdapPipeline(pool, this, requests).run(settings.server().responseTimeout());
    }

    /** @throws OutcomeException if the request cannot be sent as it is, or the server not reached */
    LdapWrite prepare(AccountRequest request) {
        try {
            LdapRequests requests = new LdapRequests(settings, values, pool.supportedControls());
            if (request.operation() == Operation.CREATE) {
                return requests.create(request);
            }
            Optional<DN> known = requests.needsState(request) ? Optional.empty() : lastKnownName(request);
            return requests.change(request, known.isPresent() ? Current.named(known.get()) : current(request));
        } catch (LDAPException e) {
            throw LdapOutcomes.failure(e, Effect.NONE);
        }
    }

    /** Goes on after the first request of a write was answered; null if it had none to send. */
    Outcome finish(AccountRequest request, LdapWrite write, LDAPResult first) {
        try {
            if (first == null) {
                return done(request, write);
            }
            if (request.operation() == Operation.CREATE) {
                return created(request, write, first);
            }
            if (isAboutAnother(first)) {
                return again(request);
            }
            LDAPResult result = first;
            for (int i = 1; i < write.requests().size() && result.getResultCode().equals(ResultCode.SUCCESS); i++) {
                result = send(write.requests().get(i));
            }
            if (isStaleDelta(result)) {
                return hasDeltas(request) ? execute(withoutDeltas(request)) : again(request);
            }
            return result.getResultCode().equals(ResultCode.SUCCESS) ? done(request, write) : LdapOutcomes.outcome(result, Effect.CHANGE);
        } catch (OutcomeException failed) {
            return failed.outcome();
        } catch (LDAPException e) {
            return LdapOutcomes.failure(e, Effect.CHANGE).outcome();
        }
    }

    /** What we knew was old (the name is gone or another's, the bits are others): whoever has the anchor now is meant, as it is now. */
    private Outcome again(AccountRequest request) throws LDAPException {
        LdapWrite write = new LdapRequests(settings, values, pool.supportedControls()).change(request, current(request));
        LDAPResult result = null;
        for (UpdatableLDAPRequest each : write.requests()) {
            result = send(each);
            if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
                return result.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) ? elsewhere(write, result) : LdapOutcomes.outcome(result, Effect.CHANGE);
            }
        }
        return done(request, write);
    }

    /** The entry was found by its anchor a moment ago: what is not there is where it was to go, or another server holds it. */
    private static Outcome elsewhere(LdapWrite write, LDAPResult result) {
        return Outcome.failed(OutcomeKind.INVALID, "the entry is there, but it cannot become " + write.dn() + ": "
                + LdapOutcomes.outcome(result, Effect.CHANGE).message() + "; does the entry it shall stand under exist?");
    }

    private static boolean isAboutAnother(LDAPResult result) {
        return result.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) || result.getResultCode().equals(ResultCode.ASSERTION_FAILED);
    }

    /** A value to be added was there, or one to be removed was not: what we knew was old, so the whole list is written. */
    private static boolean isStaleDelta(LDAPResult result) {
        return result.getResultCode().equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS) || result.getResultCode().equals(ResultCode.NO_SUCH_ATTRIBUTE);
    }

    private static boolean hasDeltas(AccountRequest request) {
        return request.changes().stream().anyMatch(change -> !change.add().isEmpty() || !change.remove().isEmpty());
    }

    private static AccountRequest withoutDeltas(AccountRequest request) {
        List<AttributeChange> whole = request.changes().stream().map(change -> AttributeChange.of(change.name(), change.before(), change.after())).toList();
        return new AccountRequest(request.operation(), request.object(), request.anchor(), request.account().without(List.of(LdapValues.DN)), whole, request.enabled());
    }

    private Outcome created(AccountRequest request, LdapWrite write, LDAPResult result) {
        if (result.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
            return Outcome.failed(OutcomeKind.INVALID, "the parent of " + write.dn() + " does not exist");
        }
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            return LdapOutcomes.outcome(result, Effect.CREATE);
        }
        Optional<Object> anchor = anchorOfNew(write, result);
        return anchor.isPresent() ? Outcome.ok(anchor.get().toString(), now(request, write, anchor.get().toString()))
                : Outcome.failed(OutcomeKind.IN_DOUBT, "the new entry shows no " + settings.anchor() + "; may the bind DN read it?");
    }

    /** The entry is there, whatever becomes of the question what names it for ever. */
    private Optional<Object> anchorOfNew(LdapWrite write, LDAPResult result) {
        try {
            PostReadResponseControl told = PostReadResponseControl.get(result);
            return Optional.ofNullable(told != null ? told.getEntry() : reader.anchorOf(write.dn())).map(values::anchor);
        } catch (LDAPException unreadable) {
            return Optional.empty();
        }
    }

    private Outcome done(AccountRequest request, LdapWrite write) {
        String anchor = request.anchor().orElseThrow();
        return Outcome.ok(anchor, request.operation() == Operation.DELETE ? Attributes.empty() : now(request, write, anchor));
    }

    private Attributes now(AccountRequest request, LdapWrite write, String anchor) {
        Map<String, Object> now = new LinkedHashMap<>();
        now.put(settings.anchor(), anchor);
        now.put(LdapValues.DN, write.dn().toMinimallyEncodedString());
        switch (request.operation()) {
            case ENABLE -> now.put(LdapValues.ENABLED, true);
            case DISABLE -> now.put(LdapValues.ENABLED, false);
            case CREATE -> now.put(LdapValues.ENABLED, settings.disabling() instanceof Disabling.Unknown || request.enabled().orElse(true));
            default -> { }
        }
        return Attributes.of(now);
    }

    private LDAPResult send(UpdatableLDAPRequest request) {
        try {
            LDAPConnectionPool connections = pool.connections();
            return request instanceof AddRequest add ? connections.add(add)
                    : request instanceof ModifyRequest modify ? connections.modify(modify)
                    : request instanceof ModifyDNRequest rename ? connections.modifyDN(rename)
                    : connections.delete((DeleteRequest) request);
        } catch (LDAPException e) {
            return e.toLDAPResult();
        }
    }

    private Optional<DN> lastKnownName(AccountRequest request) throws LDAPException {
        Optional<String> dn = request.account().text(LdapValues.DN);
        return dn.isPresent() ? Optional.of(new DN(dn.get())) : Optional.empty();
    }

    private Current current(AccountRequest request) throws LDAPException {
        Optional<String> state = settings.disabling() instanceof Disabling.ByBit by ? Optional.of(by.attribute()) : Optional.empty();
        Entry entry = reader.entry(request.object(), request.anchor().orElseThrow(), List.of(state.orElse("1.1")))
                .orElseThrow(() -> new OutcomeException(OutcomeKind.NOT_FOUND, "no entry has this " + settings.anchor()));
        return new Current(entry.getParsedDN(), state.map(entry::getAttributeValue));
    }
}
