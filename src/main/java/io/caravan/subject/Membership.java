package io.caravan.subject;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A subject is in a group, because somebody said so. The same two may have several, one for each who said so.
 *
 * @param group  the group's id in the hub
 * @param member the id of a person, or of another group
 * @param origin who said so; a membership ends with its last origin
 * @param from   from when on; empty: from ever
 * @param until  until when, exclusive; empty: for good
 */
public record Membership(long group, long member, Origin origin, Optional<Instant> from, Optional<Instant> until) {

    public Membership {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(origin, "origin");
        if (group == member) {
            throw new IllegalArgumentException("a group is not a member of itself");
        }
    }

    public boolean isAt(Instant now) {
        return from.filter(now::isBefore).isEmpty() && until.map(now::isBefore).orElse(true);
    }
}
