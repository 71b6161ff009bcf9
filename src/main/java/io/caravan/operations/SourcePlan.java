package io.caravan.operations;

import java.util.List;

/**
 * What would follow from one reading of a source.
 *
 * @param joined     people who are new
 * @param changed    people of whom something else is said, and who neither leave nor come back
 * @param left       people who leave
 * @param returned   people who come back
 * @param failed     records of which nothing can be made
 * @param memberships who comes into groups, and who leaves them
 * @param attributes what changes, most people first
 */
public record SourcePlan(String job, String system, long joined, long changed, long left, long returned, long failed, MembershipTally memberships,
                         List<ChangedOf> attributes) {

    /** An attribute, and for how many people it changes. */
    public record ChangedOf(String attribute, long people) {
    }

    public boolean isEmpty() {
        return isOfNobody() && memberships.joined() + memberships.left() + memberships.assigned() + memberships.unassigned() + memberships.changed() == 0;
    }

    /** Whether nothing of it is about people. */
    public boolean isOfNobody() {
        return joined + changed + left + returned + failed == 0;
    }
}
