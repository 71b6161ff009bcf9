package io.caravan.connector;

import java.util.Objects;
import java.util.Optional;

/**
 * How a group in a system holds its members, as {@code spec.provisioning.objects.*.memberships} declares it.
 *
 * @param attribute   of the group that lists them; it is never read or written as a value like others
 * @param namedBy     the attribute of a member's account that stands in that list; empty: what references to that account say
 * @param chunk       so many names go into one request
 * @param nested      whether a group may be a member
 * @param placeholder what stands in the list of a group without members, where the system has none without; empty: they may have none
 */
public record MembershipSpec(String attribute, Optional<String> namedBy, int chunk, boolean nested, Optional<String> placeholder) {

    public MembershipSpec {
        Objects.requireNonNull(attribute, "attribute");
        Objects.requireNonNull(namedBy, "namedBy");
        Objects.requireNonNull(placeholder, "placeholder");
        if (chunk < 1) {
            throw new IllegalArgumentException("a request with " + chunk + " names");
        }
    }
}
