package io.caravan.subject;

/**
 * A value that was written and did not read back.
 *
 * @param sent    as it was written; null: emptied
 * @param shown   what the target showed in its place; null: nothing
 * @param settled whether it was written again and did not read back then either: the target does not store it as sent, and it is not written
 *                any more until something else is wanted
 */
public record Unconfirmed(Object sent, Object shown, boolean settled) {

    public Unconfirmed settledWith(Object nowShown) {
        return new Unconfirmed(sent, nowShown, true);
    }
}
