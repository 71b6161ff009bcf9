package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One example of a group's rule: {@code caravan test} runs it.
 *
 * @param given  what is known of a person
 * @param member whether she is in, be it in any group of the rule
 * @param groups exactly which groups, where that is said
 * @param each   the subjects that there are, where the rule makes a group for each
 * @param now    as of when; empty: the moment of the test
 */
public record GroupExample(String name, Attributes given, boolean member, Optional<Set<String>> groups, List<Attributes> each, Optional<Instant> now, Position position) {

    public GroupExample {
        each = List.copyOf(each);
        groups = groups.map(Set::copyOf);
    }
}
