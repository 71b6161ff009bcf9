package io.caravan.camel.idoc;

import io.caravan.connector.SourceItem;
import io.caravan.subject.KeyText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Numbers of which rows stand with somebody else. Of whom nothing else is said in the whole load, nobody may conclude that she is gone; who has a record of her
 * own is what that says, wherever in the load it stands. Nothing is kept of those who have one but the number. Not thread-safe.
 */
final class NumbersInDoubt {

    /** @param keys of her records */
    private record Doubt(Set<String> keys, String why, String where) {
    }

    private final Set<String> recorded = new HashSet<>();
    private final Map<String, Doubt> doubts = new LinkedHashMap<>();

    /** Whatever becomes of it: where it is rejected, it is under her number. */
    void hasRecord(String number) {
        String plain = KeyText.of(number);
        recorded.add(plain);
        doubts.remove(plain);
    }

    void add(String number, List<String> keys, String why, String where) {
        String plain = KeyText.of(number);
        if (!recorded.contains(plain)) {
            doubts.computeIfAbsent(plain, unheard -> new Doubt(new LinkedHashSet<>(), why, where)).keys().addAll(keys);
        }
    }

    boolean isEmpty() {
        return doubts.isEmpty();
    }

    /** The rejections of the next number, which is no longer in doubt then; only once all of the load has been read. */
    List<SourceItem> next() {
        String number = doubts.keySet().iterator().next();
        Doubt doubt = doubts.remove(number);
        List<SourceItem> items = new ArrayList<>();
        doubt.keys().forEach(key -> items.add(new SourceItem.Rejected(Optional.of(key), doubt.why(), doubt.where())));
        return items;
    }
}
