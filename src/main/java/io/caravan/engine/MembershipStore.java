package io.caravan.engine;

import io.caravan.subject.Membership;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who is in which group, and who said so. Rows, not values: a group of a hundred thousand costs what changes in it. */
public interface MembershipStore {

    /** Stores memberships; one of the same group, member and origin is replaced. */
    void save(Collection<Membership> memberships);

    /** Removes memberships, whatever their moments; unknown ones are passed over. */
    void remove(Collection<Membership> memberships);

    /** Some of a group's memberships, in the order of members and origins, of members after one (0 for the first). A member's are never torn apart. */
    List<Membership> ofGroup(long group, long afterMember, int members);

    /** The memberships of these members, by member; who is in no group has no entry. */
    Map<Long, List<Membership>> ofMembers(Collection<Long> members);
}
