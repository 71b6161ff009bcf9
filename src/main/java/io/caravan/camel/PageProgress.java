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
    /** Those of the page that is read; that somebody stands twice on one page is no matter of pages. */
    private final LongOpenHashSet here = new LongOpenHashSet();
    private int oldPages;
    private int emptyPages;
    private int records;
    private long repeated;
    private boolean somethingNew;

    /** @param what tells this record from every other; empty: it does not say */
    public void record(String what) {
        records++;
        long key = LongHashFunction.xx3().hashChars(what);
        boolean isNew = !what.isBlank() && seen.add(key);
        repeated += !isNew && !what.isBlank() && !here.contains(key) ? 1 : 0;
        if (!what.isBlank()) {
            here.add(key);
        }
        somethingNew |= isNew;
    }

    /** @throws OutcomeException unavailable, when somebody came on two pages of as many records as there are: in her place somebody is missing */
    void requireNobodyTwice() {
        if (repeated > 0) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "as many records came as the system speaks of, and " + repeated + " of them had come on a page before: others were left out, so the read starts again later");
        }
    }

    /** @throws OutcomeException invalid, when there is another page and no hope that it brings anything */
    public void endOfPage(boolean more) {
        emptyPages = records == 0 ? emptyPages + 1 : 0;
        oldPages = records == 0 ? oldPages : somethingNew ? 0 : oldPages + 1;
        records = 0;
        here.clear();
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
