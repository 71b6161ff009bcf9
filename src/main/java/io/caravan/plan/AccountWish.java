package io.caravan.plan;

import io.caravan.subject.Because;
import java.util.Optional;

/**
 * What lifecycle and scope want of an account, whatever there is.
 *
 * @param updated whether its attributes are kept right, too
 * @param none    whether its owner shall have no access any more: she has left, or is out of scope
 * @param why     what lifecycle or scope said; empty when nothing needs saying
 */
public record AccountWish(Standing standing, boolean updated, boolean none, Optional<Because> why) {

    /** How it shall stand. */
    public enum Standing {
        OPEN, CLOSED,
        /** As it does: nobody looks after it any more. */
        ANY
    }
}
