package io.caravan.connector;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer means that has one of these statuses, and says this there. The first rule that fits counts.
 *
 * @param statuses of HTTP; empty: all that are no success
 * @param at       where to look; empty: the status alone decides
 * @param is       what has to stand there, compared as a whole; empty: anything
 * @param not      what may stand there without being meant; then everything else is, nothing at all too
 */
public record RestRule(Set<Integer> statuses, Optional<RestPath> at, List<String> is, List<String> not, OutcomeKind outcome) {

    public RestRule {
        statuses = Set.copyOf(statuses);
        is = List.copyOf(is);
        not = List.copyOf(not);
    }
}
