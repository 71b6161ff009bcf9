package io.caravan.subject;

import java.util.Objects;

/**
 * A value that was written and did not read back, of which nobody knows yet whether it does, or that was put right once already.
 *
 * @param sent  as it was written; null: emptied
 * @param shown what the target showed in its place; null: nothing
 * @param overwritten whether somebody put another value over it, and it was written once more: should that happen again, two systems write the
 *                same, and one of them has to stop
 */
public record Unconfirmed(Object sent, Object shown, Standing standing, boolean overwritten) {

    /** What is known of it. */
    public enum Standing {
        /** It was read as something else: it may have been changed in the target, or not be stored as sent. */
        OPEN,
        /** It did not read back when it was written again either: the target does not store it as sent, and it is not written any more until something else is wanted. */
        SETTLED,
        /** It has not been read since it was written. */
        UNREAD,
        /** It was changed in the target, and that is taken for what is known. */
        ADOPTED,
        /** It was changed in the target, is left so, and is told. */
        REPORTED
    }

    public Unconfirmed {
        Objects.requireNonNull(standing, "standing");
    }

    public Unconfirmed(Object sent, Object shown, Standing standing) {
        this(sent, shown, standing, false);
    }

    /** @param settled whether it was written again and did not read back then either */
    public Unconfirmed(Object sent, Object shown, boolean settled) {
        this(sent, shown, settled, false);
    }

    public Unconfirmed(Object sent, Object shown, boolean settled, boolean overwritten) {
        this(sent, shown, settled ? Standing.SETTLED : Standing.OPEN, overwritten);
    }

    public boolean settled() {
        return standing == Standing.SETTLED;
    }

    /** Whether somebody has changed it in the target, as far as is known. */
    public boolean drifted() {
        return standing == Standing.OPEN || standing == Standing.ADOPTED || standing == Standing.REPORTED;
    }

    /** Why an account is not known to stand as it shall, or was not written so again; of the attribute that says whether it is open. */
    public Because ofState(String name) {
        return Openness.isUnclear(shown) ? Because.of(Reason.STATE_UNCLEAR, name, String.valueOf(shown), Boolean.FALSE.equals(sent) ? "closed" : "open")
                : Because.of(Reason.NOT_STORED, name, String.valueOf(sent), String.valueOf(shown));
    }

    public Unconfirmed settledWith(Object nowShown) {
        return new Unconfirmed(sent, nowShown, true, overwritten);
    }

    public Unconfirmed with(Standing now) {
        return new Unconfirmed(sent, shown, now, overwritten);
    }
}
