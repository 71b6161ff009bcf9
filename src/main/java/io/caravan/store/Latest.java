package io.caravan.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Of several rows with the same key, the last one: one statement may not touch a row twice. */
final class Latest {

    private Latest() {
    }

    static <R, K> Collection<R> of(Collection<R> rows, Function<R, K> key) {
        Map<K, R> latest = new LinkedHashMap<>(rows.size() * 2);
        rows.forEach(row -> latest.put(key.apply(row), row));
        return latest.values();
    }
}
