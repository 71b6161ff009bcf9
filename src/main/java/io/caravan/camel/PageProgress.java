package io.caravan.camel;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import net.openhft.hashing.LongHashFunction;

/**
 * Tells a list that gets on from one that goes round in circles, or promises more for ever and brings nothing. Each page must
 * bring something new; some that do not are forgiven, because what is made or deleted meanwhile moves others from page to page.
 * Not thread-safe.
 */
public final class PageProgress {

    private static final int MOST_OLD_PAGES = 3;
    /** Some systems filter after they have cut the list into pages. */
    private static final int MOST_EMPTY_PAGES = 1000;

    private final LongOpenHashSet seen = new LongOpenHashSet();
    private int oldPages;
    private int emptyPages;
    private int records;
    private boolean somethingNew;

    /** @param what tells this record from every other; empty: it does not say */
    public void record(String what) {
        records++;
        somethingNew |= !what.isBlank() && seen.add(LongHashFunction.xx3().hashChars(what));
    }

    /** @throws OutcomeException invalid, when there is another page and no hope that it brings anything */
    public void endOfPage(boolean more) {
        emptyPages = records == 0 ? emptyPages + 1 : 0;
        oldPages = records == 0 ? oldPages : somethingNew ? 0 : oldPages + 1;
        records = 0;
        somethingNew = false;
        if (more && oldPages == MOST_OLD_PAGES) {
            throw endless(MOST_OLD_PAGES + " pages in a row brought nobody who had not come before");
        }
        if (more && emptyPages == MOST_EMPTY_PAGES) {
            throw endless(MOST_EMPTY_PAGES + " pages in a row were empty, and each spoke of another");
        }
    }

    private OutcomeException endless(String why) {
        return new OutcomeException(OutcomeKind.INVALID, "the list has no end: after " + seen.size() + " different records, " + why
                + ". Nobody is taken for absent. Its paging is broken: ask whoever runs the system, or mend the connector's paging");
    }
}
