package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.plan.ValueComparison;
import java.util.Optional;
import java.util.Set;

/**
 * How the names of members are compared in a target: as values of the attribute that lists them.
 *
 * @param nobody what stands in a list without members where there is none without; empty: nothing does
 */
record MemberNames(AttributeSpec list, Optional<String> nobody) {

    static MemberNames of(ObjectSpec object) {
        AttributeSpec list = object.attribute(object.memberships().orElseThrow().attribute());
        // in a directory, what refers to an entry is a name whose spelling has no case
        boolean names = list.type() == AttributeType.REFERENCE && object.attribute(object.referenceAttribute()).type() == AttributeType.DN;
        return new MemberNames(names ? new AttributeSpec(list.name(), AttributeType.DN, Set.of(), list.compare(), list.whenAbsent(), list.path()) : list,
                object.memberships().get().placeholder());
    }

    /** Whether a name, as names are {@link #key compared}, is only there because the list may not be empty: neither a member nor a stranger. */
    boolean isNobody(String key) {
        return nobody.filter(placeholder -> key(placeholder).equals(key)).isPresent();
    }

    String key(String name) {
        return ValueComparison.comparable(list, name);
    }
}
