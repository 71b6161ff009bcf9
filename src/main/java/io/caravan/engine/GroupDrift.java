package io.caravan.engine;

import io.caravan.plan.Drift.Follows;
import io.caravan.plan.Drift.Kind;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import java.util.List;
import java.util.Optional;

/**
 * In what the members of one group of a target differ from what is known of them.
 *
 * @param kind  {@link Kind#STRANGERS} or {@link Kind#MEMBERS_GONE}
 * @param group whose account it is
 * @param count how many members
 * @param some  the first of them, in the order of their names
 */
public record GroupDrift(Kind kind, Identity group, Link link, long count, List<Member> some, Follows follows) {

    /**
     * @param name as the group lists it
     * @param who  whose account has that name; empty: nobody's here
     */
    public record Member(String name, Optional<Identity> who) {
    }

    public GroupDrift {
        some = List.copyOf(some);
    }
}
