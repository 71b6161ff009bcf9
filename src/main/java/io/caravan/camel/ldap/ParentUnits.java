package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The entries above one that is created or moved. Those that are missing are made from the top down, if the settings say
 * so, and only below a base: a base that is missing is misspelt, or the directory is not the one that was meant.
 * Thread-safe.
 */
final class ParentUnits {

    static final String KIND = "organizationalUnit";
    private static final String NAMED_BY = "ou";

    private final LdapPool pool;
    private final LdapSettings settings;

    ParentUnits(LdapPool pool, LdapSettings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    /**
     * What is missing from there up to the base, the topmost first; nothing where all of it exists.
     *
     * @throws OutcomeException unavailable where even the base is missing
     */
    Deque<DN> missing(String object, DN parent) throws LDAPException {
        Deque<DN> missing = new ArrayDeque<>();
        DN base = LdapReader.bases(settings, object).stream().filter(each -> parent.isDescendantOf(each, true)).findFirst().orElseThrow();
        DN at = parent;
        while (pool.connections().getEntry(at.toString(), "1.1") == null) {
            if (at.equals(base)) {
                throw LdapReader.noBase(base);
            }
            missing.addFirst(at);
            at = at.getParent();
        }
        return missing;
    }

    /**
     * Makes them, one below the other.
     *
     * @return why that was not possible; empty when all of them are there
     */
    Optional<Outcome> make(Deque<DN> missing) throws LDAPException {
        if (!settings.writes().createParents() && !missing.isEmpty()) {
            return Optional.of(blocked(missing.getFirst(), "create it, or set createParents = " + KIND));
        }
        for (DN unit : missing) {
            RDN name = unit.getRDN();
            if (name.isMultiValued() || !name.getAttributeNames()[0].equalsIgnoreCase(NAMED_BY) || name.getAttributeValues()[0].isBlank()) {
                return Optional.of(blocked(unit, "create it by hand: only units that are named by ou are made"));
            }
            LDAPResult result = add(unit, name);
            if (!result.getResultCode().equals(ResultCode.SUCCESS) && !result.getResultCode().equals(ResultCode.ENTRY_ALREADY_EXISTS)) {
                Outcome failed = LdapOutcomes.outcome(result, Effect.CHANGE);
                return Optional.of(failed.kind().retryable() ? failed : blocked(unit, "and it could not be made: " + failed.message()));
            }
        }
        return Optional.empty();
    }

    private LDAPResult add(DN unit, RDN name) throws LDAPException {
        try {
            return pool.connections().add(new AddRequest(unit, new Attribute("objectClass", "top", KIND), new Attribute(NAMED_BY, name.getAttributeValues())));
        } catch (LDAPException e) {
            if (e.getResultCode().isConnectionUsable()) {
                return e.toLDAPResult();
            }
            throw e;
        }
    }

    private static Outcome blocked(DN parent, String remedy) {
        return Outcome.failed(OutcomeKind.BLOCKED, "the parent " + parent + " does not exist; " + remedy);
    }
}
