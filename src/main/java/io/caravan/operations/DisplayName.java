package io.caravan.operations;

import io.caravan.diagnostic.VisibleText;

/**
 * What somebody is called beside their key, as the project's settings say; never in its place.
 *
 * @param text as it is in the hub; empty: nothing, the key is all there is
 */
public record DisplayName(String text) {

    public static final DisplayName NONE = new DisplayName("");

    /** A text in which nothing shows is none. */
    static DisplayName of(String text) {
        boolean shows = text.codePoints().anyMatch(c -> c != ' ' && !VisibleText.isUnseen(c));
        return shows ? new DisplayName(text.strip()) : NONE;
    }

    public boolean isKnown() {
        return !text.isEmpty();
    }
}
