package io.caravan.identity;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An identity's tie to its account in one job's target, with the shadow: the account's last known state. Where no
 * account exists, {@code reason} says why; one that {@link #saysNothing} need not be kept.
 *
 * @param anchor     the target's own name for the account; empty while there is none
 * @param shadow     the account's attributes as last written or read; empty while there is none
 * @param reason     why the account is as it is or is not there, in words; empty when nothing needs saying
 * @param disabledAt when we disabled it, for the hold before deletion
 * @param dueAt      when time alone may change what should be there (start date, end of hold); empty when nothing is ahead
 */
public record Link(long identityId, Optional<String> anchor, LinkState state, Attributes shadow, String reason,
                   Optional<Instant> disabledAt, Optional<Instant> dueAt) {

    public Link {
        Objects.requireNonNull(anchor, "anchor");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(disabledAt, "disabledAt");
        Objects.requireNonNull(dueAt, "dueAt");
        if (state.exists() && anchor.isEmpty()) {
            throw new IllegalArgumentException("an account that exists has an anchor");
        }
    }

    /** No account, and why. */
    public static Link none(long identityId, String reason) {
        return new Link(identityId, Optional.empty(), LinkState.NONE, Attributes.empty(), reason, Optional.empty(), Optional.empty());
    }

    /** Whether this is as good as no link: there is no account, and nothing to be said of it or to be waited for. */
    public boolean saysNothing() {
        return state == LinkState.NONE && anchor.isEmpty() && shadow.isEmpty() && reason.isEmpty() && disabledAt.isEmpty() && dueAt.isEmpty();
    }
}
