package io.caravan.store;

import io.caravan.subject.KeyText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text in the form in which the database compares it. */
final class SearchText {

    /** PostgreSQL cannot index values over some 2,700 bytes; longer ones are found by their beginning and their hash. */
    private static final int LONGEST = 400;

    private SearchText() {
    }

    /** Without regard to case and to what does not show. */
    static String folded(String text) {
        return exact(KeyText.folded(text));
    }

    static String exact(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        byte[] hash = LogChain.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return text.substring(0, LONGEST) + "#" + HexFormat.of().formatHex(hash);
    }
}
