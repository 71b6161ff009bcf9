package io.caravan.operations;

import io.caravan.engine.Counted;
import java.util.Map;

/**
 * What a cycle of a source came to, in memberships.
 *
 * @param joined  came into a group
 * @param left    are not in a group any more
 * @param assigned were assigned to an application or a role
 * @param unassigned are not assigned any more
 * @param changed begin or end at another moment
 * @param unknown what the source says of somebody, or a group, whom the hub does not know, or of whom there are several; from earlier cycles, too
 */
public record MembershipTally(long joined, long left, long assigned, long unassigned, long changed, long unknown) {

    public static MembershipTally of(Map<String, Long> counts) {
        return new MembershipTally(counts.getOrDefault(Counted.MEMBERS_JOINED, 0L), counts.getOrDefault(Counted.MEMBERS_LEFT, 0L),
                counts.getOrDefault(Counted.ASSIGNED_TO, 0L), counts.getOrDefault(Counted.UNASSIGNED_FROM, 0L), counts.getOrDefault(Counted.MEMBERSHIPS_CHANGED, 0L), counts.getOrDefault(Counted.MEMBERS_UNKNOWN, 0L));
    }

    public boolean isEmpty() {
        return joined + left + assigned + unassigned + changed + unknown == 0;
    }
}
