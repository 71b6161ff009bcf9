package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.RDN;
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
import io.caravan.engine.WritePermit;
import io.caravan.subject.Attributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out account requests, one or many at a time, and says what became of each. Thread-safe. */
final class LdapWriter {

    /** What a refusal may teach: an old name, a missing parent, values that the server sees otherwise. */
    private static final int FURTHER_TRIES = 3;

    private final LdapPool pool;
    private final LdapSettings settings;
    private final LdapValues values;
    private final LdapReader reader;
    private final ParentUnits parents;
    private final LdapMembers members;

    LdapWriter(LdapPool pool, LdapSettings settings, LdapValues values, LdapReader reader) {
        this.pool = pool;
        this.settings = settings;
        this.values = values;
        this.reader = reader;
        this.parents = new ParentUnits(pool, settings);
        this.members = new LdapMembers(pool, settings, reader);
    }

    Outcome execute(AccountRequest request) {
        if (request.operation().isOfMembers()) {
            return members.execute(request);
        }
        try {
            LdapWrite write = prepare(request);
            return finish(request, write, write.requests().isEmpty() ? null : send(write.requests().get(0)));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    /** Several at once: first requests are sent ahead over all connections, the few that need a second step follow one by one. */
    List<Outcome> execute(List<AccountRequest> requests) {
        return new LdapPipeline(pool, this, requests).run(settings.server().timeouts().response());
    }

    /** @throws OutcomeException if the request cannot be sent as it is, or the server not reached */
    LdapWrite prepare(AccountRequest request) {
        try {
            return prepare(request, rules(request));
        } catch (LDAPException e) {
            throw LdapOutcomes.failure(e, Effect.NONE);
        }
    }

    private LdapWrite prepare(AccountRequest request, EqualityRules rules) throws LDAPException {
        LdapRequests requests = requests(rules);
        if (request.operation() == Operation.CREATE) {
            return requests.create(request);
        }
        // Where the server cannot assert it, only a look tells that the name is still that of the entry with this anchor.
        boolean looks = requests.needsState(request) || !requests.assertsAnchors() || settings.writes().protection().looks();
        Optional<DN> known = looks ? Optional.empty() : lastKnownName(request);
        return requests.change(request, known.isPresent() ? Current.named(known.get()) : current(request));
    }

    private LdapRequests requests(EqualityRules rules) throws LDAPException {
        return new LdapRequests(settings, values, pool.supportedControls(), rules);
    }

    /** Nobody needs to know them, and reads the subschema, where no attribute has several values. */
    private EqualityRules rules(AccountRequest request) throws LDAPException {
        for (AttributeChange change : request.changes()) {
            if (change.after() instanceof Collection<?> || change.before() instanceof Collection<?>) {
                return pool.equalityRules();
            }
        }
        return EqualityRules.UNKNOWN;
    }

    /**
     * The request that was sent last, and what became of it.
     *
     * @param begun whether another was carried out before
     */
    private record Sent(UpdatableLDAPRequest request, LDAPResult result, boolean begun) {
        ResultCode code() {
            return result.getResultCode();
        }
    }

    /** Goes on after the first request of a write was answered; null if it had none to send. */
    Outcome finish(AccountRequest request, LdapWrite write, LDAPResult first) {
        try {
            if (first == null) {
                return done(request, write);
            }
            if (request.operation() == Operation.CREATE) {
                return created(request, write, first, FURTHER_TRIES);
            }
            if (isAboutAnother(first)) {
                return again(request, rules(request), FURTHER_TRIES);
            }
            return settle(request, rules(request), write, sendRest(write, first), FURTHER_TRIES);
        } catch (OutcomeException failed) {
            return failed.outcome();
        } catch (LDAPException e) {
            return LdapOutcomes.failure(e, Effect.CHANGE).outcome();
        }
    }

    /** What we knew was old (the name is gone or another's, the bits are others): whoever has the anchor now is meant, as it is now. */
    private Outcome again(AccountRequest request, EqualityRules rules, int more) throws LDAPException {
        return again(request, rules, current(request), more);
    }

    private Outcome again(AccountRequest request, EqualityRules rules, Current current, int more) throws LDAPException {
        LdapWrite write = requests(rules).change(request, current);
        if (write.requests().isEmpty()) {
            return done(request, write);
        }
        Sent sent = sendRest(write, send(write.requests().get(0)));
        Outcome outcome = settle(request, rules, write, sent, more - 1);
        // It was found by its anchor a moment ago: that it is not there is no evidence that it is gone.
        return outcome.kind() != OutcomeKind.NOT_FOUND ? outcome
                : Outcome.failed(OutcomeKind.UNAVAILABLE, "the directory shows the entry " + write.dn() + " and does not find it when it is written: " + outcome.message());
    }

    private Sent sendRest(LdapWrite write, LDAPResult first) {
        Sent sent = new Sent(write.requests().get(0), first, false);
        for (int i = 1; i < write.requests().size() && sent.code().equals(ResultCode.SUCCESS); i++) {
            sent = new Sent(write.requests().get(i), send(write.requests().get(i)), true);
        }
        return sent;
    }

    /** Whatever comes of the rest: what was carried out before it is. */
    private Outcome settle(AccountRequest request, EqualityRules rules, LdapWrite write, Sent sent, int more) throws LDAPException {
        if (!sent.begun) {
            return settled(request, rules, write, sent, more);
        }
        try {
            return settled(request, rules, write, sent, more).asBegun();
        } catch (OutcomeException failed) {
            return failed.outcome().asBegun();
        } catch (LDAPException failed) {
            return LdapOutcomes.failure(failed, Effect.CHANGE).outcome().asBegun();
        }
    }

    /** Done, or refused: then in the way that the server can take, if there is one. */
    private Outcome settled(AccountRequest request, EqualityRules rules, LdapWrite write, Sent sent, int more) throws LDAPException {
        if (sent.code().equals(ResultCode.SUCCESS)) {
            return done(request, write);
        }
        if (more > 0 && changesOnlySpelling(sent)) {
            return again(request, rules, current(request).withoutSpelling(), more);
        }
        if (more > 0 && sent.code().equals(ResultCode.ENTRY_ALREADY_EXISTS) && sent.request() instanceof ModifyDNRequest move && requests(rules).mayBeCalledOtherwise(request, move)) {
            return again(request, rules, current(request).whoseNameIsTaken(), 1);
        }
        if (more > 0 && movesTo(sent).isPresent()) {
            Deque<DN> missing = parents.missing(request.object(), movesTo(sent).get());
            Optional<Outcome> blocked = parents.make(missing);
            // Where none is missing (any more) it is tried once more; then the refusal has another reason.
            return blocked.isPresent() ? blocked.get() : again(request, rules, missing.isEmpty() ? 1 : more);
        }
        if (more > 0 && refusesValues(sent)) {
            boolean twice = sent.code().equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS);
            return hasDeltas(request) ? again(withoutDeltas(request, pool.equalityRules()), pool.equalityRules(), more)
                    : again(request, twice ? EqualityRules.LOOSEST : rules, more);
        }
        return LdapOutcomes.outcome(sent.result(), Effect.CHANGE);
    }

    private static boolean isAboutAnother(LDAPResult result) {
        return result.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) || result.getResultCode().equals(ResultCode.ASSERTION_FAILED);
    }

    /** To some servers a name that differs in case only is no new name; the attribute itself they let be written. */
    private static boolean changesOnlySpelling(Sent sent) throws LDAPException {
        return sent.request() instanceof ModifyDNRequest rename && rename.getNewSuperiorDN() == null && new DN(rename.getDN()).getRDN().equals(new RDN(rename.getNewRDN()));
    }

    /**
     * The new parent, if the entry was to be moved and the refusal may be about that. Servers do not agree on the code: RFC 4511
     * §4.9 says noSuchObject, OpenLDAP other, Active Directory unwillingToPerform.
     */
    private static Optional<DN> movesTo(Sent sent) throws LDAPException {
        boolean mayBe = sent.code().equals(ResultCode.NO_SUCH_OBJECT) || sent.code().equals(ResultCode.OTHER) || sent.code().equals(ResultCode.UNWILLING_TO_PERFORM);
        return mayBe && sent.request() instanceof ModifyDNRequest move && move.getNewSuperiorDN() != null ? Optional.of(new DN(move.getNewSuperiorDN())) : Optional.empty();
    }

    /**
     * Whether a value to be added was there, one to be removed was not, or the server cannot tell values of this attribute apart:
     * what we knew was old, or the server's rules are others than we thought. Then the whole list is written.
     */
    private static boolean refusesValues(Sent sent) {
        return sent.request() instanceof ModifyRequest && (sent.code().equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS) || sent.code().equals(ResultCode.NO_SUCH_ATTRIBUTE)
                || sent.code().equals(ResultCode.INAPPROPRIATE_MATCHING) || sent.code().equals(ResultCode.CONSTRAINT_VIOLATION));
    }

    private static boolean hasDeltas(AccountRequest request) {
        return request.changes().stream().anyMatch(change -> !change.add().isEmpty() || !change.remove().isEmpty());
    }

    /** Lists are written as a whole; but of those in which others have values, too, only what differs from how they are now. */
    private AccountRequest withoutDeltas(AccountRequest request, EqualityRules rules) throws LDAPException {
        List<String> shared = request.changes().stream().filter(AttributeChange::shared).map(AttributeChange::name).toList();
        Optional<Entry> now = shared.isEmpty() ? Optional.empty() : reader.entry(request.object(), request.anchor().orElseThrow(), shared);
        List<AttributeChange> whole = request.changes().stream().map(change -> change.shared() && now.isPresent() ? sinceThen(change, now.get(), rules)
                : AttributeChange.of(change.name(), change.before(), change.after())).toList();
        return new AccountRequest(request.operation(), request.object(), request.anchor(), request.account(), whole, request.enabled());
    }

    private AttributeChange sinceThen(AttributeChange change, Entry now, EqualityRules rules) {
        Attribute has = Optional.ofNullable(now.getAttribute(change.name())).orElseGet(() -> new Attribute(change.name()));
        Set<Object> there = Arrays.stream(has.getRawValues()).map(value -> rules.key(has.getBaseName(), value)).collect(Collectors.toSet());
        return new AttributeChange(change.name(), List.of((Object[]) has.getValues()), change.after(),
                change.add().stream().filter(value -> !there.contains(key(change, value, rules))).toList(),
                change.remove().stream().filter(value -> there.contains(key(change, value, rules))).toList(), true);
    }

    private Object key(AttributeChange change, Object value, EqualityRules rules) {
        Attribute one = values.attribute(change.name(), value);
        return rules.key(one.getBaseName(), one.getRawValues()[0]);
    }

    private Outcome created(AccountRequest request, LdapWrite write, LDAPResult result, int more) throws LDAPException {
        ResultCode code = result.getResultCode();
        if (code.equals(ResultCode.NO_SUCH_OBJECT)) {
            Optional<Outcome> blocked = more > 0 ? parents.make(parents.missing(request.object(), write.dn().getParent()))
                    : Optional.of(Outcome.failed(OutcomeKind.UNAVAILABLE, "the directory shows the parent of " + write.dn() + " and does not find it"));
            return blocked.isPresent() ? blocked.get() : created(request, write, send(write.requests().get(0)), more - 1);
        }
        if (code.equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS) && more > 0) {
            LdapWrite fewer = prepare(request, EqualityRules.LOOSEST);
            return created(request, fewer, send(fewer.requests().get(0)), 0);
        }
        if (!code.equals(ResultCode.SUCCESS)) {
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
            Entry entry = told != null ? told.getEntry() : reader.anchorOf(write.dn());
            return entry == null ? Optional.empty() : Optional.ofNullable(values.anchor(entry));
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
        return Attributes.taking(now);
    }

    private LDAPResult send(UpdatableLDAPRequest request) {
        try {
            LDAPConnectionPool connections = pool.connections();
            WritePermit.check();
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
        Entry entry = reader.writable(request, state);
        return new Current(entry.getParsedDN(), state.map(entry::getAttributeValue), true, false);
    }
}
