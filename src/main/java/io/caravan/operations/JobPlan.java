package io.caravan.operations;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What would be done by one job. Nothing of it has been done.
 *
 * @param counts   changes by kind, and {@code unchanged, skipped, undecided}
 * @param guard    the limits the plan goes over, in words
 * @param accounts enabled accounts the job has now
 * @param failure  why the plan is not complete
 */
public record JobPlan(String job, String direction, String system, List<ShownChange> changes, List<Undecided> undecided, Map<String, Long> counts,
                      List<String> guard, long accounts, Optional<String> failure) {

    /**
     * @param kind    a word of {@link io.caravan.plan.ChangeKind}
     * @param account what people call the account
     * @param later   references that are set once the account they mean exists
     * @param disabledUntil of a new account that is not open yet, the day on which it will be
     */
    public record ShownChange(String identity, String kind, String account, List<ChangedAttribute> attributes, String reason, List<String> later,
                              Optional<String> disabledUntil) {
    }

    /** Somebody for whom nothing can be decided, and why. */
    public record Undecided(String identity, String kind, String reason) {
    }
}
