package io.caravan.expression;

/** What keeps a hostile or careless expression from hanging or filling the memory. */
final class Limits {

    /** Characters of one expression. */
    static final int SOURCE = 10_000;
    /** Functions and brackets within one another. */
    static final int NESTING = 32;
    /** What {@code pad} and {@code randomString} may make. */
    static final int MADE_TEXT = 256;
    /** Elements that {@code range} may make. */
    static final int MADE_LIST = 1_000;
    /** Characters a pattern may look at in one call; catastrophic patterns end here after some milliseconds. */
    static final int PATTERN_STEPS = 1_000_000;
    /** The highest number {@code counter} reaches. */
    static final int COUNTER = 9_999;

    /** Characters of a text that functions make of others. */
    static final int TEXT = 1_000_000;

    private Limits() {
    }

    /** Throws when a text about to be made would have more than {@link #TEXT} characters. */
    static void check(long length) {
        if (length > TEXT) {
            throw new io.caravan.mapping.FormulaException("the text would have more than " + TEXT + " characters");
        }
    }
}
