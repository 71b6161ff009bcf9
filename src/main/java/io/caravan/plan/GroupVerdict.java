package io.caravan.plan;

import io.caravan.subject.Attributes;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a group's rule says of one person.
 *
 * @param groups  the groups she belongs to by it, each with what the rule says of the group itself; none when it failed
 * @param failure why that cannot be said: then nothing follows from it, and whatever was stays
 */
public record GroupVerdict(Map<String, Attributes> groups, Optional<String> failure) {

    /** In no group. */
    public static final GroupVerdict NONE = of(Map.of());

    public GroupVerdict {
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    static GroupVerdict of(Map<String, Attributes> groups) {
        return new GroupVerdict(groups, Optional.empty());
    }

    public static GroupVerdict failed(String why) {
        return new GroupVerdict(Map.of(), Optional.of(why));
    }
}
