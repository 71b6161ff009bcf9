package io.caravan.plan;

import io.caravan.mapping.GroupRule.Limits;
import io.caravan.mapping.OutboundJob.Limit;

/**
 * How many may join and leave one group at once. Where a rule says nothing: as many may leave as accounts may be disabled, 500 or 10 % of those who
 * are in it, whichever is lower, but never less than 5; and a group may double, or get 50. What a group has at first is not limited.
 */
public final class GroupGuard {

    private static final long JOIN_AT_LEAST = 50;

    private GroupGuard() {
    }

    /**
     * What would happen to a group, held against its limit.
     *
     * @param joins   whether it is about those who join; else those who leave
     * @param planned how many
     * @param allowed {@link Long#MAX_VALUE}: as many as there are
     * @param members who is in it by this rule until now
     */
    public record Measure(boolean joins, long planned, long allowed, long members) {

        public boolean isOver() {
            return planned > allowed;
        }

        public String text() {
            return planned + (joins ? " would join " + members + " members" : " of " + members + " members would leave") + (allowed == Long.MAX_VALUE ? "" : " (limit " + allowed + ")");
        }
    }

    /** @param filled whether the group has had what its rule gave it at first */
    public static Measure joins(Limits limits, long planned, long members, boolean filled) {
        Limit limit = limits.join();
        long allowed = !filled ? limit.count().orElse(Guard.Measure.NO_LIMIT)
                : Guard.isSet(limit) ? Guard.allowed(limit, members) : Math.max(JOIN_AT_LEAST, members);
        return new Measure(true, planned, allowed, members);
    }

    /** That nobody stays in a group of more than a few is held whatever the limit, unless that says {@code 100%}. */
    public static Measure leaves(Limits limits, long planned, long members) {
        Limit limit = limits.leave();
        long allowed = Guard.isSet(limit) ? Guard.allowed(limit, members) : Guard.byDefault(members);
        boolean mayBeEmptied = members <= Guard.AT_LEAST || limit.share().filter(share -> share >= 1).isPresent();
        return new Measure(false, planned, mayBeEmptied ? allowed : Math.min(allowed, members - 1), members);
    }
}
