package io.caravan.operations;

import io.caravan.engine.Counted;
import io.caravan.engine.GroupRun;
import io.caravan.plan.ChangeKind;
import java.util.Map;

/**
 * What a cycle came to, in people: of a source those it speaks of, of a target those who have an account there, of groups those who are in them by rule.
 *
 * @param joined   are new
 * @param linked   have an account that was there already
 * @param reopened are back, or have their account back
 * @param left     have left, or lost their account
 * @param released keep an account that is no longer looked after
 * @param intoGroups  memberships that began
 * @param outOfGroups memberships that ended
 * @param waiting  are looked at again by themselves, or once somebody has looked at them
 * @param failed   came to nothing, and wait for somebody to do something
 */
public record Tally(long joined, long linked, long changed, long reopened, long left, long released, long intoGroups, long outOfGroups, long waiting, long failed) {

    /** @param counts as a cycle counts */
    public static Tally of(Map<String, Long> counts) {
        long gone = count(counts, Counted.IDENTITIES_LEFT);
        long back = count(counts, Counted.IDENTITIES_RETURNED);
        return new Tally(count(counts, GroupRun.JOINED) + count(counts, Counted.IDENTITIES_CREATED) + applied(counts, ChangeKind.CREATE), applied(counts, ChangeKind.LINK),
                count(counts, Counted.IDENTITIES_CHANGED) - gone - back + applied(counts, ChangeKind.UPDATE), back + applied(counts, ChangeKind.ENABLE),
                gone + count(counts, GroupRun.LEFT) + applied(counts, ChangeKind.DISABLE) + applied(counts, ChangeKind.DELETE), applied(counts, ChangeKind.RELEASE), applied(counts, ChangeKind.JOIN), applied(counts, ChangeKind.LEAVE), count(counts, Counted.WAITING),
                count(counts, Counted.FAILED) - count(counts, Counted.FAILED_FOR_NOW) + count(counts, Counted.REJECTED) + count(counts, Counted.AMBIGUOUS));
    }

    private static long applied(Map<String, Long> counts, ChangeKind kind) {
        return count(counts, "applied-" + kind.word());
    }

    private static long count(Map<String, Long> counts, String what) {
        return counts.getOrDefault(what, 0L);
    }
}
