package io.caravan.connector;

import io.caravan.subject.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One write operation on one account.
 *
 * @param operation   create, update, enable, disable or delete
 * @param anchor      the account's anchor; empty only for a create
 * @param account     the account as last known (LDAP needs its dn); empty for a create
 * @param changes     the attributes to write: all of them for a create, those that differ for an update, and possibly
 *                    some for enable and disable, to be applied in the same breath
 * @param enabled     how a created account shall start; empty for all other operations
 */
public record AccountRequest(Operation operation, String object, Optional<String> anchor, Attributes account,
                             List<AttributeChange> changes, Optional<Boolean> enabled) {

    public AccountRequest {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(enabled, "enabled");
        changes = List.copyOf(changes);
        if (!operation.writes() || anchor.isEmpty() != (operation == Operation.CREATE)) {
            throw new IllegalArgumentException("not a request: " + operation + " with anchor " + anchor.isPresent());
        }
    }

    /** The values to be written, by name; null where an attribute is emptied. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        changes.forEach(change -> values.put(change.name(), change.after()));
        return values;
    }
}
