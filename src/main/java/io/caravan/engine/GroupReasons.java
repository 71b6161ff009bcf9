package io.caravan.engine;

import io.caravan.mapping.FormulaException;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.plan.GroupEvaluation;
import io.caravan.plan.GroupVerdict;
import io.caravan.subject.Attributes;
import io.caravan.subject.Lifecycle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/**
 * Asks rules about people, as of a moment.
 *
 * @param zone    for people who have none of their own
 * @param secrets attributes of people whose values are not told
 * @param groups  of rules that make one for each subject of a kind
 */
public record GroupReasons(ZoneId zone, Set<String> secrets, Instant now, SubjectGroups groups) {

    /** What the rule says of somebody. */
    public GroupVerdict verdict(GroupRule rule, Attributes person) {
        try {
            return verdict(rule, person, lifecycle(person, zone, now));
        } catch (IllegalArgumentException unclear) {
            return GroupVerdict.failed(unclear.getMessage());
        }
    }

    GroupVerdict verdict(GroupRule rule, Attributes person, Lifecycle lifecycle) {
        return new GroupEvaluation(rule, person, lifecycle, now, groups.of(rule)).verdict();
    }

    /** Why, in words: which clause decided, and by which value. */
    public String why(GroupRule rule, Attributes person) {
        try {
            return new GroupEvaluation(rule, person, lifecycle(person, zone, now), now).why(secrets);
        } catch (FormulaException | IllegalArgumentException failed) {
            return failed.getMessage();
        }
    }

    /** @throws IllegalArgumentException when a date or the status cannot be understood */
    static Lifecycle lifecycle(Attributes person, ZoneId zone, Instant now) {
        return Lifecycle.at(person, now, LifecycleRule.DEFAULT.prehire(), zone);
    }
}
