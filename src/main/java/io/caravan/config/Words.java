package io.caravan.config;

import io.caravan.diagnostic.Suggestion;
import java.util.Collection;

/** Phrases that several checks share. */
final class Words {

    private Words() {
    }

    /** {@code write NEAR} when there is a near word, else what is to be done. */
    static String suggest(String unknown, Collection<String> known, String otherwise) {
        return Suggestion.nearest(unknown, known).map(near -> "write " + near).orElse(otherwise);
    }

    /** All of them, sorted, or that there are none. */
    static String oneOf(Collection<String> known) {
        if (known.isEmpty()) {
            return "the name of one that exists; there is none yet";
        }
        return (known.size() == 1 ? "" : "one of ") + String.join(", ", known.stream().sorted().toList());
    }
}
