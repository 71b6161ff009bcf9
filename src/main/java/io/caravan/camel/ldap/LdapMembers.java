package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.PermissiveModifyRequestControl;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.WritePermit;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts members into a group, and takes them out: values of one attribute are added and deleted (RFC 4511 §4.6), and the list is never written
 * as a whole. Whoever is in it already, or is not in it, is as it shall be. Where a group is never without members, what stands in an empty one
 * goes with the first who comes, and comes back with the last who goes. Thread-safe.
 */
final class LdapMembers {

    private static final String PRIMARY_TOKEN = "primaryGroupToken";

    private final LdapPool pool;
    private final LdapSettings settings;
    private final LdapReader reader;

    LdapMembers(LdapPool pool, LdapSettings settings, LdapReader reader) {
        this.pool = pool;
        this.settings = settings;
        this.reader = reader;
    }

    Outcome execute(AccountRequest request) {
        try {
            boolean leaves = request.operation() == Operation.REMOVE_MEMBERS;
            Entry group = reader.writable(request, leaves && settings.forms().activeDirectory() ? Optional.of(PRIMARY_TOKEN) : Optional.empty());
            Optional<Outcome> kept = keptByPrimaryGroup(request, group);
            return kept.isPresent() ? kept.get() : outcome(request, group.getParsedDN(), modify(group.getParsedDN(), request));
        } catch (OutcomeException failed) {
            return failed.outcome();
        } catch (LDAPException e) {
            return LdapOutcomes.failure(e, Effect.CHANGE).outcome();
        }
    }

    /** Whoever has a group as primary group stays a member of it, whatever its list says (MS-ADTS §3.1.1.3.1.5.4). */
    private Optional<Outcome> keptByPrimaryGroup(AccountRequest request, Entry group) throws LDAPException {
        String token = group.getAttributeValue(PRIMARY_TOKEN);
        if (token == null) {
            return Optional.empty();
        }
        List<Filter> names = request.changes().get(0).remove().stream().map(name -> Filter.createEqualityFilter("distinguishedName", name.toString())).toList();
        Filter kept = Filter.createANDFilter(Filter.createEqualityFilter("primaryGroupID", token), Filter.createORFilter(names));
        for (DN base : LdapReader.bases(settings, "user")) {
            SearchRequest search = new SearchRequest(base.toString(), SearchScope.SUB, kept, "1.1");
            if (pool.connections().search(search).getEntryCount() > 0) {
                return Optional.of(names.size() > 1 ? Outcome.failed(OutcomeKind.CONFLICT, "of some of them it is the primary group")
                        : Outcome.failed(OutcomeKind.INVALID, "it is her primary group (primaryGroupID " + token + "), in which she stays whatever its list says; give her account another one first"));
            }
        }
        return Optional.empty();
    }

    private LDAPResult modify(DN group, AccountRequest request) throws LDAPException {
        AttributeChange list = request.changes().get(0);
        boolean adds = request.operation() == Operation.ADD_MEMBERS;
        List<Modification> modifications = new ArrayList<>();
        modifications.add(new Modification(adds ? ModificationType.ADD : ModificationType.DELETE, list.name(), texts(adds ? list.add() : list.remove())));
        Optional<ObjectPlace.Members> needed = adds ? settings.place(request.object()).needed() : Optional.empty();
        needed.ifPresent(members -> modifications.add(0, new Modification(ModificationType.DELETE, list.name(), members.placeholder()))); // somebody is in it now
        LDAPResult result = send(new ModifyRequest(group, modifications));
        if (needed.isPresent() && result.getResultCode().equals(ResultCode.NO_SUCH_ATTRIBUTE)) {
            modifications.remove(0); // it is not there, and this server minds: it has said so before it compared all who come with all who are in it
            result = send(new ModifyRequest(group, modifications));
        }
        if (!adds && result.getResultCode().equals(ResultCode.OBJECT_CLASS_VIOLATION) && settings.place(request.object()).members().isPresent()) {
            modifications.add(0, new Modification(ModificationType.ADD, list.name(), settings.place(request.object()).members().get().placeholder())); // a group of this class is never without members
            result = send(new ModifyRequest(group, modifications));
        }
        return result;
    }

    private static String[] texts(List<Object> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    private LDAPResult send(ModifyRequest request) throws LDAPException {
        if (pool.supportedControls().contains(PermissiveModifyRequestControl.PERMISSIVE_MODIFY_REQUEST_OID)) {
            request.addControl(new PermissiveModifyRequestControl(false));
        }
        WritePermit.check();
        try {
            return pool.connections().modify(request);
        } catch (LDAPException e) {
            return e.toLDAPResult();
        }
    }

    /**
     * Where the server does not take what is so already for done, one alone tells; of several, each is asked for. Active Directory has codes of its own
     * for that: whoever has a group as primary group is a member, and does not stand in its list (MS-ADTS §3.1.1.3.1.5.4).
     */
    private Outcome outcome(AccountRequest request, DN group, LDAPResult result) throws LDAPException {
        ResultCode code = result.getResultCode();
        AttributeChange list = request.changes().get(0);
        boolean one = list.add().size() + list.remove().size() == 1;
        boolean isSo = request.operation() == Operation.ADD_MEMBERS ? code.equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS) || code.equals(ResultCode.ENTRY_ALREADY_EXISTS)
                : code.equals(ResultCode.NO_SUCH_ATTRIBUTE) || code.equals(ResultCode.UNWILLING_TO_PERFORM) && (!one || lacks(group, list));
        if (code.equals(ResultCode.SUCCESS) || isSo && one) {
            return new Outcome(OutcomeKind.OK, request.anchor(), Attributes.empty(), "", Optional.empty());
        }
        return isSo ? Outcome.failed(OutcomeKind.CONFLICT, code.getName())
                : LdapOutcomes.outcome(result, Effect.CHANGE);
    }

    /** Whether she is not in the list: Active Directory is unwilling to take out who is not in it, and for many another reason. */
    private boolean lacks(DN group, AttributeChange list) throws LDAPException {
        Filter listed = Filter.createEqualityFilter(list.name(), list.remove().get(0).toString());
        return pool.connections().getEntry(group.toString(), "1.1") != null
                && pool.connections().searchForEntry(new SearchRequest(group.toString(), SearchScope.BASE, listed, "1.1")) == null;
    }
}
