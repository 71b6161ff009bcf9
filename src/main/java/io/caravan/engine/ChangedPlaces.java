package io.caravan.engine;

import io.caravan.subject.KeyText;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Values that have changed places: what one had, another has, as when one column of a file was sorted by itself, or slipped by a row. Nobody has lost
 * anything by that, so that it does not show as something that has vanished; each has what is another's. Not thread-safe.
 */
final class ChangedPlaces {

    /** So few values may go round: shifts, sites. */
    private static final int FEW = 5;
    /** A value is somebody's own, or of a few: of one in so many. */
    private static final int SHARED_BY = 10;
    /** Of all that are another, all but one in so many are another's of before. */
    private static final int ALL_BUT = 10;

    private final Map<String, LongArrayList> had = new TreeMap<>();
    private final Map<String, LongArrayList> have = new TreeMap<>();

    /** Of one person, that an attribute is another by now. */
    void take(String name, Object before, Object now) {
        had.computeIfAbsent(name, none -> new LongArrayList()).add(hash(before));
        have.computeIfAbsent(name, none -> new LongArrayList()).add(hash(now));
    }

    private static long hash(Object value) {
        return RecordHash.ofText(KeyText.folded(value.toString()));
    }

    /** By attribute, of how many people the values have changed places. */
    void forEach(BiConsumer<String, Long> consumer) {
        had.forEach((name, before) -> {
            long[] first = before.toLongArray();
            long[] second = have.get(name).toLongArray();
            Arrays.parallelSort(first);
            Arrays.parallelSort(second);
            if (isSomebodysOwn(first) && first.length - common(first, second) <= first.length / ALL_BUT) {
                consumer.accept(name, (long) first.length);
            }
        });
    }

    private static boolean isSomebodysOwn(long[] sorted) {
        long distinct = Arrays.stream(sorted).distinct().count();
        return distinct > FEW && distinct * SHARED_BY > sorted.length;
    }

    private static int common(long[] first, long[] second) {
        int common = 0;
        for (int i = 0, j = 0; i < first.length && j < second.length;) {
            common += first[i] == second[j] ? 1 : 0;
            boolean next = first[i] <= second[j];
            j += first[i] >= second[j] ? 1 : 0;
            i += next ? 1 : 0;
        }
        return common;
    }
}
