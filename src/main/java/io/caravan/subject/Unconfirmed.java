package io.caravan.subject;

/**
 * A value that was written and did not read back, or was put right once already.
 *
 * @param sent    as it was written; null: emptied
 * @param shown   what the target showed in its place; null: nothing
 * @param settled whether it was written again and did not read back then either: the target does not store it as sent, and it is not written
 *                any more until something else is wanted
 * @param overwritten whether somebody put another value over it, and it was written once more: should that happen again, two systems write the
 *                same, and one of them has to stop
 */
public record Unconfirmed(Object sent, Object shown, boolean settled, boolean overwritten) {

    public Unconfirmed(Object sent, Object shown, boolean settled) {
        this(sent, shown, settled, false);
    }

    public Unconfirmed settledWith(Object nowShown) {
        return new Unconfirmed(sent, nowShown, true, overwritten);
    }
}
