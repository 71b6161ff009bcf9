package io.caravan.store;

import io.caravan.diagnostic.VisibleText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The words by which the store has what is one of a closed set: {@code in-doubt} for {@code IN_DOUBT}. */
final class StoredWord {

    private static final ClassValue<Map<String, Object>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, Object> computeValue(Class<?> set) {
            Map<String, Object> known = new HashMap<>();
            Arrays.stream(set.getEnumConstants()).forEach(one -> known.put(of((Enum<?>) one), one));
            return known;
        }
    };

    private StoredWord() {
    }

    static String of(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param what of what it is said: {@code status of a cycle}
     * @throws StoreException when it is none of them: a newer Caravan wrote it, or the row is damaged, and nobody guesses what it may mean
     */
    static <E extends Enum<E>> E read(Class<E> set, String what, String word) {
        Object known = KNOWN.get(set).get(word);
        if (known == null) {
            throw unknown(what, word, null);
        }
        return set.cast(known);
    }

    static StoreException unknown(String what, String word, Exception cause) {
        return new StoreException("the store has \"" + VisibleText.of(String.valueOf(word)) + "\" as the " + what + ", which this Caravan does not know",
                "If a newer Caravan wrote it, run that one; else the row is damaged: restore the store from a backup.", cause);
    }
}
