package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One example of a group's rule: {@code caravan test} runs it.
 *
 * @param given  what is known of a person
 * @param member whether she is in, be it in any group of the rule
 * @param groups exactly which groups, where that is said
 * @param now    as of when; empty: the moment of the test
 */
public record GroupExample(String name, Attributes given, boolean member, Optional<Set<String>> groups, Optional<Instant> now, Position position) {

    public GroupExample {
        groups = groups.map(Set::copyOf);
    }
}
