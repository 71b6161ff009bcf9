package io.caravan.mapping;

import java.util.Map;
import java.util.Optional;

/** A table beside the mapping (CSV or YAML): key → value. */
public record LookupTable(String name, Map<String, Object> rows) {

    public Optional<Object> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }
}
