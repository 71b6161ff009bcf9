package io.caravan.config;

import io.caravan.diagnostic.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of a YAML file, and where it stands. Immutable. */
sealed interface Yaml {

    Position position();

    /** What the author would call it. */
    String kind();

    /** The value as Java knows it: String, Boolean, Long, BigDecimal, null, List or Map. */
    Object plain();

    /**
     * A single value.
     *
     * @param value  String, Boolean, Long, BigDecimal or null, by YAML 1.2's core schema
     * @param text   the value as text
     * @param places where each character of the text stands
     */
    record Scalar(Object value, String text, boolean quoted, ScalarPlaces places, Position position) implements Yaml {
        @Override
        public String kind() {
            return value == null ? "empty" : value instanceof Boolean ? "true or false" : value instanceof String ? "a text" : "a number";
        }

        @Override
        public Object plain() {
            return value;
        }

        /** This place in the file, with another value: a filled placeholder. */
        Scalar with(Object newValue, String newText) {
            return new Scalar(newValue, newText, quoted, places, position);
        }
    }

    record Items(List<Yaml> items, Position position) implements Yaml {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.plain()));
            return Collections.unmodifiableList(list);
        }
    }

    /** Keys and values, in file order. */
    record Block(Map<String, Entry> entries, Position position) implements Yaml {
        public Block {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        static Block empty(Position position) {
            return new Block(Map.of(), position);
        }

        @Override
        public String kind() {
            return "a block of keys";
        }

        @Override
        public Object plain() {
            Map<String, Object> map = new LinkedHashMap<>();
            entries.forEach((key, entry) -> map.put(key, entry.value().plain()));
            return Collections.unmodifiableMap(map);
        }

        boolean has(String key) {
            return entries.containsKey(key);
        }

        Optional<Yaml> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** The block under a key; an empty one if there is none. */
        Block block(String key) {
            return get(key).filter(Block.class::isInstance).map(Block.class::cast).orElseGet(() -> empty(position));
        }

        List<Yaml> items(String key) {
            return get(key).filter(Items.class::isInstance).map(value -> ((Items) value).items()).orElse(List.of());
        }

        Optional<Scalar> scalar(String key) {
            return get(key).filter(Scalar.class::isInstance).map(Scalar.class::cast).filter(scalar -> scalar.value() != null);
        }

        Optional<String> text(String key) {
            return scalar(key).map(Scalar::text);
        }

        boolean flag(String key, boolean otherwise) {
            return scalar(key).map(scalar -> scalar.value() instanceof Boolean flag ? flag : otherwise).orElse(otherwise);
        }

        long number(String key, long otherwise) {
            return scalar(key).map(scalar -> scalar.value() instanceof Long number ? number : otherwise).orElse(otherwise);
        }

        /** Where the key stands; the block itself if it does not. */
        Position at(String key) {
            return has(key) ? entries.get(key).keyPosition() : position;
        }
    }

    record Entry(String key, Position keyPosition, Yaml value) {
    }
}
