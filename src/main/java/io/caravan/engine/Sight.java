package io.caravan.engine;

import io.caravan.subject.Link;
import io.caravan.subject.LinkState;

/** What of a listing is taken for known. */
enum Sight {

    /** How each account is by now: a full cycle puts right whatever differs. */
    ALL,

    /**
     * Which accounts are open that we had closed, or may be, and who was put into groups. Nothing is opened or written by that: an account that somebody closes,
     * changes or deletes in the target stays as it is known until a full cycle.
     */
    OPENED;

    /** Whether it counts; what every cycle asks about anyway does. */
    boolean takes(Link known, Link shown) {
        return this == ALL || known.state() == LinkState.DISABLED && (shown.state() == LinkState.ENABLED || shown.isStateUnclear()) || known.state() == LinkState.MISSING || known.changeInDoubt().isPresent();
    }
}
