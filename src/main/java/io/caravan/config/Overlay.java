package io.caravan.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** One block over another: blocks are merged key by key, everything else is replaced. A request has one method: that of the one above. */
final class Overlay {

    private Overlay() {
    }

    static Yaml.Block of(Yaml.Block base, Yaml.Block over) {
        Map<String, Yaml.Entry> merged = new LinkedHashMap<>(base.entries());
        if (RestReader.METHODS.stream().anyMatch(method -> over.scalar(method).isPresent())) {
            merged.entrySet().removeIf(entry -> RestReader.METHODS.contains(entry.getKey()) && entry.getValue().value() instanceof Yaml.Scalar);
        }
        over.entries().forEach((key, entry) -> merged.merge(key, entry, Overlay::entries));
        return new Yaml.Block(merged, over.position());
    }

    static Yaml.Entry entries(Yaml.Entry base, Yaml.Entry over) {
        if (base.value() instanceof Yaml.Block below && over.value() instanceof Yaml.Block above) {
            return new Yaml.Entry(over.key(), over.keyPosition(), of(below, above));
        }
        return over;
    }
}
